"""Timers that fire now, and what came of it."""

from datetime import timedelta

from bot.domain.timer import TimerKind
from tests.builders import after, timer


async def due(rig, known, kind, *, at=0, step=0):
    """A case, and a timer about it that fires now."""
    rig.clock.jump(after(at))

    async def write(unit):
        await unit.cases.add(known)
        await unit.timers.add([timer(900_001, kind=kind, due_at=after(at), step=step)])

    await rig.store.work(write)
    return await rig.journey.timers.run_once()


async def gathered(rig, minutes=5):
    """Reminders that were gathered are said."""
    rig.clock.jump(rig.clock.now() + timedelta(minutes=minutes))
    return await rig.journey.timers.run_once()


async def happened(rig):
    events = await rig.store.look(lambda unit: unit.cases.history("case-000001"))
    return [(event.kind, event.detail) for event in events]


async def told(rig):
    return [one.person or one.room for one in await rig.deliveries()]


async def waiting_timers(rig):
    """What is still to fire, reminders aside."""

    async def read(unit):
        return await unit.timers.claim_due(after(days=365), rig.office.settings.lease, 99)

    found = await rig.store.work(read)
    return [(one.kind, one.due_at, one.step) for one in found if one.kind is not TimerKind.REMIND]
