"""Whose program asks, over the real store."""

from dataclasses import replace

import pytest

from bot.desk.keyring import Keyring
from bot.domain.grid import Directory
from bot.domain.keys import KeyRight, MachineKey, hashed_key
from bot.domain.people import Person, Role
from bot.wiring.store import open_store
from tests.builders import T0
from tests.fakes.clock import FakeClock

LEADER = Person(id="l1", name="邓国华", roles=(Role.GRID_LEADER,), grids=("g3",))
NEIGHBOUR = Person(id="r1", name="王秀兰", roles=(Role.RESIDENT,))
KEY = MachineKey(id="k1", name="大屏", secret=hashed_key("qk_one"), right=KeyRight.READ, made_at=T0)


@pytest.fixture
async def ring():
    store, clock = await open_store("sqlite://"), FakeClock()
    directory = Directory(street="西南街道", grids=(), rooms=(), people=(LEADER, NEIGHBOUR))
    yield Keyring(store=store, directory=lambda: directory, clock=clock, most=2), store, clock
    await store.close()


async def held(ring, **changes):
    keyring, store, _ = ring
    await store.work(lambda unit: unit.keys.add(replace(KEY, **changes)))
    return await keyring.who("qk_one")


async def test_a_key_of_nobody_sees_ordinary_cases_of_its_grids(ring):
    machine = await held(ring, grids=("g3",))
    assert (machine.viewer.name, machine.viewer.person) == ("key:k1", None)
    assert (machine.viewer.covers("g3"), machine.viewer.covers("g4")) == (True, False)
    assert not machine.may_write


async def test_a_key_of_somebody_sees_what_he_sees_within_its_grids(ring):
    machine = await held(ring, person="l1", grids=("g4",), right=KeyRight.WRITE)
    assert machine.viewer.person == LEADER
    assert not machine.viewer.covers("g3")  # his, but not the key's
    assert not machine.viewer.covers("g4")  # the key's, but not his
    assert machine.may_write


async def test_a_key_of_somebody_who_left_the_staff_sees_nothing(ring):
    machine = await held(ring, person="r1")
    assert not machine.viewer.covers("g3")


@pytest.mark.parametrize("secret", ["", "qk_two", "one", "qk_" + "x" * 300])
async def test_other_keys_open_nothing(ring, secret):
    await held(ring)
    assert await ring[0].who(secret) is None


async def test_an_ended_key_opens_nothing(ring):
    _, store, clock = ring
    await held(ring)
    await store.work(lambda unit: unit.keys.end("k1", clock.now()))
    assert await ring[0].who("qk_one") is None


async def test_each_key_may_ask_so_often(ring):
    machine = await held(ring)
    assert [ring[0].allows(machine) for _ in range(3)] == [True, True, False]
    ring[2].advance(61)
    assert ring[0].allows(machine)
