"""Words on their way out: queued once, in order within a conversation, never repeated blindly."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import chain

import pytest

from bot.domain.delivery import DeliveryState
from bot.domain.message import Address, ConversationKind
from tests.builders import T0, after, delivery, group, private
from tests.contract.paging import pages

TICK = timedelta(microseconds=1)


async def queued(store, *deliveries):
    await store.work(lambda unit: unit.deliveries.add(deliveries))


async def claim(store, now, lease, limit=10):
    return await store.work(lambda unit: unit.deliveries.claim_due(now, lease, limit))


async def numbers(store, now, lease, limit=10):
    return [int(d.id[-6:]) for d in await claim(store, now, lease, limit)]


async def do(store, what, *arguments, **named):
    async def write(unit):
        return await getattr(unit.deliveries, what)(*arguments, **named)

    return await store.work(write)


async def test_a_delivery_is_kept_as_it_is(store, lease):
    full = delivery(
        address=Address(
            channel="fake",
            kind=ConversationKind.PRIVATE,
            conversation="c",
            person="p",
            route="https://example.invalid/hook",
            route_until=after(60),
        ),
        text="一行\n两行 🏠",
        case="case-000001",
        room="own",
        person="wang",
        message="message-000001",
        mentions=("p1", "p2"),
        urgent=True,
    )
    await queued(store, full)
    assert await claim(store, T0, lease) == [replace(full, attempts=1)]


async def test_the_same_cause_and_ordinal_is_queued_once(store):
    again = delivery(2, cause="turn-000001", text="又一次")
    await queued(store, delivery(1), again)
    await queued(store, again, delivery(3, cause="turn-000001", ordinal=2))

    async def read(unit):
        assert await unit.deliveries.of_causes(["turn-000001"]) == [
            delivery(1),
            delivery(3, cause="turn-000001", ordinal=2),
        ]
        assert await unit.deliveries.waiting() == 2

    await store.look(read)


async def test_what_was_sent_is_not_queued_again(store, lease):
    await queued(store, delivery())
    await claim(store, T0, lease)
    await do(store, "sent", "delivery-000001", "r-1", after(1))
    await queued(store, delivery())
    assert await claim(store, after(999), lease) == []
    (sent,) = await store.look(lambda unit: unit.deliveries.all(9))
    expected = delivery(attempts=1, state=DeliveryState.SENT, receipt="r-1", sent_at=after(1))
    assert sent == expected


async def test_not_before_it_is_due(store, lease):
    await queued(store, delivery(due_at=after(10)))
    assert await claim(store, after(10) - TICK, lease) == []
    assert await numbers(store, after(10), lease) == [1]


async def test_one_at_a_time_in_each_conversation(store, lease):
    others = [
        delivery(3, address=group("own2")),
        delivery(4, address=private("p1")),
        delivery(5, address=private("p2")),
        delivery(6, address=group(channel="other")),
    ]
    await queued(store, delivery(1), delivery(2), *others)
    assert await numbers(store, T0, lease) == [1, 3, 4, 5, 6]
    assert await numbers(store, T0, lease) == []
    await do(store, "sent", "delivery-000001", None, T0)
    assert await numbers(store, T0, lease) == [2]


async def test_at_most_as_many_as_asked(store, lease):
    await queued(store, *(delivery(n, address=group(f"own{n}")) for n in range(1, 6)))
    assert len(await numbers(store, T0, lease, 2)) == 2
    assert len(await numbers(store, T0, lease, 9)) == 3


async def test_urgent_conversations_are_not_left_out(store, lease):
    calm = [delivery(n, address=group(f"own{n}")) for n in range(1, 6)]
    alarm = delivery(9, address=private("p"), due_at=after(1), urgent=True)
    await queued(store, *calm, alarm)
    assert await numbers(store, after(1), lease, 3) == [9, 1, 2]


async def test_oldest_first(store, lease):
    await queued(store, delivery(1, due_at=after(3)), delivery(2, due_at=after(1)), delivery(3))
    order = []
    for _ in range(3):
        (number,) = await numbers(store, after(9), lease)
        await do(store, "sent", f"delivery-{number:06d}", None, T0)
        order.append(number)
    assert order == [3, 2, 1]


async def test_what_is_tried_again_keeps_its_place(store, lease):
    await queued(store, delivery(1), delivery(2, due_at=after(1)))
    await numbers(store, T0, lease)
    await do(store, "retry", "delivery-000001", at=after(30), reason="busy")
    assert await numbers(store, after(29), lease) == []
    assert await numbers(store, after(30), lease) == [1]
    await do(store, "sent", "delivery-000001", None, after(30))
    assert await numbers(store, after(30), lease) == [2]


async def test_what_fails_for_long_holds_nobody_up(store, lease):
    await queued(store, delivery(1), delivery(2, due_at=after(1)))
    for second in range(6):
        assert await numbers(store, after(second), lease) == [1]
        await do(store, "retry", "delivery-000001", at=after(second + 1), reason="busy")
    await do(store, "retry", "delivery-000001", at=after(60), reason="busy")
    assert await numbers(store, after(30), lease) == [2]


async def test_urgent_words_go_first(store, lease):
    await queued(store, delivery(1), delivery(2, due_at=after(5), urgent=True))
    assert await numbers(store, after(5), lease) == [2]


async def test_urgent_words_do_not_wait_for_others_that_failed(store, lease):
    await queued(store, delivery(1))
    await numbers(store, T0, lease)
    await do(store, "retry", "delivery-000001", at=after(600), reason="busy")
    await queued(store, delivery(2), delivery(3, urgent=True))
    assert await numbers(store, after(1), lease) == [3]


async def test_urgent_words_do_not_wait_for_a_clock_that_was_set_back(store, lease):
    await queued(
        store, delivery(1, due_at=after(3600), urgent=True), delivery(2, due_at=after(3600))
    )
    assert await numbers(store, T0, lease) == [1]
    await do(store, "retry", "delivery-000001", at=after(5), reason="busy")
    assert await numbers(store, after(4), lease) == []
    assert await numbers(store, after(5), lease) == [1]


async def test_an_ended_lease_shows(store, lease):
    await queued(store, delivery())
    (first,) = await claim(store, T0, lease)
    assert (first.claimed_before, first.attempts) == (False, 1)
    assert await claim(store, T0 + lease, lease) == []
    (second,) = await claim(store, T0 + lease + TICK, lease)
    assert (second.claimed_before, second.attempts) == (True, 2)


async def test_a_retry_is_no_ended_lease(store, lease):
    await queued(store, delivery())
    await claim(store, T0, lease)
    await do(store, "retry", "delivery-000001", at=after(5), reason="busy")
    (second,) = await claim(store, after(5), lease)
    assert (second.claimed_before, second.reason) == (False, "busy")


async def test_a_retry_of_what_may_have_arrived_shows(store, lease):
    await queued(store, delivery())
    await claim(store, T0, lease)
    await do(store, "retry", "delivery-000001", at=after(5), reason="no answer", uncertain=True)
    assert await claim(store, after(4), lease) == []
    (second,) = await claim(store, after(5), lease)
    assert second.claimed_before
    await do(store, "retry", "delivery-000001", at=after(9), reason="busy")
    (third,) = await claim(store, after(9), lease)
    assert not third.claimed_before


@pytest.mark.parametrize(
    ("state", "dead"),
    [(DeliveryState.DEAD, 1), (DeliveryState.UNKNOWN, 1), (DeliveryState.DROPPED, 0)],
)
async def test_what_is_buried_stays_visible(store, lease, state, dead):
    await queued(store, delivery())
    await claim(store, T0, lease)
    for _ in range(2):
        await do(store, "bury", "delivery-000001", state, "robot was removed")
    assert await claim(store, after(days=2), lease) == []

    async def read(unit):
        assert await unit.deliveries.dead_letters() == dead
        assert await unit.deliveries.waiting() == 0
        (buried,) = await unit.deliveries.all(9)
        assert (buried.state, buried.reason) == (state, "robot was removed")

    await store.look(read)


async def test_what_waits_and_what_was_lost_is_read_in_pages(store):
    await queued(store, *(delivery(n, due_at=after(n // 2)) for n in range(1, 6)))
    assert await pages(store, "queued", "deliveries") == [["1", "2"], ["3", "4"], ["5"]]
    assert await pages(store, "lost", "deliveries") == [[]]
    for n in (1, 2, 3, 5):
        await do(store, "bury", f"delivery-00000{n}", DeliveryState.DEAD, "gone")
    assert await pages(store, "queued", "deliveries") == [["4"]]
    assert await pages(store, "lost", "deliveries") == [["5", "3"], ["2", "1"], []]


async def test_what_is_queued_about_a_case_can_be_dropped(store, lease):
    about = {"case": "case-000001"}
    await queued(
        store,
        delivery(1, **about),
        delivery(2, **about),
        delivery(3, **about, address=private("p")),
        delivery(4),
    )
    await claim(store, T0, lease, 1)
    assert await do(store, "drop_queued", "case-000001") == 2
    assert await do(store, "drop_queued", "case-000001") == 0

    async def read(unit):
        return {d.id[-1]: d.state.value for d in await unit.deliveries.all(9)}

    states = await store.look(read)
    assert states == {"1": "queued", "2": "dropped", "3": "dropped", "4": "queued"}


async def test_when_the_next_is_due(store, lease):
    await queued(store, delivery(1, due_at=after(20)), delivery(2, due_at=after(10)))
    assert await store.look(lambda unit: unit.deliveries.next_due()) == after(10)
    await do(store, "bury", "delivery-000002", DeliveryState.DEAD, "")
    assert await store.look(lambda unit: unit.deliveries.next_due()) == after(20)


async def test_what_several_causes_wanted_said(store):
    await queued(
        store,
        delivery(1, cause="turn-000002", ordinal=2),
        delivery(2, cause="turn-000002", ordinal=1),
        delivery(3, cause="turn-000001", due_at=after(1)),
        delivery(4, cause="turn-000003"),
    )
    found = await store.look(lambda unit: unit.deliveries.of_causes(["turn-000001", "turn-000002"]))
    assert [d.id[-1] for d in found] == ["2", "1", "3"]


async def test_many_workers_never_claim_the_same(store, lease):
    await queued(store, *(delivery(n, address=group(f"own{n}")) for n in range(1, 31)))
    claims = await asyncio.gather(*(numbers(store, T0, lease, 4) for _ in range(10)))
    assert sorted(chain.from_iterable(claims)) == list(range(1, 31))


async def test_under_which_names_something_was_to_be_said_about_a_case(store):
    async def write(unit):
        await unit.deliveries.add(
            [
                delivery(1, cause="b", case="case-000001"),
                delivery(2, cause="b", case="case-000001", ordinal=2),
                delivery(3, cause="a", case="case-000001"),
                delivery(4, cause="c", case="case-000002"),
            ]
        )
        await unit.deliveries.bury("delivery-000003", DeliveryState.DROPPED, "")
        assert await unit.deliveries.causes_of("case-000001") == ["a", "b"]
        assert await unit.deliveries.causes_of("case-000003") == []

    await store.work(write)


async def test_words_of_other_platforms_are_left_to_others(store, lease):
    await store.work(lambda unit: unit.deliveries.add([delivery(1), delivery(2, urgent=True)]))
    channel = delivery(1).address.channel

    async def claim(only):
        found = await store.work(lambda unit: unit.deliveries.claim_due(after(99), lease, 9, only))
        return [one.id for one in found]

    assert await claim(frozenset({"another"})) == []
    assert await claim(frozenset({channel})) != []
