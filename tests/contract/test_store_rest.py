"""Timers, questions and counters in the store."""

from datetime import timedelta

from bot.domain.question import Question, QuestionKind
from bot.domain.timer import TimerKind
from tests.builders import T0, after, stored, timer, turn


async def set_timers(store, *timers):
    await store.work(lambda unit: unit.timers.add(timers))


async def claim(store, now, lease, limit=10):
    return await store.work(lambda unit: unit.timers.claim_due(now, lease, limit))


async def test_a_timer_is_claimed_once_and_when_it_is_due(store, lease):
    full = timer(1, kind=TimerKind.EMERGENCY_STEP, step=2)
    await set_timers(store, full)
    assert await claim(store, after(1) - timedelta(microseconds=1), lease) == []
    assert await claim(store, after(1), lease) == [full]
    assert await claim(store, after(1) + lease, lease) == []
    assert await claim(store, after(1, microseconds=1) + lease, lease) == [full]


async def test_timers_go_oldest_first(store, lease):
    await set_timers(store, timer(1, due_at=after(9)), timer(3, due_at=T0), timer(2, due_at=T0))
    assert [t.id[-1] for t in await claim(store, after(9), lease, 2)] == ["2", "3"]
    assert [t.id[-1] for t in await claim(store, after(9), lease, 2)] == ["1"]


async def test_a_timer_fires_once(store, lease):
    await set_timers(store, timer())

    async def write(unit):
        await unit.timers.finish("timer-000001")
        await unit.timers.finish("timer-000001")

    await store.work(write)
    assert await claim(store, after(days=9), lease) == []
    assert await store.look(lambda unit: unit.timers.next_due()) is None


async def test_a_failed_timer_is_tried_again_and_then_parked(store, lease):
    await set_timers(store, timer())
    await claim(store, after(1), lease)

    async def write(unit):
        await unit.timers.failed("timer-000001", reason="KeyError", park=False)
        (again,) = await unit.timers.claim_due(after(1), lease, 5)
        assert again.attempts == 1
        await unit.timers.failed("timer-000001", reason="KeyError", park=True)
        assert await unit.timers.claim_due(after(days=9), lease, 5) == []
        assert await unit.counters.parked() == 1
        assert await unit.timers.next_due() is None

    await store.work(write)


async def test_timers_of_a_case_are_cancelled_by_kind(store, lease):
    await set_timers(
        store,
        timer(1),
        timer(2, kind=TimerKind.RESOLVE_DUE),
        timer(3, case="case-000002"),
        timer(4),
    )

    async def write(unit):
        await unit.timers.finish("timer-000004")
        for _ in range(2):
            await unit.timers.cancel("case-000001", [TimerKind.ACCEPT_DUE, TimerKind.ACCEPT_YELLOW])

    await store.work(write)
    assert [t.id[-1] for t in await claim(store, after(9), lease)] == ["2", "3"]


async def test_when_the_next_timer_is_due(store):
    await set_timers(store, timer(1, due_at=after(9)), timer(2, due_at=after(5)))
    assert await store.look(lambda unit: unit.timers.next_due()) == after(5)


def question(**fields) -> Question:
    fields = {
        "thread": "own/wang",
        "kind": QuestionKind.PLACE,
        "case": "case-000001",
        "until": after(60),
    } | fields
    return Question(**fields)


async def test_the_newest_question_of_a_thread_counts(store):
    newer = question(
        kind=QuestionKind.WHICH_CASE, case=None, until=after(90), payload={"move": "done"}
    )
    other = question(thread="own/zhao", kind=QuestionKind.CALLBACK)

    async def write(unit):
        for one in (question(), question(), other, newer):
            await unit.questions.ask(one)

    await store.work(write)

    async def read(unit):
        found = await unit.questions.open_for(["own/wang", "own/zhao", "own/chen"], T0)
        assert found == {"own/wang": newer, "own/zhao": other}
        assert await unit.questions.open_for(["own/wang"], after(89)) == {"own/wang": newer}
        assert await unit.questions.open_for(["own/wang"], after(90)) == {}

    await store.look(read)


async def test_an_answered_question_is_gone(store):
    async def write(unit):
        await unit.questions.ask(question())
        await unit.questions.settle("own/wang")
        await unit.questions.settle("own/wang")
        await unit.questions.settle("own/nobody")
        assert await unit.questions.open_for(["own/wang"], T0) == {}

    await store.work(write)


async def test_counters_add_up(store):
    async def write(unit):
        await unit.counters.count("talk", "2026-03-02", 5)
        await unit.counters.count("talk", "2026-03-02")
        await unit.counters.count("talk", "2026-03-03", 0)
        await unit.counters.count("other", "2026-03-02", 100)

    await store.work(write)

    async def read(unit):
        assert await unit.counters.total("talk", "2026-03-02") == 6
        assert await unit.counters.total("talk", "2026-03-03") == 0
        assert await unit.counters.total("talk") == 6
        assert await unit.counters.total("nothing") == 0

    await store.look(read)


async def test_parked_turns_and_timers_are_counted_together(store):
    async def write(unit):
        await unit.messages.add([stored()])
        await unit.turns.save([turn(1), turn(2)], [], {"message-000001": "turn-000001"})
        await unit.timers.add([timer()])
        await unit.turns.failed("turn-000001", reason="x", park=True)
        await unit.timers.failed("timer-000001", reason="x", park=True)
        assert await unit.counters.parked() == 2

    await store.work(write)
