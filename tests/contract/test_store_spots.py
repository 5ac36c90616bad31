"""Places that have a code on a wall, in the store."""

from dataclasses import replace

from bot.domain.visitors import Spot
from tests.builders import T0, after

YARD = Spot(token="t1", grid="g1", made_at=T0, building="3栋", spot="车棚")
GATE = Spot(token="t2", grid="g2", made_at=after(1))


async def test_spots_come_back_as_they_were(store):
    for spot in (GATE, YARD):
        await store.work(lambda unit, one=spot: unit.spots.add(one))
    assert await store.look(lambda unit: unit.spots.all()) == [YARD, GATE]
    assert await store.look(lambda unit: unit.spots.get("t1")) == YARD
    assert await store.look(lambda unit: unit.spots.get("t3")) is None


async def test_a_code_ends_once(store):
    await store.work(lambda unit: unit.spots.add(YARD))
    assert await store.work(lambda unit: unit.spots.end("t1", after(60)))
    assert not await store.work(lambda unit: unit.spots.end("t1", after(90)))
    kept = await store.look(lambda unit: unit.spots.get("t1"))
    assert kept == replace(YARD, ended_at=after(60))
