"""A channel in what would be another process: words, errors and files go through rows.

Each side has a store of its own over the same file; the channel itself is the fake.
"""

import asyncio
import contextlib
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapters.relay import Host, RelayChannel, RelaySettings
from bot.clock import SystemClock
from bot.domain.errors import (
    AddressExpired,
    ChannelError,
    ChannelRefused,
    ChannelUnavailable,
    OutcomeUnknown,
)
from bot.domain.message import Attachment, AttachmentKind, OutboundMessage
from bot.ids import TimedIds
from bot.ports.relay import Errand
from bot.storage.engine import make_engine
from bot.storage.schema import create_all
from bot.storage.unit import SqlStore
from tests.builders import after, group
from tests.fakes.channel import FakeChannel

SOON = RelaySettings(
    poll=timedelta(milliseconds=2),
    look=timedelta(milliseconds=20),
    begin=timedelta(seconds=20),
    finish=timedelta(seconds=20),
    beat=timedelta(milliseconds=20),
    lost_after=timedelta(milliseconds=400),
    watch=timedelta(milliseconds=5),
)
PICTURE = Attachment(kind=AttachmentKind.PICTURE, reference="p-1")


class ShowingChannel(FakeChannel):
    """Has one picture."""

    async def fetch(self, attachment: Attachment, most: int) -> bytes:
        if attachment != PICTURE:
            raise ChannelRefused("gone")
        return b"\x89PNG"[:most]


class Rig:
    """Both sides."""

    def __init__(self, url: str) -> None:
        engine = make_engine(url)
        create_all(engine)
        clock = SystemClock()
        self.here, self.there = SqlStore(engine), SqlStore(make_engine(url))
        self.far = ShowingChannel()
        self.host = Host(self.far, store=self.there, clock=clock, settings=SOON)
        self.clock = clock
        self.channel = self.relay()

    def relay(self, **settings) -> RelayChannel:
        """The side that asks; it is patient where nothing else is wanted."""
        return RelayChannel(
            self.far.declaration,
            store=self.here,
            clock=self.clock,
            ids=TimedIds(self.clock),
            settings=replace(SOON, **settings),
        )

    @contextlib.asynccontextmanager
    async def hosting(self):
        """While the other process lives."""
        async with running(self.host.run(ignore)):
            yield


async def ignore(messages) -> None:
    del messages


@contextlib.asynccontextmanager
async def running(work):
    task = asyncio.ensure_future(work)
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@pytest.fixture
async def rig(tmp_path):
    made = await asyncio.to_thread(Rig, f"sqlite:///{tmp_path / 'relay.db'}")
    yield made
    await made.here.close()
    await made.there.close()


def words(delivery: str = "delivery-1", **more) -> OutboundMessage:
    return OutboundMessage(delivery_id=delivery, address=group(), text="修好了", **more)


async def until(condition) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await SystemClock().sleep(timedelta(milliseconds=5))


async def test_words_arrive_whole(rig):
    message = words(mentions=("r1",), urgent=True, picture=b"\x89PNG")
    async with rig.hosting():
        receipt = await rig.channel.send(message)
        assert await rig.channel.find(message) == receipt
        assert await rig.channel.find(words("delivery-2")) is None
        assert await rig.channel.fetch(PICTURE, 2) == b"\x89P"
        with pytest.raises(ChannelRefused, match="gone"):
            await rig.channel.fetch(replace(PICTURE, reference="p-2"), 2)
    assert rig.far.sent == [message]


@pytest.mark.parametrize(
    "error",
    [
        ChannelUnavailable("busy", retry_after=timedelta(seconds=7)),
        ChannelUnavailable("busy"),
        ChannelRefused("gone"),
        AddressExpired("over"),
        OutcomeUnknown("no answer"),
    ],
)
async def test_an_error_is_the_same_here_as_there(rig, error):
    rig.far.troubles = [error]
    async with rig.hosting():
        with pytest.raises(ChannelError) as caught:
            await rig.channel.send(words())
    assert (type(caught.value), str(caught.value)) == (type(error), str(error))
    wait = getattr(error, "retry_after", None)
    assert getattr(caught.value, "retry_after", None) == wait


async def test_what_nobody_began_is_taken_back(rig):
    with pytest.raises(ChannelUnavailable, match="takes no words"):
        await rig.relay(begin=timedelta(milliseconds=200)).send(words())
    async with rig.hosting():
        await rig.channel.send(words("delivery-2"))
    assert [message.delivery_id for message in rig.far.sent] == ["delivery-2"]


async def test_words_that_were_begun_and_not_answered_are_looked_up(rig):
    begun, given_up = asyncio.Event(), asyncio.Event()

    async def slow(message) -> None:
        begun.set()
        await given_up.wait()

    rig.far.troubles = [slow]
    async with rig.hosting():
        with pytest.raises(OutcomeUnknown, match="gave no answer"):
            await rig.relay(finish=timedelta(seconds=2)).send(words())
        assert begun.is_set()
        given_up.set()
        await until(lambda: rig.far.sent)
        async with asyncio.timeout(20):
            while (receipt := await rig.channel.find(words())) is None:
                await SystemClock().sleep(timedelta(milliseconds=20))
    assert receipt.external_id == "r-1"
    assert len(rig.far.sent) == 1


async def test_an_errand_whose_end_nobody_waited_for_is_known_by_its_row(rig):
    """The service ended while it waited; the other process went on."""
    errand = Errand(id="errand-1", channel="fake", kind="send", body="", delivery="delivery-1")
    for outcome, expected in (
        ('{"receipt": "r-9", "is": true}', "r-9"),
        ('{"error": "ChannelUnavailable", "why": "busy", "wait": null}', None),
    ):
        await rig.here.work(lambda unit: unit.relay.ask(errand, after(0)))
        await rig.here.work(lambda unit: unit.relay.take("fake", 1))
        await rig.here.work(lambda unit, body=outcome: unit.relay.answer("errand-1", body, None))
        found = await rig.channel.find(words())
        assert (found.external_id if found else None) == expected
        await rig.here.work(lambda unit: unit.relay.forget("errand-1"))


async def test_health_is_what_the_other_process_says_while_it_lives(rig):
    assert rig.channel.health().status == "down"
    async with running(rig.channel.run(ignore)):
        async with rig.hosting():
            await until(lambda: rig.channel.health().status == "ok")
        await until(lambda: rig.channel.health().status == "down")
        await until(lambda: "no sign of life" in rig.channel.health().detail)
        with pytest.raises(ChannelUnavailable, match="no sign of life"):
            await rig.channel.send(words())
    assert rig.channel.health().status == "down"
