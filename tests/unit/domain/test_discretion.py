"""Whether anything about a case may be said in a room (domain rules §4.1, §6.3, §11.1)."""

from dataclasses import replace

import pytest

from bot.domain.discretion import may_stand
from bot.domain.matters import Privacy
from bot.domain.people import Role
from tests.builders import LEAD, OWN, case, person

LAMP = case()
COMPLAINT = case(item="WY-10", category="WY")
PROPERTY = person("wu", "物业老周", Role.PROPERTY, grids=("g1",))
MEMBER = person("liu", "刘网格员", Role.GRID_MEMBER, grids=("g1",))


@pytest.mark.parametrize("room", [OWN, LEAD])
@pytest.mark.parametrize(
    ("privacy", "expected"),
    [(Privacy.NORMAL, True), (Privacy.RESTRICTED, False), (Privacy.SENSITIVE, False)],
)
def test_what_is_restricted_stands_nowhere(room, privacy, expected):
    assert may_stand(replace(LAMP, privacy=privacy), room, [MEMBER]) is expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"category": "MS", "opened_in": ""}, False),
        ({"category": "LD", "opened_in": ""}, False),
        ({"category": "JF", "opened_in": ""}, False),
        ({"category": "MS", "opened_in": "own"}, True),
        ({"category": "GY", "opened_in": ""}, True),
        ({"category": "MS", "opened_in": "", "emergency": "EM08"}, True),
    ],
)
def test_what_is_confided_of_ones_own_affairs_stands_nowhere(fields, expected):
    assert may_stand(replace(LAMP, **fields), LEAD, [MEMBER]) is expected


@pytest.mark.parametrize("item", ["WY-10", "WY-14", "JF-08"])
def test_a_complaint_stands_in_no_room_of_the_accused(item):
    complaint = replace(COMPLAINT, item=item)
    assert not may_stand(complaint, LEAD, [MEMBER, PROPERTY])
    assert may_stand(complaint, LEAD, [MEMBER])
    assert may_stand(replace(complaint, item="WY-01"), LEAD, [PROPERTY])


@pytest.mark.parametrize(
    ("fields", "sits"),
    [
        ({"rooms": ("lead",)}, True),
        ({"rooms": ("own",)}, False),
        ({"grids": ("g1",)}, True),
        ({"grids": ("g2",)}, False),
        ({"grids": ()}, True),
        ({"grids": ("g1",), "rooms": ("own",)}, False),
    ],
)
def test_where_somebody_sits(fields, sits):
    accused = replace(PROPERTY, **({"grids": ()} | fields))
    assert may_stand(COMPLAINT, LEAD, [accused]) is not sits


def test_a_room_of_the_whole_community_is_everybodys():
    assert not may_stand(COMPLAINT, replace(LEAD, grid=None), [replace(PROPERTY, grids=("g7",))])
