"""Grids that are redrawn, and special grids over them."""

from datetime import date

import pytest

from bot.domain.gridmaps import Area, GridMaps, SpecialGrid

OLD, NEW = date(2026, 6, 30), date(2026, 7, 1)
MAPS = GridMaps(
    grids=(
        Area(
            id="g1", name="一网格", parts=frozenset({("富善", None), ("河畔", None)}), valid_to=OLD
        ),
        Area(id="g2", name="二网格", parts=frozenset({("新村", "甲座"), ("新村", "乙座")})),
        Area(id="n1", name="新一", parts=frozenset({("富善", "1栋")}), valid_from=NEW),
        Area(
            id="n2", name="新二", parts=frozenset({("富善", "2栋"), ("河畔", None)}), valid_from=NEW
        ),
        Area(id="g5", name="五网格"),
    ),
    specials=(
        SpecialGrid(
            area=Area(
                id="z1",
                name="僵尸车专项",
                parts=frozenset({("富善", "1栋"), ("河畔", None)}),
                valid_from=OLD,
                valid_to=NEW,
            ),
            leader="he",
            items=frozenset({"CG-14", "JF"}),
        ),
        SpecialGrid(area=Area(id="z2", name="防汛专项", valid_to=OLD)),
    ),
    estates={"own-f": "富善", "own-h": "河畔", "own-x": "新村"},
)


@pytest.mark.parametrize(
    ("day", "room", "building", "was", "expected"),
    [
        (OLD, "own-f", "1栋", "g1", "g1"),
        (NEW, "own-f", "1栋", "g1", "n1"),
        (NEW, "own-f", "2栋", "g1", "n2"),
        (NEW, "own-f", None, "g1", None),  # either of two
        (NEW, "own-f", "9栋", "g1", None),  # no such building now
        (NEW, "own-h", None, "g1", "n2"),
        (NEW, "own-h", "9栋", "g1", "n2"),
        (NEW, "own-x", None, "g2", "g2"),
        (NEW, "", "甲座", None, "g2"),
        (OLD, "", "1栋", "g1", "g1"),  # its grid was no whole building's then
        (OLD, "", None, "g5", "g5"),
        (OLD, "", None, "n1", None),
    ],
)
def test_the_grid_of_a_place_by_the_map_of_a_day(day, room, building, was, expected):
    assert MAPS.grid_on(day, room=room, building=building, was=was) == expected


@pytest.mark.parametrize(
    ("day", "room", "building", "item", "expected"),
    [
        (OLD, "own-f", "1栋", "CG-14", ["z1", "z2"]),
        (NEW, "own-f", "1栋", "JF-01", ["z1"]),
        (NEW, "own-f", "1栋", "CG-01", []),
        (NEW, "own-f", "2栋", "CG-14", []),
        (NEW, "own-f", None, "CG-14", []),  # for certain only
        (NEW, "own-h", None, "CG-14", ["z1"]),
        (date(2026, 6, 29), "own-h", None, "CG-14", ["z2"]),
        (date(2026, 7, 2), "own-h", None, "CG-14", []),
    ],
)
def test_special_grids_over_a_case(day, room, building, item, expected):
    found = MAPS.over(day, room=room, building=building, item=item)

    assert [special.area.id for special in found] == expected


def test_what_people_call_them():
    assert MAPS.names["n2"] == "新二"
    assert MAPS.names["z2"] == "防汛专项"
