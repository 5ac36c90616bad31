"""What config.yaml says of grids that come and go, and of special ones."""

from datetime import date

import pytest

from bot.areas.directory import directory_of, maps_of
from bot.config.reading import check_config
from bot.domain.errors import ConfigError
from tests.unit.test_config import problems_of

ESTATE = {"name": "富善", "buildings": [{"name": "1栋"}]}
OLD = {"id": "g1", "name": "一", "estates": [ESTATE], "valid_to": "2026-06-30"}
NEW = {"id": "n1", "name": "新一", "estates": [ESTATE], "valid_from": "2026-07-01"}
SPECIAL = {"id": "z1", "name": "专项", "estates": [{"name": "富善"}], "items": ["CG-14"]}


def community(*grids, special=()):
    return {
        "community": {"street": "西南", "name": "桥头", "grids": grids, "special_grids": special}
    }


def test_one_map_after_the_other():
    config = check_config(community(OLD, NEW, special=[SPECIAL]))

    assert [grid.id for grid in directory_of(config).grids] == ["g1", "n1"]
    for day, there in ((date(2026, 6, 30), "g1"), (date(2026, 7, 1), "n1")):
        assert [grid.id for grid in directory_of(config, day=day).grids] == [there]
        assert maps_of(config).grid_on(day, room="", building="1栋", was=None) == there
    assert maps_of(config).specials[0].area.parts == {("富善", None)}


@pytest.mark.parametrize(
    ("grids", "special", "told"),
    [
        (
            [OLD, NEW | {"valid_from": "2026-06-30"}],
            [],
            "community.grids.1: 富善 1栋 lies in grid 'n1' and in 'g1'",
        ),
        ([OLD, {"id": "g2", "name": "二", "estates": [ESTATE]}], [], "lies in grid 'g2'"),
        (
            [{"id": g, "name": g, "estates": [{"name": "河畔"}]} for g in ("a", "b")],
            [],
            "community.grids.1: 河畔 lies in grid 'b'",
        ),
        (
            [OLD | {"valid_from": "2026-07-01"}],
            [],
            "community.grids.0.valid_to: must not be before",
        ),
        ([OLD], [SPECIAL | {"id": "g1"}], "special_grids.0.id: g1 appears twice"),
        ([OLD], [SPECIAL | {"leader": "nobody"}], "special_grids.0.leader: no such person"),
        (
            [OLD],
            [SPECIAL | {"estates": [{"name": "别处"}]}],
            "special_grids.0.estates: no such estate in any grid (got '别处')",
        ),
        (
            [OLD],
            [SPECIAL | {"valid_from": "2026-07-02", "valid_to": "2026-07-01"}],
            "special_grids.0.valid_to: must not be before valid_from",
        ),
    ],
)
def test_what_cannot_be(grids, special, told):
    (problem,) = problems_of(community(*grids, special=special))
    assert told in problem


def test_days_are_days():
    with pytest.raises(ConfigError, match="valid_from"):
        check_config(community(OLD | {"valid_from": "soon"}))


def leader(id_, **more):
    return {"id": id_, "name": id_, "roles": ["building_leader"], "buildings": ["1栋"]} | more


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ({}, {}, "people.1.buildings: 1栋 is led by 'a' already"),
        ({"grids": ["g1"]}, {}, "people.1.buildings: 1栋 is led by 'a' already"),
        ({"grids": ["g1"]}, {"grids": ["g2"]}, None),
        ({}, {"roles": ["grid_member"], "terms": [{"role": "building_leader"}]}, None),
    ],
)
def test_a_building_has_one_leader(one, other, told):
    grids = [{"id": g, "name": g, "estates": [ESTATE | {"name": g}]} for g in ("g1", "g2")]
    content = community(*grids) | {"people": [leader("a", **one), leader("b", **other)]}
    if told is None:
        assert len(check_config(content).people) == 2
    else:
        assert any(told in problem for problem in problems_of(content))
