"""What the journey relies on in a channel that shows cards, the fake one included."""

import contextlib
from dataclasses import dataclass, replace

import pytest

from bot.adapters.dingtalk import DingtalkChannel
from bot.clock import VirtualClock
from bot.domain.cards import CardAct, CardButton, CaseCard
from bot.domain.errors import ChannelRefused, ChannelUnavailable
from bot.domain.message import Address, ConversationKind, OutboundMessage
from bot.ports.edges import CardChannel, Channel
from tests.builders import group
from tests.fakes.card_channel import CardFake
from tests.fakes.dingtalk_cards import INSTANCES, TEMPLATE
from tests.fakes.dingtalk_platform import LEADERS, FakeDingtalk
from tests.fakes.dingtalk_rig import NOON, settings_for
from tests.fakes.dingtalk_world import Reply

CARD = CaseCard(
    number=3,
    title="3栋 电梯故障",
    text="#3 电梯故障，回“3我去看”。",
    state="待签收",
    lamp="绿灯",
    buttons=(CardButton(act=CardAct.TAKE, label="接单"),),
    version=2,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rig:
    """A channel with cards, and what can be seen of it."""

    channel: Channel
    address: Address
    shown: object
    busy: object
    end: object


@contextlib.asynccontextmanager
async def fake():
    channel = CardFake()

    def busy() -> None:
        channel.draw_troubles.append(ChannelUnavailable("busy"))

    yield Rig(
        channel=channel,
        address=group(),
        shown=lambda: [card.state for card in channel.cards.values()],
        busy=busy,
        end=channel.cards.clear,
    )


@contextlib.asynccontextmanager
async def dingtalk():
    clock = VirtualClock(NOON)
    platform = FakeDingtalk(clock, groups=(LEADERS,))
    settings = replace(settings_for(await platform.start()), card_template=TEMPLATE)

    def end() -> None:
        for card in platform.cards.cards:
            platform.cards.end(card)

    try:
        yield Rig(
            channel=DingtalkChannel(settings, clock),
            address=Address(channel="dingtalk", kind=ConversationKind.GROUP, conversation=LEADERS),
            shown=lambda: [card.data["state"] for card in platform.cards.standing()],
            busy=lambda: platform.fail(INSTANCES, Reply(status=503)),
            end=end,
        )
    finally:
        await platform.stop()


@pytest.fixture(params=[fake, dingtalk], ids=["fake", "dingtalk"])
async def rig(request):
    async with request.param() as made:
        yield made


async def shown(rig) -> str:
    message = OutboundMessage(delivery_id="d-1", address=rig.address, text=CARD.text, card=CARD)
    receipt = await rig.channel.send(message)
    assert receipt.card
    return receipt.external_id


def test_what_is_declared_can_be_done(rig):
    assert rig.channel.declaration.cards
    assert isinstance(rig.channel, CardChannel)


async def test_a_card_is_shown_and_has_a_name(rig):
    assert await shown(rig)
    assert rig.shown() == ["待签收"]


async def test_words_without_a_card_are_words(rig):
    message = OutboundMessage(delivery_id="d-1", address=rig.address, text="收到")
    assert not (await rig.channel.send(message)).card
    assert rig.shown() == []


async def test_drawn_twice_it_looks_the_same(rig):
    name = await shown(rig)
    for _ in range(2):
        await rig.channel.redraw(name, replace(CARD, state="处置中", version=3))
    assert rig.shown() == ["处置中"]


async def test_a_busy_platform_may_be_asked_again(rig):
    name = await shown(rig)
    rig.busy()
    with pytest.raises(ChannelUnavailable):
        await rig.channel.redraw(name, replace(CARD, state="处置中"))
    await rig.channel.redraw(name, replace(CARD, state="处置中"))
    assert rig.shown() == ["处置中"]


async def test_a_card_that_is_gone_is_refused_for_good(rig):
    name = await shown(rig)
    rig.end()
    with pytest.raises(ChannelRefused):
        await rig.channel.redraw(name, CARD)
