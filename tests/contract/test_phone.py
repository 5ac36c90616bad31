"""What the journey relies on in every way to wake a person: the HTTP adapter before a server of its
own, and the fake that the journey is tested with.
"""

import asyncio
import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.phone import PhoneChannel, PhoneSettings
from bot.clock import VirtualClock
from bot.domain.errors import (
    AddressExpired,
    ChannelRefused,
    ChannelUnavailable,
    OutcomeUnknown,
)
from bot.domain.message import Address, ConversationKind, OutboundMessage
from tests.fakes.phone import FakePhone
from tests.fakes.phone_server import PhoneServer

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
NUMBER = "13800000001"


def words(text="3栋疑似火情", number=NUMBER, delivery="delivery-1") -> OutboundMessage:
    address = Address(
        channel="phone", kind=ConversationKind.PRIVATE, conversation="", person=number
    )
    return OutboundMessage(delivery_id=delivery, address=address, text=text, urgent=True)


@dataclass
class HttpRig:
    """The adapter, and the server that answers as a test wants."""

    channel: PhoneChannel
    server: PhoneServer

    def taken(self) -> list[str]:
        return [one.body for one in self.server.asked]

    def busy(self) -> None:
        self.server.answers.append((503, ""))

    def refuse(self) -> None:
        self.server.answers.append((400, "no such number"))

    def swallow(self) -> None:
        self.server.answers.append(None)


@dataclass
class FakeRig:
    channel: FakePhone

    def taken(self) -> list[str]:
        return [f"{number} {text}" for number, text in self.channel.rung]

    def busy(self) -> None:
        self.channel.troubles.append(ChannelUnavailable("busy"))

    def refuse(self) -> None:
        self.channel.troubles.append(ChannelRefused("no such number"))

    def swallow(self) -> None:
        self.channel.troubles.append(OutcomeUnknown("no answer"))


@contextlib.asynccontextmanager
async def http_rig():
    server = PhoneServer()
    await server.start()
    settings = PhoneSettings(
        name="phone",
        url=f"{server.base_url}/call",
        body='{"number": "$number", "text": "$text"}',
        timeout=timedelta(milliseconds=300),
    )
    try:
        yield HttpRig(PhoneChannel(settings, VirtualClock(NOON)), server)
    finally:
        await server.stop()


@contextlib.asynccontextmanager
async def fake_rig():
    yield FakeRig(FakePhone())


@pytest.fixture(params=[http_rig, fake_rig], ids=["http", "fake"])
async def rig(request):
    async with request.param() as opened:
        yield opened


def test_it_wakes_and_is_no_way_to_chat(rig):
    declared = rig.channel.declaration
    assert declared.wakes
    unable = (declared.can_private, declared.can_look_up, declared.hears_unaddressed)
    assert unable == (False, False, False)
    assert declared.text_limit >= 20


async def test_the_words_reach_the_number(rig):
    receipt = await rig.channel.send(words())
    assert receipt.external_id
    (taken,) = rig.taken()
    assert NUMBER in taken
    assert "3栋疑似火情" in taken


async def test_a_busy_interface_is_asked_later(rig):
    rig.busy()
    with pytest.raises(ChannelUnavailable):
        await rig.channel.send(words())
    await rig.channel.send(words())


async def test_a_refusal_is_final(rig):
    rig.refuse()
    with pytest.raises(ChannelRefused):
        await rig.channel.send(words())


async def test_no_answer_is_an_unknown_outcome(rig):
    rig.swallow()
    with pytest.raises(OutcomeUnknown):
        await rig.channel.send(words())


async def test_nobody_is_called_without_a_number(rig):
    with pytest.raises(AddressExpired):
        await rig.channel.send(words(number=None))
    assert rig.taken() == []


async def test_it_cannot_be_looked_up(rig):
    await rig.channel.send(words())
    assert await rig.channel.find(words()) is None


async def test_health_follows_running(rig):
    async def nothing(messages):
        raise AssertionError("a telephone hears nobody")

    assert rig.channel.health().status == "down"
    running = asyncio.ensure_future(rig.channel.run(nothing))
    for _ in range(3):
        await asyncio.get_running_loop().run_in_executor(None, lambda: None)
    assert rig.channel.health().status == "ok"
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    assert rig.channel.health().status == "down"
