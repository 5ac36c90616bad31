"""Deliveries that travel in one message: leased, looked up and let go together."""

from dataclasses import replace

from bot.domain.delivery import DeliveryState
from tests.builders import T0, after, case, delivery, group, private


async def queued(store, *deliveries):
    await store.work(lambda unit: unit.deliveries.add(deliveries))


OWN = {"behind", "join", "joined", "part", "sent_since"}


async def do(store, what, *arguments, **named):
    def rows(unit):
        return unit.parcels if what in OWN else unit.deliveries

    return await store.work(lambda unit: getattr(rows(unit), what)(*arguments, **named))


async def found(store):
    everything = await store.work(lambda unit: unit.deliveries.all(99))
    return {int(one.id[-2:]): one for one in everything}


async def parcel(store, lease):
    """The first three of four lines on their way in one message."""
    await queued(store, *(delivery(n) for n in range(1, 5)))
    (head,) = await do(store, "claim_due", T0, lease, 9)
    await do(store, "join", head.id, ["delivery-000002", "delivery-000003"], T0 + lease)
    return head


async def test_what_waits_behind_in_order(store, lease):
    others = [delivery(8, address=group("own2")), delivery(9, address=private("p"))]
    waiting = [delivery(n, due_at=after(9 - n)) for n in range(2, 6)]
    alarm = delivery(6, urgent=True)
    await queued(store, delivery(1), *waiting, alarm, *others)
    head = delivery(1)
    behind = await do(store, "behind", head, after(6), 3)
    assert [int(one.id[-2:]) for one in behind] == [1, 5, 4]
    assert await do(store, "behind", head, after(-1), 3) == []


async def test_one_that_was_tried_is_not_behind(store, lease):
    await queued(store, delivery(1), delivery(2))
    (head,) = await do(store, "claim_due", T0, lease, 9)
    assert [one.id for one in await do(store, "behind", head, T0, 9)] == ["delivery-000002"]


async def test_the_conversation_waits_for_all_of_it(store, lease):
    await parcel(store, lease)
    assert await do(store, "claim_due", after(1), lease, 9) == []
    for n in (1, 2, 3):
        await do(store, "sent", f"delivery-{n:06d}", "r-1", after(1))
    assert [one.id for one in await do(store, "claim_due", after(1), lease, 9)] == [
        "delivery-000004"
    ]


async def test_after_an_ended_lease_the_head_brings_the_others(store, lease):
    head = await parcel(store, lease)
    later = after(1) + lease
    (again,) = await do(store, "claim_due", later, lease, 9)
    assert (again.id, again.claimed_before) == (head.id, True)
    joined = await do(store, "joined", again.id, later + lease)
    assert [(one.id[-1], one.claimed_before, one.attempts) for one in joined] == [
        ("2", True, 2),
        ("3", True, 2),
    ]
    assert await do(store, "claim_due", later, lease, 9) == []


async def test_what_nobody_knows_comes_again_together(store, lease):
    await parcel(store, lease)
    for n in (1, 2, 3):
        await do(
            store, "retry", f"delivery-{n:06d}", at=after(30), reason="no answer", uncertain=True
        )
    assert await do(store, "claim_due", after(29), lease, 9) == []
    (again,) = await do(store, "claim_due", after(30), lease, 9)
    assert again.claimed_before
    assert len(await do(store, "joined", again.id, after(90))) == 2


async def test_what_was_not_taken_stands_for_itself(store, lease):
    head = await parcel(store, lease)
    await do(store, "retry", head.id, at=after(30), reason="busy")
    await do(store, "part", head.id)
    before = [delivery(2), delivery(3)]
    now = await found(store)
    assert [now[2], now[3]] == before
    assert await do(store, "claim_due", after(29), lease, 9) == [], "they wait for the head"
    (again,) = await do(store, "claim_due", after(30), lease, 9)
    assert (again.id, again.claimed_before) == (head.id, False)
    assert await do(store, "joined", again.id, after(90)) == []


async def test_a_pause_is_no_attempt_and_holds_the_order(store, lease):
    await queued(store, delivery(1), delivery(2))
    for second in range(0, 80, 10):
        (head,) = await do(store, "claim_due", after(second), lease, 9)
        assert (head.id, head.claimed_before) == ("delivery-000001", False)
        assert head.attempts <= 2
        await do(store, "pause", head, after(second + 10))
        assert await do(store, "claim_due", after(second + 9), lease, 9) == []


async def test_what_was_sent_a_moment_ago(store, lease):
    await queued(
        store,
        *(delivery(n, address=group(f"own{n}")) for n in (1, 2, 3)),
        delivery(4, address=group("own4"), due_at=after(-9999)),
    )
    await do(store, "claim_due", T0, lease, 9)
    for n, at in ((1, 10), (2, 20), (4, 30)):
        await do(store, "sent", f"delivery-{n:06d}", None, after(at))
    assert await do(store, "sent_since", after(15), after(-60)) == [(group("own2"), after(20))]


async def test_one_message_counts_once(store, lease):
    await parcel(store, lease)
    for n in (1, 2, 3):
        await do(store, "sent", f"delivery-{n:06d}", "r", after(5))
    assert await do(store, "sent_since", T0, after(-60)) == [(group(), after(5))]
    assert {one.state for n, one in (await found(store)).items() if n < 4} == {DeliveryState.SENT}


async def test_a_message_about_several_cases_belongs_to_none(store, lease):
    first, second = case(1), case(2)

    async def work(unit):
        for one in (first, second):
            await unit.cases.add(one)
        lines = [
            replace(delivery(n), case=one.key) for n, one in ((1, first), (2, first), (3, second))
        ]
        await unit.deliveries.add(lines)
        for n, receipt in ((1, "alike"), (2, "alike"), (3, "mixed")):
            await unit.deliveries.sent(f"delivery-{n:06d}", receipt, T0)
        await unit.deliveries.add([replace(delivery(4), case=first.key)])
        await unit.deliveries.sent("delivery-000004", "mixed", T0)
        return await unit.cases.of_external("fake", ["alike", "mixed"])

    assert await store.work(work) == {"alike": first.key}
