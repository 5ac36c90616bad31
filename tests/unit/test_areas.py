"""Areas and people out of a replay's world, and names of buildings in the reader's terms."""

import pytest

from bot.areas.directory import REPLAY_CHANNEL, directory_of_world, place_names
from bot.domain.errors import ConfigError
from bot.domain.grid import Listening, RoomKind
from bot.domain.people import Role

WORLD = {
    "name": "富善花园",
    "grid": {"id": "g3", "name": "第三网格"},
    "groups": [
        {"id": "own3", "kind": "owners", "name": "业主群", "community": "富善花园"},
        {"id": "lead3", "kind": "leaders", "name": "楼长群", "building": "1栋"},
    ],
    "members": [
        {"id": "r1", "name": "王女士", "role": "resident"},
        {"id": "b1", "name": "陈楼长", "role": "building_leader", "building": "1栋"},
        {"id": "d1", "name": "小张", "role": "department", "department": "市政"},
    ],
    "buildings": [{"name": "1栋", "aliases": ["1号楼"], "units": ["1单元"]}, {"name": "2栋"}],
}


def test_a_world():
    known = directory_of_world(WORLD)
    own = known.room_bound_to(REPLAY_CHANNEL, "own3")
    assert (own.kind, own.grid, own.estate, own.listening) == (
        RoomKind.OWNERS,
        "g3",
        "富善花园",
        Listening.NATURAL,
    )
    assert known.room("lead3").building == "1栋"
    leader = known.person_with(REPLAY_CHANNEL, "b1")
    assert (leader.roles, leader.buildings) == ((Role.BUILDING_LEADER,), ("1栋",))
    assert known.of_department("市政") == (known.person("d1"),)
    assert known.grids[0].community == "富善花园"


def test_a_world_of_several_grids():
    grids = [{"id": "g1", "name": "一", "community": "桥头社区"}, {"id": "g2", "name": "二"}]
    groups = [*WORLD["groups"], {"id": "x", "kind": "owners", "name": "二群", "grid": "g2"}]
    world = {key: value for key, value in WORLD.items() if key != "grid"}
    known = directory_of_world(world | {"grids": grids, "groups": groups})
    assert [grid.id for grid in known.grids] == ["g1", "g2"]
    assert {grid.community for grid in known.grids} == {"桥头社区"}
    assert (known.room("own3").grid, known.room("x").grid) == (None, "g2")


def test_no_buildings_are_all_buildings():
    world = {key: value for key, value in WORLD.items() if key != "buildings"}
    assert directory_of_world(world).grids[0].buildings == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"grid": None},
        {"grid": {"id": "g3"}},
        {"groups": None},
        {"groups": [{"id": "x", "kind": "chat", "name": "x"}]},
        {"groups": [{"kind": "owners", "name": "x"}]},
        {"members": [{"id": "x", "name": "x", "role": "king"}]},
        {"members": "nobody"},
        {"buildings": [{}]},
        {"buildings": ["1栋"]},
        {"grids": "g1"},
    ],
)
def test_worlds_that_are_none(changes):
    with pytest.raises(ConfigError, match="world: not of the promised form"):
        directory_of_world(WORLD | changes)


@pytest.mark.parametrize("world", [None, [], "world", 7])
def test_what_is_no_world_at_all(world):
    with pytest.raises(ConfigError, match="world: not of the promised form"):
        directory_of_world(world)


def test_names_of_buildings():
    known = directory_of_world(WORLD)
    names = place_names(known, known.grids[0])
    assert [(b.name, b.aliases, b.units) for b in names.buildings] == [
        ("1栋", ("1号楼",), ("1单元",)),
        ("2栋", (), ()),
    ]
    assert place_names(known, None) == names
