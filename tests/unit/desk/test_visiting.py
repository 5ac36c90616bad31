"""Reports of people without an account as a platform of its own."""

import asyncio

import pytest

from bot.desk.visiting import VisitorChannel
from bot.domain.errors import ChannelRefused
from bot.domain.message import (
    Address,
    Attachment,
    AttachmentKind,
    ConversationKind,
    OutboundMessage,
)
from bot.domain.visitors import PAGE, visitor_account, visitor_id
from bot.ids import TimedIds
from tests.builders import directory
from tests.fakes.clock import FakeClock
from tests.fakes.dingtalk_rig import turns_until

HIM = visitor_account("g1", "a secret of eighteen")


@pytest.fixture
async def channel():
    clock = FakeClock()
    made = VisitorChannel(name=PAGE, clock=clock, ids=TimedIds(clock))
    made.stored = []

    async def accept(messages):
        made.stored.extend(messages)

    assert not await made.say(HIM, "灯不亮")
    running = asyncio.ensure_future(made.run(accept))
    await turns_until(lambda: made.health().status == "ok")
    yield made
    running.cancel()


def words(text, person=HIM):
    address = Address(
        channel=PAGE, kind=ConversationKind.PRIVATE, conversation=person or "", person=person
    )
    return OutboundMessage(delivery_id="d1", address=address, text=text)


def test_somebody_without_an_account_is_a_resident_of_the_grid_he_spoke_in():
    person = directory().speaker(PAGE, HIM, "")
    assert (person.id, person.is_staff) == (visitor_id(PAGE, HIM), False)
    assert directory().person(person.id) == person
    assert directory().home_of(person).id == "g1"


async def test_words_with_a_picture_are_stored_and_the_picture_can_be_had(channel):
    assert await channel.say(HIM, "灯不亮", b"picture")
    (message,) = channel.stored
    assert (message.text, message.sender, message.addressed) == ("灯不亮", HIM, True)
    (attachment,) = message.attachments
    assert await channel.fetch(attachment, 10) == b"picture"
    with pytest.raises(ChannelRefused):
        await channel.fetch(attachment, 3)
    with pytest.raises(ChannelRefused):
        await channel.fetch(Attachment(kind=AttachmentKind.PICTURE, reference="other"), 10)


async def test_old_pictures_make_room(channel):
    for _ in range(3):
        await channel.say(HIM, "灯不亮", bytes(30_000_000))
    first, _, last = (message.attachments[0] for message in channel.stored)
    assert len(await channel.fetch(last, 40_000_000)) == 30_000_000
    with pytest.raises(ChannelRefused):
        await channel.fetch(first, 40_000_000)


async def test_answers_are_kept_once_and_not_for_ever(channel):
    assert await channel.find(words("收到")) is None
    for text in ("收到", "收到", "1", "2", "3", "4"):
        await channel.send(words(text))
    assert channel.answers(HIM) == ("收到", "1", "2", "3", "4")
    assert await channel.find(words("收到")) is not None
    await channel.send(words("5"))
    assert channel.answers(HIM) == ("1", "2", "3", "4", "5")
    assert channel.answers("g1.other") == ()


@pytest.mark.parametrize("message", [words("x" * 2001), words("x", person=None)])
async def test_what_cannot_be_told_is_refused(channel, message):
    with pytest.raises(ChannelRefused):
        await channel.send(message)
