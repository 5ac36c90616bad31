"""Who leads a special grid is told of its cases, once, alone, and only of what may be told."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.gridmaps import Area, GridMaps, SpecialGrid
from bot.wiring.journey import make_journey
from tests.builders import HE
from tests.fakes.classifier import FakeClassifier

DARK = "3栋门口的路灯坏了"


def grid(**fields) -> SpecialGrid:
    area = {"id": "z1", "name": "路灯专项"} | fields.pop("area", {})
    fields = {"leader": HE.id, "items": frozenset({"GY"})} | fields
    return SpecialGrid(area=Area(**area), **fields)


@pytest.fixture
def told(rig):
    """What the leaders of these special grids are told when a lamp is reported."""

    async def run(*specials: SpecialGrid, text: str = DARK, **fields) -> list[str]:
        rig.office = replace(rig.office, maps=GridMaps(specials=specials))
        rig.journey = make_journey(rig.office, rig.store, rig.tools)
        await rig.say(text, **fields)
        return [
            one.text for one in await rig.deliveries() if "专项" in one.text and one.person == HE.id
        ]

    return run


async def test_its_leader_is_told(told):
    assert await told(grid()) == ["路灯专项：#1 3栋门口路灯不亮，第一网格在办。"]


@pytest.mark.parametrize(
    "special",
    [
        grid(items=frozenset({"CG"})),
        grid(leader=None),
        grid(area={"valid_to": date(2026, 3, 1)}),
        grid(area={"parts": frozenset({("富善", "5栋")})}),
    ],
)
async def test_of_what_is_not_its_own_it_is_not(told, special):
    assert await told(special) == []


async def test_who_reports_it_himself_knows_it(told):
    assert await told(grid(), sender="a-he") == []


async def test_what_is_restricted_is_told_to_nobody_else(rig, told):
    rig.classifier = FakeClassifier({"路灯": "ZZ-06"})

    assert await told(grid(items=frozenset())) == []
    assert [case.item for case in await rig.cases()] == ["ZZ-06"]
