"""Whose room, whose grid, whose building leader: the directory."""

from dataclasses import replace

import pytest

from bot.domain.grid import Grid, Room, RoomKind
from bot.domain.people import Person, Role
from bot.domain.place import Place
from tests.builders import CHEN, HE, LEAD, LIU, OWN, SHU, SUN, WANG, directory, person

SECOND = Grid(id="g2", name="第二网格", community="桥头社区")
ALL_LEADERS = Room(
    id="all",
    kind=RoomKind.LEADERS,
    name="社区群",
    community="桥头社区",
    bindings=(("fake", "all1"),),
)
ZHOU = person("zhou", "周网格长", Role.GRID_LEADER, grids=("g2",))
WIDE = directory(
    grids=(*directory().grids, SECOND),
    rooms=(OWN, LEAD, ALL_LEADERS),
    people=(ZHOU, *directory().people),
)


def test_rooms_by_their_conversation():
    assert WIDE.room_bound_to("fake", "own1") is OWN
    assert WIDE.room_bound_to("other", "own1") is None
    assert WIDE.room_bound_to("fake", "elsewhere") is None
    assert (WIDE.room("lead"), WIDE.room("none")) == (LEAD, None)
    assert (OWN.conversation("fake"), OWN.conversation("other")) == ("own1", None)


def test_known_people_by_their_account():
    assert WIDE.person_with("fake", "a-wang") is WANG
    assert WIDE.person_with("other", "a-wang") is None
    assert WIDE.speaker("fake", "a-wang", "随便") is WANG
    assert WIDE.person("wang") is WANG


def test_anybody_else_is_a_resident_known_by_the_account():
    stranger = WIDE.speaker("fake", "a:9", "小李")
    assert stranger == Person(
        id="fake:a:9", name="小李", roles=(Role.RESIDENT,), accounts=(("fake", "a:9"),)
    )
    assert WIDE.person(stranger.id) == replace(stranger, name="")


def test_the_id_of_an_account_leads_to_the_person_who_was_entered_since():
    assert WIDE.person("fake:a-wang") is WANG


@pytest.mark.parametrize(
    ("grid", "community", "expected"),
    [
        ("g1", "桥头社区", LEAD),
        ("g2", "桥头社区", ALL_LEADERS),
        (None, "桥头社区", ALL_LEADERS),
        ("g2", "别的社区", None),
        (None, "别的社区", None),
    ],
)
def test_the_leaders_room(grid, community, expected):
    assert WIDE.leaders_room(grid, community) is expected


def test_a_leaders_room_that_is_bound_nowhere_is_nobodys():
    alone = directory(rooms=(OWN, replace(LEAD, bindings=())))
    assert alone.leaders_room("g1", "桥头社区") is None


def test_a_grid_without_a_leaders_room():
    lonely = directory(rooms=(OWN,))
    assert lonely.leaders_room("g1", "桥头社区") is None


def test_people_of_a_grid_come_before_people_of_everywhere():
    everywhere = person("wu", "吴组长", Role.GRID_LEADER)
    known = replace(WIDE, people=(everywhere, *WIDE.people))
    assert known.of_grid("g1", Role.GRID_LEADER) == (HE, everywhere)
    assert known.of_grid("g2", Role.GRID_LEADER) == (ZHOU, everywhere)
    assert known.of_grid(None, Role.GRID_LEADER) == (everywhere,)
    assert known.of_grid("g1", Role.COMMUNITY_SECRETARY) == (SUN,)
    assert known.of_grid("g2", Role.GRID_MEMBER) == ()


@pytest.mark.parametrize(
    ("grid", "place", "expected"),
    [
        ("g1", Place(building="3栋"), CHEN),
        ("g1", Place(building="1栋"), None),
        ("g1", Place(spot="3栋"), None),
        ("g2", Place(building="3栋"), None),
    ],
)
def test_the_building_leader(grid, place, expected):
    assert WIDE.building_leader(grid, place) is expected


@pytest.mark.parametrize(
    ("department", "expected"),
    [("市政", (SHU,)), ("市政(路灯)", (SHU,)), ("供电企业", ()), ("", ())],
)
def test_people_of_a_department(department, expected):
    assert WIDE.of_department(department) == expected


def test_people_of_a_part_of_a_department():
    police = person("lin", "林警官", Role.DEPARTMENT, department="公安(禁毒)")
    assert directory(people=(police,)).of_department("公安") == (police,)


@pytest.mark.parametrize(
    ("who", "known", "expected"),
    [(LIU, WIDE, "g1"), (ZHOU, WIDE, "g2"), (WANG, WIDE, None), (WANG, directory(), "g1")],
)
def test_where_somebody_belongs(who, known, expected):
    home = known.home_of(who)
    assert (home.id if home else None) == expected


def test_a_home_that_is_not_there():
    assert directory().home_of(ZHOU) is None


def test_grids():
    assert (WIDE.grid("g2"), WIDE.grid("g9"), WIDE.grid(None)) == (SECOND, None, None)
