"""Clocks and ids: the real ones, those of replays, and the fake that stands for them in tests."""

import asyncio
from datetime import UTC, timedelta

import pytest

from bot.clock import SystemClock, VirtualClock
from bot.ids import CountedIds, TimedIds
from tests.builders import T0, after
from tests.fakes.clock import FakeClock

CLOCKS = [SystemClock, lambda: VirtualClock(T0), lambda: FakeClock(impatient=True)]


@pytest.mark.parametrize("make", CLOCKS, ids=["system", "virtual", "fake"])
async def test_sleeping_takes_its_time(make):
    clock = make()
    begun = clock.now()
    assert begun.tzinfo is UTC
    await clock.sleep(timedelta(milliseconds=3))
    assert clock.now() - begun >= timedelta(milliseconds=3)


@pytest.mark.parametrize("make", CLOCKS, ids=["system", "virtual", "fake"])
@pytest.mark.parametrize("duration", [timedelta(0), timedelta(seconds=-9)])
async def test_no_time_at_all(make, duration):
    clock = make()
    before = clock.now()
    await clock.sleep(duration)
    assert clock.now() >= before


@pytest.mark.parametrize("make", CLOCKS, ids=["system", "virtual", "fake"])
async def test_sleeping_lets_others_run(make):
    clock, ran = make(), []

    async def other() -> None:
        ran.append(clock.now())

    task = asyncio.ensure_future(other())
    await clock.sleep(timedelta(milliseconds=1))
    await task
    assert len(ran) == 1


def test_a_virtual_clock_goes_forward_only():
    clock = VirtualClock(T0)
    clock.move_to(after(60))
    clock.move_to(after(30))
    assert clock.now() == after(60)


async def test_the_fake_clock_wakes_who_is_due():
    clock, woken = FakeClock(), []

    async def sleep(seconds: int) -> None:
        await clock.sleep(timedelta(seconds=seconds))
        woken.append(seconds)

    tasks = [asyncio.ensure_future(sleep(seconds)) for seconds in (30, 10, 20)]
    await asyncio.sleep(0)  # noqa: TID251 - lets them begin
    assert clock.sleepers == 3
    clock.advance(20)
    await asyncio.gather(*tasks[1:])
    assert (woken, clock.sleepers) == ([10, 20], 1)
    clock.jump(T0)
    clock.advance(timedelta(seconds=30))
    await tasks[0]


def test_ids_of_a_process_sort_by_when_they_were_made():
    clock = FakeClock()
    ids = TimedIds(clock)
    made = []
    for _ in range(200):
        made += [ids.new("turn") for _ in range(3)]
        clock.advance(0.0005)
    assert made == sorted(made)
    assert len(set(made)) == 600
    assert all(one.startswith("turn-") and len(one) == 22 for one in made)


def test_two_processes_make_different_ids():
    clock = FakeClock()
    one, other = TimedIds(clock), TimedIds(clock)
    assert {one.new("x") for _ in range(50)}.isdisjoint({other.new("x") for _ in range(50)})


def test_counted_ids_are_the_same_in_every_run():
    ids = CountedIds()
    assert [ids.new(kind) for kind in ("turn", "turn", "case")] == [
        "turn-000001",
        "turn-000002",
        "case-000001",
    ]
