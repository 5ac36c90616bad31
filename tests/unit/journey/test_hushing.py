"""Quiet lasts until the day is over."""

import pytest

from bot.journey.hushing import hush, is_hushed
from tests.builders import LEAD, OWN, T0, after, delivery


@pytest.mark.parametrize(
    ("at", "quiet"), [(T0, True), (after(hours=13.9), True), (after(hours=14.1), False)]
)
async def test_it_is_quiet_until_midnight(store, at, quiet):
    await store.work(lambda unit: hush(unit, OWN, T0))
    assert await store.look(lambda unit: is_hushed(unit, OWN, at)) is quiet
    assert not await store.look(lambda unit: is_hushed(unit, LEAD, at))


@pytest.mark.parametrize(
    ("room", "left"), [(OWN, ["later", "urgent"]), (LEAD, ["later", "now", "urgent"])]
)
async def test_what_waits_for_residents_is_not_said(store, room, left):
    waiting = [
        delivery(1, room=room.id, text="now"),
        delivery(2, room=room.id, text="urgent", urgent=True),
        delivery(3, room=room.id, text="later", due_at=after(hours=21)),
    ]
    await store.work(lambda unit: unit.deliveries.add(waiting))
    await store.work(lambda unit: hush(unit, room, T0))
    queued = await store.look(lambda unit: unit.deliveries.all(9))
    assert sorted(one.text for one in queued if one.state.value == "queued") == left
