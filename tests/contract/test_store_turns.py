"""Turns in the store: each claimed once, oldest first, handed on from state to state."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.builders import T0, after, guess, stored, turn, understanding


async def opened(store, *turns, fragments=1):
    """Open turns with so many messages each."""
    messages, assigned = [], {}
    for one in turns:
        for _ in range(fragments):
            message = stored(len(messages) + 1, thread=one.thread)
            messages.append(message)
            assigned[message.id] = one.id

    async def write(unit):
        await unit.messages.add(messages)
        await unit.turns.save(turns, [], assigned)

    await store.work(write)
    return messages


async def claim(store, now, lease, limit=10):
    return await store.work(lambda unit: unit.turns.claim_due(now, lease, limit))


async def test_a_turn_is_claimed_with_its_messages(store, lease):
    messages = await opened(store, turn(1), fragments=2)
    assert await claim(store, after(9), lease) == [replace(turn(1), messages=tuple(messages))]


async def test_a_turn_is_claimed_once(store, lease):
    await opened(store, turn(1))
    assert len(await claim(store, after(9), lease)) == 1
    assert await claim(store, after(9), lease) == []
    assert await claim(store, after(9) + lease, lease) == []


async def test_a_lease_ends(store, lease):
    await opened(store, turn(1))
    await claim(store, after(9), lease)
    ended = after(9) + lease + timedelta(microseconds=1)
    assert [t.id for t in await claim(store, ended, lease)] == ["turn-000001"]


async def test_a_claim_that_was_undone_is_none(store, lease):
    async def fail(unit):
        assert len(await unit.turns.claim_due(after(9), lease, 5)) == 1
        raise LookupError

    await opened(store, turn(1))
    with pytest.raises(LookupError):
        await store.work(fail)
    assert len(await claim(store, after(9), lease)) == 1


async def test_not_before_it_is_over(store, lease):
    await opened(store, turn(1))
    assert await claim(store, after(9) - timedelta(microseconds=1), lease) == []
    assert len(await claim(store, after(9), lease)) == 1


async def test_a_clock_that_was_set_back_does_not_hold_turns(store, lease):
    await opened(store, turn(1, started_at=after(hours=5), due_at=after(hours=5, seconds=8)))
    assert len(await claim(store, after(1), lease)) == 1


async def test_oldest_first_and_at_most_as_many_as_asked(store, lease):
    late, *soon = turn(1, due_at=after(3)), turn(3, due_at=after(1)), turn(2, due_at=after(1))
    await opened(store, *soon, replace(late, room="other", thread="other/wang"))
    assert [t.id for t in await claim(store, after(9), lease, 2)] == ["turn-000002", "turn-000003"]
    assert [t.id for t in await claim(store, after(9), lease, 2)] == ["turn-000001"]


async def test_many_workers_never_claim_the_same(store, lease):
    turns = [turn(n, room=f"group-{n}", thread=f"group-{n}/wang") for n in range(1, 41)]
    await opened(store, *turns)
    claims = await asyncio.gather(*(claim(store, after(99), lease, 3) for _ in range(16)))
    ids = [one.id for found in claims for one in found]
    assert sorted(ids) == [one.id for one in turns]


async def test_open_turns_may_grow(store):
    await opened(store, turn(1))

    async def read(unit):
        assert await unit.turns.open_for(["own/wang", "own/zhao"], after(8)) == [turn(1)]
        assert await unit.turns.open_for(["own/zhao"], after(8)) == []
        assert await unit.turns.open_for(["own/wang"], after(9)) == []

    await store.look(read)


async def test_a_claimed_turn_grows_no_more(store, lease):
    await opened(store, turn(1, urgent=True))
    await claim(store, after(9), lease)
    assert await store.look(lambda unit: unit.turns.open_for(["own/wang"], T0)) == []


async def test_a_turn_grows(store, lease):
    await opened(store, turn(1))
    grown = replace(turn(1), due_at=after(15), urgent=True)

    async def write(unit):
        await unit.messages.add([stored(2)])
        await unit.turns.save([], [grown], {"message-000002": "turn-000001"})
        await unit.turns.save([], [grown], {"message-000002": "turn-000001"})

    await store.work(write)
    assert await claim(store, after(14), lease) == []
    (found,) = await claim(store, after(15), lease)
    assert (found.urgent, [m.id for m in found.messages]) == (
        True,
        ["message-000001", "message-000002"],
    )


async def understood(store, lease, *turns, what=None):
    await opened(store, *turns)
    await claim(store, after(99), lease)
    await store.work(
        lambda unit: unit.turns.understood({t.id: what or understanding() for t in turns})
    )


async def next_understood(store, limit=10):
    return await store.look(lambda unit: unit.turns.next_understood(limit))


async def test_what_was_understood_is_handed_on(store, lease):
    what = understanding(
        whole=guess(request=0.1234, item=None, category=None, top3=()),
        messages=(guess(), guess(question=0.5)),
        problems=(("灯坏了", guess()), ("水也停了", guess(item="GY-01"))),
    )
    await understood(store, lease, turn(1), what=what)
    (found,) = await next_understood(store)
    assert found.understanding == what
    assert [m.id for m in found.messages] == ["message-000001"]
    assert await next_understood(store) == [found]
    assert await claim(store, after(999), lease) == []


async def test_understood_turns_keep_their_order(store, lease):
    turns = [turn(2, due_at=after(5)), turn(1, due_at=after(7)), turn(3, due_at=after(5))]
    await understood(store, lease, *turns)
    found = [t.id for t in await next_understood(store, 2)]
    assert found == ["turn-000002", "turn-000003"]


async def test_understanding_twice_changes_nothing(store, lease):
    await understood(store, lease, turn(1))
    await store.work(lambda unit: unit.turns.understood({"turn-000001": understanding()}))
    assert await store.look(lambda unit: unit.turns.waiting()) == {"understood": 1}


async def test_finished_turns_are_done_with(store, lease):
    await understood(store, lease, turn(1), turn(2))

    async def write(unit):
        for _ in range(2):
            await unit.turns.finish({"turn-000001": None, "turn-000002": "case-1"}, after(300))

    await store.work(write)
    assert await next_understood(store) == []

    async def read(unit):
        assert await unit.turns.waiting() == {"done": 2}
        assert await unit.turns.cases_of(["turn-000001", "turn-000002", "turn-000003"]) == {
            "turn-000001": None,
            "turn-000002": "case-1",
        }

    await store.look(read)


async def test_a_failed_turn_is_tried_again(store, lease):
    await understood(store, lease, turn(1), turn(2))
    await next_understood(store)
    await store.work(lambda unit: unit.turns.failed("turn-000001", reason="KeyError", park=False))
    found = await next_understood(store)
    assert [(t.id, t.attempts) for t in found] == [("turn-000001", 1), ("turn-000002", 0)]


async def test_a_parked_turn_waits_for_a_person(store, lease):
    await understood(store, lease, turn(1))
    await next_understood(store)
    await store.work(lambda unit: unit.turns.failed("turn-000001", reason="KeyError", park=True))
    assert await next_understood(store) == []

    async def write(unit):
        assert await unit.counters.parked() == 1
        assert await unit.turns.waiting() == {"parked": 1}
        assert await unit.messages.erase(after(days=9), 10) == 0

    await store.work(write)


async def test_nobody_looks_at_a_parked_turn_and_its_words_go(store, lease):
    """That it was there, and why it failed, is still seen."""
    await understood(store, lease, turn(1))
    await next_understood(store)

    async def write(unit):
        until = after(999)
        await unit.turns.failed("turn-000001", reason="KeyError", park=True, erase_at=until)
        assert await unit.messages.erase(after(998), 10) == 0
        assert await unit.counters.erased() == 0
        assert await unit.messages.erase(after(999), 10) == 1
        assert await unit.messages.erase(after(9999), 10) == 0
        assert await unit.messages.held() == 0
        assert await unit.turns.waiting() == {"erased": 1}
        assert (await unit.counters.parked(), await unit.counters.erased()) == (1, 1)
        assert await unit.turns.next_understood(9) == []

    await store.work(write)


async def test_a_parked_turn_that_is_tried_again_keeps_its_words(store, lease):
    await understood(store, lease, turn(1))

    async def write(unit):
        until = after(999)
        await unit.turns.failed("turn-000001", reason="x", park=True, erase_at=until)
        await unit.turns.understood({"turn-000001": understanding()})
        assert await unit.messages.erase(after(9999), 10) == 0
        assert await unit.messages.held() == 1

    await store.work(write)


async def test_when_the_next_turn_is_over(store, lease):
    await opened(store, turn(2, due_at=after(20)), turn(1, due_at=after(30)))
    assert await store.look(lambda unit: unit.turns.next_due()) == after(20)


async def test_only_open_turns_are_waited_for(store, lease):
    await understood(store, lease, turn(1))
    assert await store.look(lambda unit: unit.turns.next_due()) is None


@pytest.mark.parametrize("state", ["open", "understood", "done", "parked"])
async def test_how_many_are_where(store, lease, state):
    await opened(store, turn(1), turn(2, due_at=after(hours=9)))
    if state != "open":
        await claim(store, after(99), lease)

        async def write(unit):
            await unit.turns.understood({"turn-000001": understanding()})
            if state == "done":
                await unit.turns.finish({"turn-000001": None}, after(300))
            if state == "parked":
                await unit.turns.failed("turn-000001", reason="x", park=True)

        await store.work(write)

    async def read(unit):
        expected = {"open": 2} if state == "open" else {"open": 1, state: 1}
        assert await unit.turns.waiting() == expected

    await store.look(read)


async def test_a_turn_is_found_by_its_message_until_it_is_erased(store, lease):
    messages = await opened(store, turn(1), fragments=2)
    await claim(store, after(9), lease)

    async def write(unit):
        await unit.turns.understood({"turn-000001": understanding()})
        await unit.turns.finish({"turn-000001": None}, after(300))

    await store.work(write)

    async def write(unit):
        found = await unit.turns.with_message(messages[1].id)
        assert (found.messages, found.understanding) == (tuple(messages), understanding())
        await unit.messages.erase(after(300), 10)
        assert await unit.turns.with_message(messages[1].id) is None

    await store.work(write)
