"""The simulated platform as a channel of the bot."""

from dataclasses import replace

import pytest

from bot.adapters.simulator import SimulatorChannel
from bot.adapters.simulator.translate import Refusal, Say
from bot.domain.errors import ChannelRefused, StorageError, StorageFull
from bot.domain.message import Address, ConversationKind, OutboundMessage, Receipt
from bot.ports import Channel
from tests.unit.adapters.simulator.conftest import running


def words(room="own1", *, kind=ConversationKind.GROUP, person=None, text="收到", mentions=()):
    address = Address(channel="simulator", kind=kind, conversation=room, person=person)
    return OutboundMessage(delivery_id="d1", address=address, text=text, mentions=mentions)


def said(text="楼梯没有扶手"):
    return Say(room="own1", sender="r1", text=text, quoted=None, picture=False)


def test_it_is_a_channel(channel):
    declared: Channel = channel
    assert declared.declaration.name == "simulator"
    assert declared.declaration.hears_unaddressed
    assert declared.declaration.text_limit == 2000


def test_the_bot_has_a_name_of_its_own(channel, clock):
    other = SimulatorChannel(groups=(), members=(), clock=clock, bot_name="小群")
    assert (channel.bot_name, other.bot_name) == ("群理", "小群")


@pytest.mark.parametrize(
    ("message", "room"),
    [
        (words(), "own1"),
        (words("", kind=ConversationKind.PRIVATE, person="r1"), "private:r1"),
        (words("private:r1", kind=ConversationKind.PRIVATE, person="r1"), "private:r1"),
        (words("private:r1", kind=ConversationKind.PRIVATE), "private:r1"),
        (words("r1", kind=ConversationKind.PRIVATE), "private:r1"),
    ],
)
async def test_words_appear_in_their_room_and_are_found_again(channel, message, room):
    assert await channel.find(message) is None
    receipt = await channel.send(message)
    (post,) = channel.platform.posts()
    assert (post.room, post.sender, post.text) == (room, None, "收到")
    assert receipt == Receipt(external_id=post.external_id) == await channel.find(message)


async def test_a_picture_hangs_beside_the_words(channel):
    await channel.send(replace(words(), picture=b"\x89PNG..."))
    (post,) = channel.platform.posts()
    assert post.picture
    assert channel.platform.pictures[post.image].data == b"\x89PNG..."


async def test_mentions_of_people_elsewhere_are_left_out(channel):
    await channel.send(words(mentions=("r1", "gone")))
    assert channel.platform.posts()[0].mentions == ("r1",)


@pytest.mark.parametrize(
    "message",
    [
        words("own9"),
        words("", kind=ConversationKind.PRIVATE, person="nobody"),
        words(text="字" * 2001),
    ],
)
async def test_what_the_platform_refuses(channel, message):
    with pytest.raises(ChannelRefused):
        await channel.send(message)
    assert channel.platform.posts() == []


async def test_what_is_said_is_stored_before_it_is_shown(channel, service):
    async with running(channel, service):
        post = await channel.say(said())
    assert channel.platform.posts() == [post]
    assert [message.external_id for message in service.heard] == [post.external_id]


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        (StorageFull("disk full"), Refusal.STORAGE_FULL),
        (StorageError("locked"), Refusal.STORAGE),
    ],
)
async def test_what_cannot_be_stored_is_not_shown(channel, service, trouble, reason):
    service.trouble = trouble
    async with running(channel, service):
        assert await channel.say(said()) is reason
    assert channel.platform.posts() == []


async def test_nobody_is_heard_before_or_after(channel, service):
    assert await channel.say(said()) is Refusal.NOT_READY
    assert channel.health().status == "down"
    async with running(channel, service):
        assert channel.health().status == "ok"
    assert channel.health().status == "down"
    assert await channel.say(said()) is Refusal.NOT_READY
    assert service.heard == []


async def test_an_answer_that_is_faster_than_the_page_stands_below(channel, service):
    class Quick(type(service)):
        async def accept(self, messages):
            await channel.send(words())

    async with running(channel, Quick()):
        await channel.say(said("question"))
    assert [post.text for post in channel.platform.posts()] == ["question", "收到"]
