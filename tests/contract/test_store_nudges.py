"""What people are to be reminded of, in the store."""

from bot.domain.lamps import Stage
from bot.domain.nudge import Nudge
from tests.builders import after


def nudge(case="case-1", **fields):
    fields = {
        "person": "he",
        "stage": Stage.ACCEPT,
        "as_owner": False,
        "due_at": after(60),
    } | fields
    return Nudge(case=case, **fields)


async def test_each_has_his_own_first_due_first(store):
    first, second = nudge(), nudge("case-2", due_at=after(5), as_owner=True)

    async def write(unit):
        for one in (first, second, nudge(person="sun")):
            await unit.nudges.add(one)

    await store.work(write)

    async def read(unit):
        assert await unit.nudges.of("he") == [second, first]
        assert await unit.nudges.of("sun") == [nudge(person="sun")]
        assert await unit.nudges.of("liu") == []

    await store.look(read)


async def test_the_newest_stage_of_a_case_counts(store):
    newer = nudge(stage=Stage.HANDLE, as_owner=True, due_at=after(90))

    async def write(unit):
        for one in (nudge(), newer):
            await unit.nudges.add(one)
        assert await unit.nudges.of("he") == [newer]

    await store.work(write)


async def test_what_was_said_is_forgotten(store):
    async def write(unit):
        for case in ("case-1", "case-2", "case-3"):
            await unit.nudges.add(nudge(case))
        await unit.nudges.add(nudge(person="sun"))
        for _ in range(2):
            await unit.nudges.forget("he", ["case-1", "case-3"])
        assert [one.case for one in await unit.nudges.of("he")] == ["case-2"]
        assert len(await unit.nudges.of("sun")) == 1

    await store.work(write)
