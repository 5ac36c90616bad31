"""Who leads which building: gaps are seen, there is never more than one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people import Role
from bot.domain.register import Deed, DeedKind, Post, counted, may_lead, register, silent
from bot.domain.staffing import Led, as_change, as_detail, staffed
from tests.builders import CHEN, HE, SUN, T0, WANG, ZHAO, directory, person

TODAY = T0.date()
MEI = person("mei", "梅楼长", Role.BUILDING_LEADER, grids=("g1",), buildings=("1栋", "2栋"))
PEOPLE = (WANG, ZHAO, CHEN, MEI, HE, SUN)
CHANGES = st.lists(
    st.builds(
        Led,
        person=st.sampled_from(["wang", "zhao", "chen", "mei", "he", ""]),
        grid=st.just("g1"),
        building=st.sampled_from(["1栋", "2栋", "3栋"]),
        since=st.just(TODAY),
    ),
    max_size=12,
)


def after_changes(*changes):
    """The register of today once these changes are in force."""
    changed = directory(people=staffed(PEOPLE, changes)).on(TODAY)
    return {post.building: post.leaders for post in register(changed)}


def test_gaps_and_doubles_are_seen():
    doubled = replace(MEI, buildings=("1栋", "3栋"))
    posts = register(directory(people=(CHEN, doubled)))
    assert [(post.building, post.leaders, post.is_gap, post.is_doubled) for post in posts] == [
        ("1栋", ("mei",), False, False),
        ("2栋", (), True, False),
        ("3栋", ("chen", "mei"), False, True),
    ]


@given(CHANGES)
def test_one_building_never_has_two_leaders(changes):
    led = after_changes(*changes)
    assert all(len(leaders) <= 1 for leaders in led.values())
    newest = {change.building: change.person for change in changes}
    for building, person_id in newest.items():
        assert led[building] == ((person_id,) if person_id else ())


def test_a_neighbour_becomes_a_leader_and_the_one_before_a_neighbour():
    change = Led(person="wang", grid="g1", building="3栋", since=TODAY)
    people = directory(people=staffed(PEOPLE, [change])).on(TODAY)
    assert people.person("wang").main_role is Role.BUILDING_LEADER
    assert people.person("chen").roles == (Role.RESIDENT,)
    assert as_change(as_detail(change)) == change


def test_whoever_keeps_another_building_stays_a_leader():
    change = Led(person="wang", grid="g1", building="2栋", since=TODAY)
    assert after_changes(change) == {"1栋": ("mei",), "2栋": ("wang",), "3栋": ("chen",)}


@pytest.mark.parametrize(
    ("building", "grids", "expected"),
    [("3栋", (), True), ("9栋", (), False), ("3栋", ("g2",), False), ("3栋", ("g1",), True)],
)
def test_who_may_lead(building, grids, expected):
    areas = directory()
    second = replace(areas.grids[0], id="g2")
    areas = replace(areas, grids=(*areas.grids, second))
    assert may_lead(areas, replace(CHEN, grids=grids), "g1", building) is expected


def test_what_was_done_is_counted_by_kind():
    told = Deed(source="m", person="chen", grid="g1", kind=DeedKind.TELL, at=T0)
    deeds = [told, told, replace(told, kind=DeedKind.DO)]
    assert counted(deeds) == {DeedKind.TELL: 2, DeedKind.DO: 1}


def test_silence_is_told_in_the_order_of_the_register():
    posts = [
        Post(grid="g1", building=f"{n}栋", leaders=who)
        for n, who in ((1, ("mei",)), (2, ()), (3, ("chen",)))
    ]
    assert silent(posts, ["mei"]) == [posts[2]]
