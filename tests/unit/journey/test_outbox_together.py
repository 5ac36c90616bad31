"""Words that had to wait go out in one message, once, whatever happens meanwhile."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain.delivery import DeliveryState
from bot.domain.errors import ChannelRefused, ChannelUnavailable, OutcomeUnknown
from tests.builders import T0, after, delivery, group
from tests.fakes.channel import DECLARATION, FakeChannel

S = DeliveryState


@pytest.fixture
def outbox(rig):
    return rig.journey.outbox


async def queued(rig, *deliveries):
    await rig.store.work(lambda unit: unit.deliveries.add(deliveries))


async def lines(rig, *texts, **fields):
    await queued(rig, *(delivery(n, text=text, **fields) for n, text in enumerate(texts, start=1)))


async def run(rig, outbox, seconds=60):
    """Until nothing is queued any more."""
    while await rig.store.look(lambda unit: unit.deliveries.waiting()):
        await outbox.run_once()
        rig.clock.advance(seconds)


async def states(rig):
    found = sorted(await rig.deliveries(), key=lambda one: one.id)
    return [one.state for one in found]


async def test_what_comes_at_once_is_said_line_by_line(rig, outbox):
    """So that each can be quoted."""
    await lines(rig, "一", "二", "三")
    while await outbox.run_once():
        pass
    assert rig.channel.texts == ["一", "二", "三"]


async def test_what_waited_becomes_one_message(rig, outbox):
    await lines(rig, "一", "二", "三")
    rig.clock.jump(after(10))
    while await outbox.run_once():
        pass
    assert rig.channel.texts == ["一\n二\n三"]
    found = sorted(await rig.deliveries(), key=lambda one: one.id)
    assert [(one.state, one.receipt, one.sent_with) for one in found] == [
        (S.SENT, "r-1", None),
        (S.SENT, "r-1", "delivery-000001"),
        (S.SENT, "r-1", "delivery-000001"),
    ]


async def test_how_long_is_configured(rig):
    rig.with_settings(together_after=after(60) - T0)
    await lines(rig, "一", "二")
    rig.clock.jump(after(59))
    while await rig.journey.outbox.run_once():
        pass
    assert rig.channel.texts == ["一", "二"]


async def test_emergencies_neither_wait_nor_travel_with_others(rig, outbox):
    await lines(rig, "一", "二")
    await queued(
        rig, delivery(8, text="快离开", urgent=True), delivery(9, text="打119", urgent=True)
    )
    rig.clock.jump(after(30))
    while await outbox.run_once():
        pass
    assert rig.channel.texts == ["快离开", "打119", "一\n二"]


class TestAPlatformThatBearsLittle:
    @pytest.fixture
    def channel(self):
        return FakeChannel(replace(DECLARATION, messages_per_minute=2, text_limit=20))

    async def test_forty_lines_in_the_morning(self, rig, outbox):
        await lines(rig, *(f"{n:02}" for n in range(1, 41)))
        await run(rig, outbox, 10)
        assert "\n".join(rig.channel.texts).split("\n") == [f"{n:02}" for n in range(1, 41)]
        assert all(len(text) <= 20 for text in rig.channel.texts)
        assert len(rig.channel.texts) <= 2 + 38 / 7 + 1

    async def test_a_restart_does_not_begin_anew(self, rig, outbox):
        await lines(rig, "一", "二", "三")
        while await outbox.run_once():
            pass
        rig.with_settings()  # a new journey over the same store
        rig.clock.advance(5)
        await queued(rig, delivery(4, text="四"))
        await rig.journey.outbox.run_once()
        assert rig.channel.texts == ["一", "二"]


class TestAnAccountThatBearsLittle:
    @pytest.fixture
    def channel(self):
        return FakeChannel(replace(DECLARATION, account_per_minute=4))

    async def test_groups_take_turns(self, rig):
        rig.with_settings(together_after=after(3600) - T0)
        outbox = rig.journey.outbox
        loud = [delivery(n, text=f"吵{n}") for n in range(1, 9)]
        calm = [
            delivery(10 + n, text=f"静{n}", address=group(f"calm{n}"), due_at=after(1))
            for n in range(1, 4)
        ]
        await queued(rig, *loud, *calm)
        rig.clock.jump(after(1))
        minutes = []
        for _ in range(3):
            while await outbox.run_once():
                pass
            minutes.append(sorted(rig.channel.texts))
            rig.clock.advance(60)
        assert len(minutes[0]) == 4
        assert {"静1", "静2", "静3"} <= set(minutes[1]), "nobody waits for the loud group to end"
        assert len(minutes[2]) == 11 + (0 if len(minutes[1]) == 8 else 1)


async def test_nothing_was_taken_each_stands_for_itself_again(rig, outbox):
    rig.channel.troubles = [ChannelUnavailable("busy")]
    await lines(rig, "一", "二")
    rig.clock.jump(after(10))
    await outbox.run_once()
    await rig.store.work(lambda unit: unit.deliveries.bury("delivery-000001", S.DROPPED, ""))
    await run(rig, outbox)
    assert rig.channel.texts == ["二"]


async def test_no_answer_and_it_was_taken(rig, outbox):
    """It is looked up under the name it was sent under, with all that was in it."""
    rig.channel.swallow = [OutcomeUnknown("no answer")]
    await lines(rig, "一", "二")
    rig.clock.jump(after(10))
    await outbox.run_once()
    await queued(rig, delivery(3, text="三"))
    await run(rig, outbox)
    assert rig.channel.texts == ["一\n二", "三"]
    assert await states(rig) == [S.SENT] * 3


async def test_no_answer_and_it_was_not_taken(rig, outbox):
    rig.channel.troubles = [OutcomeUnknown("no answer")]
    await lines(rig, "一", "二")
    rig.clock.jump(after(10))
    await outbox.run_once()
    await run(rig, outbox)
    assert rig.channel.texts == ["一\n二"]
    assert rig.channel.looked_up == ["delivery-000001"]


async def test_after_a_crash_the_same_message_is_looked_up(rig, outbox):
    rig.channel.swallow = [asyncio.CancelledError()]
    await lines(rig, "一", "二")
    rig.clock.jump(after(10))
    with pytest.raises(asyncio.CancelledError):
        await outbox.run_once()
    await rig.store.recover()
    rig.with_settings()
    await run(rig, rig.journey.outbox)
    assert rig.channel.texts == ["一\n二"]
    assert await states(rig) == [S.SENT] * 2


class TestWhereNothingCanBeLookedUp:
    @pytest.fixture
    def channel(self):
        return FakeChannel(replace(DECLARATION, can_look_up=False))

    async def test_all_of_it_stays_visible(self, rig, outbox):
        rig.channel.swallow = [OutcomeUnknown("no answer")]
        await lines(rig, "一", "二")
        rig.clock.jump(after(10))
        await run(rig, outbox)
        assert await states(rig) == [S.UNKNOWN] * 2
        assert rig.channel.texts == ["一\n二"]


async def test_one_that_is_not_wanted_takes_no_other_with_it(rig, outbox):
    class Squeamish(FakeChannel):
        async def send(self, message):
            if "坏" in message.text:
                raise ChannelRefused("not wanted")
            return await super().send(message)

    rig.channel = Squeamish()
    rig.with_settings()
    await lines(rig, "一", "坏", "三", "四")
    rig.clock.jump(after(10))
    await run(rig, rig.journey.outbox, 10)
    assert await states(rig) == [S.SENT, S.DEAD, S.SENT, S.SENT]
    assert "\n".join(rig.channel.texts) == "一\n三\n四"
