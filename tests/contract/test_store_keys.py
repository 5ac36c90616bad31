"""Keys of machines, in the store."""

from dataclasses import replace

from bot.domain.keys import KeyRight, MachineKey, hashed_key
from tests.builders import T0, after

KEY = MachineKey(
    id="k1",
    name="街道大屏",
    secret=hashed_key("qk_one"),
    right=KeyRight.READ,
    made_at=T0,
    grids=("g1", "g2"),
)
OTHER = replace(
    KEY, id="k2", secret=hashed_key("qk_two"), right=KeyRight.WRITE, person="he", grids=()
)


async def test_keys_come_back_as_they_were(store):
    for key in (KEY, replace(OTHER, made_at=after(1))):
        await store.work(lambda unit, one=key: unit.keys.add(one))
    assert await store.look(lambda unit: unit.keys.all()) == [KEY, replace(OTHER, made_at=after(1))]
    assert await store.look(lambda unit: unit.keys.held(hashed_key("qk_one"))) == KEY
    assert await store.look(lambda unit: unit.keys.held("qk_one")) is None


async def test_a_key_ends_once(store):
    await store.work(lambda unit: unit.keys.add(KEY))
    assert await store.work(lambda unit: unit.keys.end("k1", after(60)))
    assert not await store.work(lambda unit: unit.keys.end("k1", after(90)))
    assert not await store.work(lambda unit: unit.keys.end("nobody", after(90)))
    assert (await store.look(lambda unit: unit.keys.held(KEY.secret))).ended_at == after(60)
