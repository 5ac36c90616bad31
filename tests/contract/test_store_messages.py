"""Messages in the store: once each, in order, and no longer than they may be held."""

from datetime import timedelta

import pytest

from bot.domain.message import Address, ConversationKind
from bot.domain.turn import Said
from tests.builders import T0, after, stored, turn


async def heard(store, *messages):
    return await store.work(lambda unit: unit.messages.add(messages))


async def test_a_message_is_kept_as_it_is(store):
    full = stored(
        address=Address(
            channel="fake",
            kind=ConversationKind.PRIVATE,
            conversation="c-1",
            person="p-1",
            route="https://example.invalid/hook",
            route_until=after(5400.123456),
        ),
        room=None,
        text="一行\n\n两行 𨋢 🏠 \"'\\ \t",
        sent_at=after(microseconds=1),
        received_at=after(microseconds=999_999),
        addressed=True,
        quoted="x-0",
        images=3,
    )
    await heard(store, full)
    assert await store.look(lambda unit: unit.messages.unassembled(1)) == [full]


async def test_the_same_message_is_stored_once_however_often_it_comes(store):
    first = stored(1, text="第一次")
    again = stored(2, text="第二次", external_id="x-1")
    assert await heard(store, first) == 1
    assert await heard(store, again) == 0
    assert await heard(store, again, again, stored(3)) == 1
    assert await store.look(lambda unit: unit.messages.unassembled(10)) == [first, stored(3)]


async def test_twice_in_one_batch_is_once(store):
    assert await heard(store, stored(1), stored(2, external_id="x-1"), stored(3)) == 2


async def test_platforms_may_use_the_same_ids(store):
    assert await heard(store, stored(1), stored(2, external_id="x-1", channel="other")) == 2


async def test_a_message_is_known_after_its_text_is_gone(store):
    await heard(store, stored(1))

    async def write(unit):
        await unit.messages.drop(["message-000001"])
        assert await unit.messages.held() == 0

    await store.work(write)
    assert await heard(store, stored(2, external_id="x-1")) == 0


@pytest.mark.parametrize(("before", "new"), [(T0, 0), (after(1), 0), (after(2), 1)])
async def test_old_ids_are_forgotten(store, before, new):
    await heard(store, stored(1))

    async def write(unit):
        await unit.messages.drop(["message-000001"])
        assert await unit.messages.forget_ids(before) == new
        assert await unit.messages.forget_ids(before) == 0

    await store.work(write)
    assert await heard(store, stored(2, external_id="x-1")) == new


async def test_oldest_first_and_at_most_as_many_as_asked(store):
    late, early = stored(1, received_at=after(9)), stored(2, received_at=after(5))
    same = stored(3, received_at=after(5))
    await heard(store, late, same, early)

    async def read(unit):
        assert await unit.messages.unassembled(10) == [early, same, late]
        assert await unit.messages.unassembled(2) == [early, same]

    await store.look(read)


async def test_what_belongs_to_a_turn_is_assembled(store):
    await heard(store, stored(1), stored(2))

    async def write(unit):
        await unit.turns.save([turn(1)], [], {"message-000001": "turn-000001"})
        assert await unit.messages.unassembled(10) == [stored(2)]

    await store.work(write)


async def finished(store, number, erase_at, case=None):
    """A turn of one message that is done with."""
    await heard(store, stored(number))

    async def write(unit):
        await unit.turns.save([turn(number)], [], {f"message-{number:06d}": f"turn-{number:06d}"})
        await unit.turns.finish({f"turn-{number:06d}": case}, erase_at)

    await store.work(write)


async def test_text_goes_when_its_time_is_over(store):
    await finished(store, 1, after(300))
    await finished(store, 2, after(301))

    async def write(unit):
        assert await unit.messages.erase(after(299), 10) == 0
        assert await unit.messages.erase(after(300), 10) == 1
        assert await unit.messages.erase(after(300), 10) == 0
        assert await unit.messages.held() == 1
        assert await unit.turns.waiting() == {"done": 1}

    await store.work(write)


async def test_text_of_unfinished_turns_stays(store):
    await heard(store, stored(1), stored(2))

    async def write(unit):
        await unit.turns.save([turn(1)], [], {"message-000001": "turn-000001"})
        assert await unit.messages.erase(after(days=9), 10) == 0
        assert await unit.messages.held() == 2

    await store.work(write)


async def test_erasing_goes_in_batches(store):
    for number in range(1, 6):
        await finished(store, number, after(300))

    async def write(unit):
        assert await unit.messages.erase(after(300), 2) == 2
        assert await unit.messages.erase(after(300), 2) == 2
        assert await unit.messages.erase(after(300), 2) == 1
        assert await unit.messages.erase(after(300), 2) == 0

    await store.work(write)


async def test_all_fragments_of_a_turn_go_together(store):
    await heard(store, stored(1), stored(2))

    async def write(unit):
        both = {"message-000001": "turn-000001", "message-000002": "turn-000001"}
        await unit.turns.save([turn(1)], [], both)
        await unit.turns.finish({"turn-000001": None}, after(300))
        assert await unit.messages.erase(after(300), 10) == 2

    await store.work(write)


async def test_decided_messages_are_remembered_newest_first(store):
    rooms = ["own", "own", "lead", "own"]
    messages = [stored(n, room=room) for n, room in enumerate(rooms, start=1)]
    await heard(store, *messages)
    decided = {m.id: ("chat", None) for m in messages} | {"message-000002": ("report", "case-1")}

    async def write(unit):
        await unit.messages.decided(decided)
        await unit.messages.decided(decided)

    await store.work(write)
    said = await store.look(lambda unit: unit.messages.said_in(["own", "lead"], T0, 2))
    assert [(s.room, s.at, s.act, s.case) for s in said] == [
        ("own", after(4), "chat", None),
        ("lead", after(3), "chat", None),
        ("own", after(2), "report", "case-1"),
    ]
    assert said[2] == Said(
        message="message-000002",
        room="own",
        sender="wang",
        at=after(2),
        act="report",
        case="case-1",
        text="路灯坏了",
    )


async def test_only_what_was_decided_lately_is_remembered(store):
    await heard(store, stored(1), stored(2), stored(3))

    async def write(unit):
        await unit.messages.decided({"message-000001": ("chat", None)})
        await unit.messages.decided({"message-000003": ("chat", None)})
        said = await unit.messages.said_in(["own"], after(2), 8)
        assert [s.at for s in said] == [after(3)]
        assert await unit.messages.said_in(["lead"], T0, 8) == []

    await store.work(write)


async def test_instants_keep_their_microseconds(store):
    instants = [T0 + timedelta(days=days, microseconds=days) for days in (0, 1, 9_999, 2_000_000)]
    await heard(store, *(stored(n, received_at=at) for n, at in enumerate(instants, start=1)))

    async def read(unit):
        assert [m.received_at for m in await unit.messages.unassembled(9)] == instants

    await store.look(read)
