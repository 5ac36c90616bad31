"""Station 7: words go out once; what cannot be delivered stays visible."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.delivery import DeliveryState
from bot.domain.errors import (
    AddressExpired,
    ChannelError,
    ChannelRefused,
    ChannelUnavailable,
    OutcomeUnknown,
    StorageFull,
)
from tests.builders import T0, after, delivery, group, private
from tests.fakes.channel import DECLARATION, FakeChannel

S = DeliveryState
BLIND = replace(DECLARATION, can_look_up=False)


@pytest.fixture
def outbox(rig):
    return rig.journey.outbox


async def queued(rig, *deliveries):
    await rig.store.work(lambda unit: unit.deliveries.add(deliveries))


async def states(rig):
    return [(one.text, one.state, one.reason) for one in await rig.deliveries()]


async def only(rig):
    (one,) = await rig.deliveries()
    return one


async def test_words_go_out_once(rig, outbox):
    await queued(rig, delivery(mentions=("a-chen",), urgent=True))
    assert [await outbox.run_once() for _ in range(3)] == [1, 0, 0]
    (sent,) = rig.channel.sent
    assert (sent.text, sent.address, sent.mentions, sent.urgent, sent.delivery_id) == (
        "已登记 #1",
        group(),
        ("a-chen",),
        True,
        "delivery-000001",
    )
    one = await only(rig)
    assert (one.state, one.receipt, one.sent_at) == (S.SENT, "r-1", T0)
    assert rig.signals.notified["delivered"] == 1


async def test_not_before_they_are_due(rig, outbox):
    await queued(rig, delivery(due_at=after(30)))
    assert await outbox.run_once() == 0
    rig.clock.jump(after(30))
    assert await outbox.run_once() == 1


async def test_words_keep_their_order_in_a_conversation(rig, outbox):
    await queued(rig, *(delivery(n, text=str(n)) for n in range(1, 6)))
    while await outbox.run_once():
        pass
    assert rig.channel.texts == ["1", "2", "3", "4", "5"]


async def test_words_keep_their_order_while_the_platform_is_away(rig):
    rig.with_settings(together_after=timedelta(days=1))
    outbox = rig.journey.outbox
    rig.channel.troubles = [ChannelUnavailable("busy")] * 4
    await queued(rig, delivery(1, text="已派单"), delivery(2, text="修好了"))
    for _ in range(30):
        await outbox.run_once()
        rig.clock.advance(5)
    assert rig.channel.texts == ["已派单", "修好了"]


async def test_urgent_words_go_first(rig, outbox):
    await queued(rig, delivery(1, text="一"), delivery(2, text="快离开", urgent=True))
    await outbox.run_once()
    assert rig.channel.texts == ["快离开"]


async def test_waits_grow_between_attempts(rig, outbox):
    rig.channel.troubles = [ChannelUnavailable("busy")] * 12
    await queued(rig, delivery())
    waits = []
    for _ in range(12):
        await outbox.run_once()
        one = await only(rig)
        waits.append((one.due_at - rig.clock.now()).total_seconds())
        rig.clock.jump(one.due_at)
    expected = [min(5 * 2**n, 600) for n in range(12)]
    assert all(0.75 * e <= w <= 1.25 * e for w, e in zip(waits, expected, strict=True))
    assert len(set(waits)) == 12, "two bots must not knock at the same time"
    await outbox.run_once()
    assert (await only(rig)).state is S.SENT


async def test_a_platform_may_say_how_long_to_wait(rig, outbox):
    rig.channel.troubles = [ChannelUnavailable("blocked", retry_after=timedelta(minutes=10))]
    await queued(rig, delivery())
    await outbox.run_once()
    one = await only(rig)
    assert (one.state, one.due_at, one.reason) == (S.QUEUED, after(600), "blocked")


async def test_an_odd_error_is_tried_again(rig, outbox):
    rig.channel.troubles = [ChannelError("odd")]
    await queued(rig, delivery())
    await outbox.run_once()
    assert (await only(rig)).state is S.QUEUED
    rig.clock.advance(10)
    await outbox.run_once()
    assert (await only(rig)).state is S.SENT


@pytest.mark.parametrize("trouble", [ChannelRefused("robot was removed"), AddressExpired("over")])
async def test_a_refusal_is_a_dead_letter(rig, outbox, trouble):
    rig.channel.troubles = [trouble]
    await queued(rig, delivery())
    await outbox.run_once()
    rig.clock.advance(9999)
    assert await outbox.run_once() == 0
    assert await states(rig) == [("已登记 #1", S.DEAD, str(trouble))]
    assert await rig.store.look(lambda unit: unit.deliveries.dead_letters()) == 1


async def test_dead_after_a_day(rig, outbox):
    rig.channel.troubles = [ChannelUnavailable("no line")] * 1000
    await queued(rig, delivery())
    for _ in range(200):
        await outbox.run_once()
        rig.clock.advance(600)
    assert await states(rig) == [("已登记 #1", S.DEAD, "no line")]
    assert len(rig.channel.troubles) > 800, "and nobody is asked ever faster"


async def test_words_of_yesterday_are_not_said_today(rig, outbox):
    await queued(rig, delivery())
    rig.clock.jump(after(days=1))
    await outbox.run_once()
    assert await states(rig) == [("已登记 #1", S.DEAD, "too late")]
    assert rig.channel.sent == []


async def test_a_channel_that_is_switched_off(rig, outbox):
    await queued(rig, delivery(address=group(channel="gone")), delivery(2))
    await outbox.run_once()
    assert [state for _, state, _ in await states(rig)] == [S.DEAD, S.SENT]


class Blind:
    """A platform where words cannot be looked up."""

    @pytest.fixture
    def channel(self):
        return FakeChannel(BLIND)


class TestNoAnswerWhereWordsCanBeLookedUp:
    async def test_they_were_taken(self, rig, outbox):
        rig.channel.swallow = [OutcomeUnknown("no answer")]
        await queued(rig, delivery())
        await outbox.run_once()
        assert (await only(rig)).state is S.QUEUED
        rig.clock.advance(10)
        await outbox.run_once()
        one = await only(rig)
        assert (one.state, one.receipt) == (S.SENT, "r-1")
        assert rig.channel.texts == ["已登记 #1"]

    async def test_they_were_not_taken(self, rig, outbox):
        rig.channel.troubles = [OutcomeUnknown("no answer")]
        await queued(rig, delivery())
        await outbox.run_once()
        rig.clock.advance(10)
        await outbox.run_once()
        assert (await only(rig)).state is S.SENT
        assert (rig.channel.looked_up, len(rig.channel.sent)) == (["delivery-000001"], 1)

    async def test_they_arrive_a_moment_later(self, rig, outbox):
        """Never resend blindly: nothing is looked up at once and given up for lost."""
        late = delivery()

        async def take_later(message):
            rig.channel.late = message
            raise OutcomeUnknown("no answer")

        rig.channel.troubles = [take_later]
        await queued(rig, late)
        await outbox.run_once()
        await rig.channel.send(rig.channel.late)
        rig.clock.advance(10)
        await outbox.run_once()
        assert ((await only(rig)).state, rig.channel.texts) == (S.SENT, ["已登记 #1"])

    async def test_looking_up_fails_for_a_while(self, rig, outbox):
        rig.channel.swallow = [OutcomeUnknown("no answer")]
        rig.channel.blind = [ChannelUnavailable("no line"), ChannelError("odd")]
        await queued(rig, delivery())
        for _ in range(4):
            await outbox.run_once()
            rig.clock.advance(60)
        assert ((await only(rig)).state, rig.channel.texts) == (S.SENT, ["已登记 #1"])

    async def test_looking_up_fails_for_a_day(self, rig, outbox):
        rig.channel.swallow = [OutcomeUnknown("no answer")]
        rig.channel.blind = [ChannelUnavailable("no line")] * 1000
        await queued(rig, delivery())
        for _ in range(200):
            await outbox.run_once()
            rig.clock.advance(600)
        assert await states(rig) == [("已登记 #1", S.UNKNOWN, "no line")]

    async def test_after_a_crash_they_are_looked_up(self, rig, outbox):
        await crashed_after_sending(rig)
        await outbox.run_once()
        assert ((await only(rig)).state, rig.channel.texts) == (S.SENT, ["已登记 #1"])


class TestNoAnswerWhereNothingCanBeLookedUp(Blind):
    async def test_they_stay_visible_and_are_not_repeated(self, rig, outbox):
        rig.channel.swallow = [OutcomeUnknown("no answer")]
        await queued(rig, delivery())
        for _ in range(3):
            await outbox.run_once()
            rig.clock.advance(60)
        assert await states(rig) == [("已登记 #1", S.UNKNOWN, "no answer")]
        assert await rig.store.look(lambda unit: unit.deliveries.dead_letters()) == 1
        assert len(rig.channel.sent) == 1

    async def test_emergencies_are_said_again(self, rig, outbox):
        rig.channel.swallow = [OutcomeUnknown("no answer")]
        await queued(rig, delivery(text="快离开", urgent=True))
        await outbox.run_once()
        rig.clock.advance(10)
        await outbox.run_once()
        assert ((await only(rig)).state, rig.channel.texts) == (S.SENT, ["快离开"] * 2)
        assert rig.channel.looked_up == []

    @pytest.mark.parametrize(
        ("urgent", "state", "times"), [(False, S.UNKNOWN, 1), (True, S.SENT, 2)]
    )
    async def test_after_a_crash(self, rig, outbox, urgent, state, times):
        await crashed_after_sending(rig, urgent=urgent)
        await outbox.run_once()
        assert ((await only(rig)).state, len(rig.channel.sent)) == (state, times)

    async def test_only_what_was_on_its_way_is_uncertain_after_a_crash(self, rig, outbox):
        rig.with_settings(sends_at_once=2)
        await queued(rig, *(delivery(n, address=group(f"own{n}")) for n in range(1, 6)))
        lease = rig.office.settings.lease
        await rig.store.work(lambda unit: unit.deliveries.claim_due(T0, lease, 2))
        await rig.store.recover()
        while await rig.journey.outbox.run_once():
            pass
        counted = [state for _, state, _ in await states(rig)]
        assert (counted.count(S.UNKNOWN), counted.count(S.SENT)) == (2, 3)


async def crashed_after_sending(rig, **fields):
    """The platform has the words, the store does not know."""
    await queued(rig, delivery(**fields))
    lease = rig.office.settings.lease
    await rig.store.work(lambda unit: unit.deliveries.claim_due(T0, lease, 1))
    await rig.channel.send(outbound(await only(rig)))
    await rig.store.recover()


def outbound(one):
    from bot.domain.message import OutboundMessage

    return OutboundMessage(delivery_id=one.id, address=one.address, text=one.text)


class TestPacing:
    @pytest.fixture
    def channel(self):
        return FakeChannel(replace(DECLARATION, messages_per_minute=2))

    async def test_no_more_than_the_platform_bears(self, rig):
        rig.with_settings(together_after=timedelta(days=1))
        outbox = rig.journey.outbox
        await queued(rig, *(delivery(n, text=str(n)) for n in range(1, 6)))
        minutes = []
        for _ in range(4):
            while await outbox.run_once():
                pass
            minutes.append(list(rig.channel.texts))
            rig.clock.advance(60)
        assert minutes == [["1", "2"], ["1", "2", "3", "4"], list("12345"), list("12345")]

    async def test_each_conversation_has_its_own_pace(self, rig, outbox):
        others = [group("own2"), private("p1"), private("p2")]
        await queued(
            rig,
            *(delivery(n) for n in (1, 2, 3)),
            *(delivery(n, address=address) for n, address in enumerate(others, start=4)),
        )
        while await outbox.run_once():
            pass
        assert len(rig.channel.sent) == 5

    async def test_emergencies_do_not_wait(self, rig, outbox):
        await queued(
            rig, *(delivery(n) for n in (1, 2, 3)), delivery(4, text="快离开", urgent=True)
        )
        while await outbox.run_once():
            pass
        assert rig.channel.texts[0] == "快离开"
        await queued(rig, delivery(5, text="再说一次", urgent=True))
        await outbox.run_once()
        assert rig.channel.texts[-1] == "再说一次"

    async def test_a_clock_that_is_set_back_holds_nothing_up(self, rig, outbox):
        rig.clock.jump(after(days=1))
        late = {"due_at": after(days=1), "until": after(days=9)}
        await queued(rig, *(delivery(n, **late) for n in (1, 2)))
        while await outbox.run_once():
            pass
        rig.clock.jump(after(1))
        await queued(rig, delivery(3, text="第三句"))
        await outbox.run_once()
        assert rig.channel.texts[-1] == "第三句"


async def test_conversations_do_not_wait_for_each_other(rig, outbox):
    gate = asyncio.Event()

    async def slow(message):
        await gate.wait()

    rig.channel.troubles = [slow]
    await queued(rig, delivery(1, text="慢"), delivery(2, text="快", address=group("own2")))
    running = asyncio.ensure_future(outbox.run_once())
    await rig.channel.took.wait()
    assert rig.channel.texts == ["快"]
    gate.set()
    assert await running == 2
    assert rig.channel.texts == ["快", "慢"]


@pytest.mark.parametrize(
    ("urgent", "state"), [(False, S.UNKNOWN), (True, S.QUEUED)], ids=["calm", "urgent"]
)
async def test_a_fault_of_an_adapter_harms_no_other_words(rig, outbox, urgent, state):
    rig.channel.troubles = [ZeroDivisionError()]
    await queued(rig, delivery(1, urgent=urgent), delivery(2, address=group("own2")))
    assert await outbox.run_once() == 2
    first, second = sorted(await rig.deliveries(), key=lambda one: one.id)
    assert (first.state, first.reason) == (state, "ZeroDivisionError")
    assert second.state is S.SENT


async def test_trouble_of_the_store_leaves_what_was_sent_uncertain(rig, outbox, monkeypatch):
    await queued(rig, delivery(1), delivery(2, address=group("own2")))
    working = rig.store.work
    recorded = []

    async def work(unit_of_work):
        recorded.append(unit_of_work)
        if len(recorded) == 2:
            raise StorageFull("no room")
        return await working(unit_of_work)

    monkeypatch.setattr(rig.store, "work", work)
    with pytest.raises(StorageFull):
        await outbox.run_once()
    assert len(rig.channel.sent) == 2
    assert sorted(one.state for one in await rig.deliveries()) == [S.QUEUED, S.SENT]
    rig.clock.advance(61)
    await outbox.run_once()
    assert [one.state for one in await rig.deliveries()] == [S.SENT, S.SENT]
    assert len(rig.channel.sent) == 2


async def test_rendered_words_stay_what_they_were(rig, outbox):
    """A retry after a new version of the catalogue says the same."""
    rig.channel.troubles = [ChannelUnavailable("busy")]
    await queued(rig, delivery(text="旧的说法"))
    await outbox.run_once()
    rig.clock.advance(10)
    await outbox.run_once()
    assert rig.channel.texts == ["旧的说法"]
