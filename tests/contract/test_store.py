"""What the journey relies on in every store: units of work, parts of them, readers beside them."""

import asyncio
import contextlib

import pytest

from bot.domain.errors import Conflict
from tests.builders import T0, case, case_event, delivery, stored, timer, turn


async def test_rows_last(store):
    await store.work(lambda unit: unit.messages.add([stored()]))
    assert await store.look(lambda unit: unit.messages.unassembled(10)) == [stored()]


async def broken(context, work):
    """Something goes wrong after some work in a part."""
    async with context:
        await work
        raise LookupError


async def test_an_error_undoes_the_unit(store):
    async def fail(unit):
        await unit.messages.add([stored()])
        raise LookupError

    with pytest.raises(LookupError):
        await store.work(fail)
    assert await store.look(lambda unit: unit.messages.held()) == 0


async def test_units_do_not_run_into_each_other(store):
    """Each counts what it found: none may find what another has not committed yet."""

    async def count_up(unit) -> None:
        before = await unit.counters.total("n")
        await unit.counters.count("n", str(before))

    await asyncio.gather(*(store.work(count_up) for _ in range(8)))

    async def read(unit):
        assert [await unit.counters.total("n", str(n)) for n in range(8)] == [1] * 8

    await store.look(read)


async def test_a_part_is_undone_alone(store):
    async def write(unit):
        await unit.messages.add([stored(1)])
        with pytest.raises(LookupError):
            await broken(unit.part(), unit.messages.add([stored(2)]))
        async with unit.part():
            await unit.messages.add([stored(3)])

    await store.work(write)
    assert await store.look(lambda unit: unit.messages.unassembled(10)) == [stored(1), stored(3)]


async def test_parts_lie_in_parts(store):
    async def write(unit):
        async with unit.part():
            await unit.counters.count("n", "outer")
            with pytest.raises(LookupError):
                await broken(unit.part(), unit.counters.count("n", "inner"))

    await store.work(write)

    async def read(unit):
        assert (await unit.counters.total("n", "outer"), await unit.counters.total("n")) == (1, 1)

    await store.look(read)


async def test_an_error_of_the_store_in_a_part_is_one_of_ours(store):
    async def write(unit):
        await unit.cases.add(case())
        with pytest.raises(Conflict):
            async with unit.part():
                await unit.cases.add(case())

    await store.work(write)
    assert await store.look(lambda unit: unit.cases.get("case-000001")) == case()


async def test_an_error_of_the_store_is_one_of_ours(store):
    with pytest.raises(Conflict):
        await store.work(lambda unit: unit.timers.add([timer(), timer()]))
    assert await store.look(lambda unit: unit.timers.next_due()) is None


async def test_readers_see_what_is_committed(store):
    await store.work(lambda unit: unit.cases.add(case()))
    assert await store.look(lambda unit: unit.cases.get("case-000001")) == case()


async def test_empty_work_is_no_work(store):
    async def write(unit):
        assert await unit.messages.add([]) == 0
        await unit.messages.drop([])
        await unit.messages.decided({})
        await unit.turns.save([], [], {})
        await unit.turns.understood({})
        await unit.turns.finish({}, T0)
        await unit.cases.record([])
        await unit.cases.attach("case-000001", [], "opening")
        await unit.timers.add([])
        await unit.timers.cancel("case-000001", [])
        await unit.deliveries.add([])

    await store.work(write)

    async def read(unit):
        assert await unit.messages.said_in([], T0, 5) == []
        assert await unit.turns.open_for([], T0) == []
        assert await unit.turns.cases_of([]) == {}
        assert await unit.cases.around([], T0, 5) == []
        assert await unit.cases.of_people([], 5) == []
        assert await unit.cases.of_external("fake", []) == {}
        assert await unit.questions.open_for([], T0) == {}
        assert await unit.deliveries.of_causes([]) == []

    await store.look(read)


async def test_an_empty_store_has_nothing(store):
    async def read(unit):
        assert await unit.messages.unassembled(5) == []
        assert await unit.turns.next_due() is None
        assert await unit.turns.waiting() == {}
        assert await unit.timers.next_due() is None
        assert await unit.deliveries.next_due() is None
        assert await unit.deliveries.all(5) == []
        assert await unit.deliveries.waiting() == 0
        assert await unit.deliveries.dead_letters() == 0
        assert await unit.cases.get("case-000001") is None
        assert await unit.cases.numbered("桥头社区", 1) is None
        assert await unit.cases.history("case-000001") == []
        assert await unit.cases.last_event("case-000001") is None
        assert await unit.cases.words_of("case-000001") == []
        assert await unit.cases.latest(5) == (0, [])
        assert await unit.cases.changed_since(0, 5) == (0, [])
        assert await unit.cases.opened_by() == {}
        assert await unit.counters.parked() == 0

    await store.look(read)


async def test_recovery_frees_what_a_dead_process_had_in_hand(store, lease):
    async def write(unit):
        await unit.messages.add([stored()])
        await unit.turns.save([turn()], [], {"message-000001": "turn-000001"})
        await unit.timers.add([timer()])
        await unit.deliveries.add([delivery()])
        await unit.cases.record([case_event()])
        await unit.turns.claim_due(turn().due_at, lease, 5)
        await unit.timers.claim_due(timer().due_at, lease, 5)
        await unit.deliveries.claim_due(T0, lease, 5)

    await store.work(write)
    await store.recover()
    await store.recover()

    async def write(unit):
        (freed,) = await unit.turns.claim_due(turn().due_at, lease, 5)
        assert freed.id == "turn-000001"
        assert await unit.timers.claim_due(timer().due_at, lease, 5) == [timer()]
        (uncertain,) = await unit.deliveries.claim_due(T0, lease, 5)
        assert uncertain.claimed_before

    await store.work(write)


async def test_recovery_marks_only_what_was_on_its_way(store, lease):
    async def write(unit):
        await unit.deliveries.add([delivery(1), delivery(2), delivery(3)])
        (first,) = await unit.deliveries.claim_due(T0, lease, 5)
        await unit.deliveries.sent(first.id, "r-1", T0)

    await store.work(write)
    await store.recover()

    async def write(unit):
        (second,) = await unit.deliveries.claim_due(T0, lease, 5)
        assert (second.id, second.claimed_before) == ("delivery-000002", False)

    await store.work(write)


async def test_recovery_does_not_mind_a_clock_that_was_set_back(store, lease):
    async def write(unit):
        await unit.deliveries.add([delivery()])
        await unit.deliveries.claim_due(T0 + lease * 100, lease, 5)

    await store.work(write)
    await store.recover()

    async def write(unit):
        assert [d.id for d in await unit.deliveries.claim_due(T0, lease, 5)] == ["delivery-000001"]

    await store.work(write)


async def test_whole_units_of_work_last(store):
    async def work(unit):
        async with unit.part():
            return await unit.messages.add([stored(1), stored(1), stored(2)])

    assert await store.work(work) == 2
    assert await store.look(lambda unit: unit.messages.held()) == 2


async def test_an_error_undoes_a_whole_unit_of_work(store):
    async def work(unit):
        await unit.messages.add([stored()])
        raise LookupError

    with pytest.raises(LookupError):
        await store.work(work)
    assert await store.look(lambda unit: unit.messages.held()) == 0


async def test_errors_of_the_store_in_whole_units_of_work_are_ours(store):
    with pytest.raises(Conflict):
        await store.work(lambda unit: unit.timers.add([timer(), timer()]))
    assert await store.look(lambda unit: unit.timers.next_due()) is None


async def test_looking_changes_nothing(store):
    class Later(Exception):
        pass

    async def look(unit):
        await unit.messages.held()
        raise Later

    with pytest.raises(Later):
        await store.look(look)
    assert await store.look(lambda unit: unit.messages.held()) == 0


async def test_a_unit_of_work_waits_for_nothing_else(store):
    """It runs in the store's thread, where nobody would ever wake it."""

    async def work(unit):
        await unit.messages.add([stored()])
        await asyncio.sleep(0)  # noqa: TID251 - any waiting at all

    with pytest.raises(RuntimeError, match="may wait for nothing"):
        await store.work(work)
    assert await store.look(lambda unit: unit.messages.held()) == 0


@pytest.mark.parametrize("begun", [False, True])
async def test_cancelled_work_leaves_the_store_usable(store, begun):
    """At a shutdown what adapters are storing is cancelled; it is stored or not, never half."""

    async def both(unit):
        await unit.messages.add([stored(1)])
        await unit.messages.add([stored(2)])

    working = asyncio.ensure_future(store.work(both))
    if begun:
        await store.look(lambda unit: unit.messages.held())
    working.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await working
    assert await store.work(lambda unit: unit.messages.held()) in (0, 2)


async def test_a_cancelled_unit_leaves_the_store_usable(store):
    entered = asyncio.Event()

    async def hold() -> None:
        async def write(unit):
            await unit.messages.add([stored(1)])
            entered.set()
            await asyncio.Event().wait()

        await store.work(write)

    holding = asyncio.ensure_future(hold())
    await entered.wait()
    holding.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await holding
    assert await store.work(lambda unit: unit.messages.held()) == 0


async def test_scrubbing_can_be_done_at_any_time(store):
    assert await store.scrub()
    await store.work(lambda unit: unit.messages.add([stored()]))
    assert await store.scrub()
    assert await store.look(lambda unit: unit.messages.held()) == 1
