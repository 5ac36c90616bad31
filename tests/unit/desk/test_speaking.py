"""The desk as a platform of its own."""

import asyncio

import pytest

from bot.desk.speaking import DECLARATION, DeskChannel
from bot.domain.errors import ChannelRefused
from bot.domain.message import Address, ConversationKind, OutboundMessage
from bot.ids import TimedIds
from tests.fakes.clock import FakeClock
from tests.fakes.dingtalk_rig import turns_until


@pytest.fixture
def channel():
    clock = FakeClock()
    return DeskChannel(clock=clock, ids=TimedIds(clock))


def words(text, person="l1", delivery="d1"):
    address = Address(
        channel="desk", kind=ConversationKind.PRIVATE, conversation=person or "", person=person
    )
    return OutboundMessage(delivery_id=delivery, address=address, text=text)


async def test_words_are_stored_before_the_page_goes_on(channel):
    stored = []

    async def accept(messages):
        stored.extend(messages)

    assert not await channel.say("l1", "邓国华", ["#1 我去看"])
    running = asyncio.ensure_future(channel.run(accept))
    await turns_until(lambda: channel.health().status == "ok")
    assert await channel.say("l1", "邓国华", ["#1 我去看", "#2 我去看"])
    running.cancel()
    assert [message.text for message in stored] == ["#1 我去看", "#2 我去看"]
    assert len({message.external_id for message in stored}) == 2
    first = stored[0]
    assert (first.sender, first.address.person, first.addressed) == ("l1", "l1", True)


async def test_answers_are_kept_for_the_one_they_are_for(channel):
    for number in range(25):
        await channel.send(words(f"第{number}句", delivery=f"d{number}"))
    answers = channel.answers("l1")
    assert (len(answers), answers[0].text) == (20, "第24句")
    assert channel.answers("l2") == ()


async def test_what_was_said_is_found_again(channel):
    assert await channel.find(words("好")) is None
    receipt = await channel.send(words("好"))
    assert await channel.find(words("好")) == receipt


@pytest.mark.parametrize("message", [words("好", person=None), words("好" * 2_001)])
async def test_what_cannot_be_shown_is_refused(channel, message):
    assert DECLARATION.text_limit == 2_000
    with pytest.raises(ChannelRefused):
        await channel.send(message)
