"""What the journey relies on in every channel, whatever platform is behind it."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from bot.domain.errors import (
    AddressExpired,
    ChannelRefused,
    ChannelUnavailable,
    OutcomeUnknown,
    StorageError,
    StorageFull,
)
from bot.domain.message import Address, AttachmentKind, ConversationKind, OutboundMessage
from tests.contract.channel_cases import CASES, Can, Inbox, receiving
from tests.fakes.dingtalk_rig import turns_until


@pytest.fixture
async def rig(request):
    async with request.param.open() as opened:
        yield opened


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


def every(*needed: Can):
    """Parametrise over the channels whose platform can do this."""
    able = [case for case in CASES if case.can.issuperset(needed)]
    return pytest.mark.parametrize("rig", able, ids=[case.name for case in able], indirect=True)


def every_without(lacking: Can):
    """Parametrise over the channels whose platform cannot do this."""
    able = [case for case in CASES if lacking not in case.can]
    return pytest.mark.parametrize("rig", able, ids=[case.name for case in able], indirect=True)


async def found(rig, message):
    """The receipt, where it is known that there is one."""
    try:
        return await rig.channel.find(message)
    except OutcomeUnknown:
        return None


def words(text: str, address: Address, delivery: str = "delivery-1") -> OutboundMessage:
    return OutboundMessage(delivery_id=delivery, address=address, text=text)


@every()
def test_the_declaration_can_be_planned_with(rig):
    declared = rig.channel.declaration
    assert declared.name
    assert declared.text_limit >= 500
    assert declared.messages_per_minute >= 1


@every()
@pytest.mark.parametrize("private", [False, True])
async def test_a_message_is_complete(rig, inbox, private):
    async with receiving(rig, inbox):
        heard = await rig.hear("三号楼路灯坏了", private=private)
        await turns_until(heard)
    (message,) = inbox.stored.values()
    name = rig.channel.declaration.name
    assert (message.channel, message.address.channel) == (name, name)
    assert message.text == "三号楼路灯坏了"
    assert message.external_id
    assert message.sender
    assert message.sender_name
    assert (message.sent_at.tzinfo, message.received_at.tzinfo) == (UTC, UTC)
    kind = ConversationKind.PRIVATE if private else ConversationKind.GROUP
    assert message.address.kind is kind
    assert bool(message.address.person) is private
    if private:
        assert message.addressed


@every()
async def test_stored_before_it_is_acknowledged(rig, inbox):
    inbox.gate.clear()
    async with receiving(rig, inbox):
        acknowledged = await rig.hear("水管爆了")
        await turns_until(lambda: inbox.asked)
        await rig.settle()
        assert not acknowledged()
        inbox.gate.set()
        await turns_until(acknowledged)
    assert inbox.texts == ["水管爆了"]


@every(Can.WAIT)
@pytest.mark.parametrize("trouble", [StorageFull("no room"), StorageError("locked")])
async def test_not_stored_is_not_acknowledged(rig, inbox, trouble):
    inbox.troubles = [trouble]
    async with receiving(rig, inbox):
        acknowledged = await rig.hear("水管爆了")
        await turns_until(lambda: inbox.asked)
        await rig.settle()
        assert not acknowledged()
        later = await rig.hear("快来人")
        await turns_until(later)
        assert not acknowledged()
    assert inbox.texts == ["快来人"]


@every_without(Can.WAIT)
@pytest.mark.parametrize("trouble", [StorageFull("no room"), StorageError("locked")])
async def test_what_no_platform_keeps_is_held_until_it_is_stored(rig, inbox, trouble):
    inbox.troubles = [trouble] * 3
    async with receiving(rig, inbox):
        stored = await rig.hear("水管爆了")
        await turns_until(stored)
        await turns_until(await rig.hear("快来人"))
    assert inbox.texts == ["水管爆了", "快来人"]


@every(Can.REDELIVER)
async def test_what_was_not_stored_comes_again_under_the_same_name(rig, inbox):
    inbox.troubles = [StorageFull("no room")] * 3
    async with receiving(rig, inbox):
        acknowledged = await rig.hear("水管爆了")
        for attempt in range(1, 4):
            await turns_until(lambda n=attempt: inbox.asked == n)
            await rig.settle()
            await rig.trouble(Can.REDELIVER)
        await turns_until(acknowledged)
    assert (inbox.asked, inbox.texts) == (4, ["水管爆了"])


@every()
async def test_an_answer_reaches_who_asked(rig, inbox):
    async with receiving(rig, inbox):
        await turns_until(await rig.hear("路灯坏了"))
        (message,) = inbox.stored.values()
        await rig.channel.send(words("已派单 #312", message.address))
    assert rig.spoken() == ["已派单 #312"]


@every()
@pytest.mark.parametrize("where", ["group", "person"])
async def test_the_bot_speaks_first(rig, where):
    receipt = await rig.channel.send(words("312 待处理", getattr(rig, where)()))
    assert rig.spoken() == ["312 待处理"]
    assert receipt.external_id


@every()
async def test_words_as_long_as_declared_arrive_whole(rig):
    limit = rig.channel.declaration.text_limit
    text = "".join(chr(0x4E00 + number % 5000) for number in range(limit))
    await rig.channel.send(words(text, rig.group()))
    assert rig.spoken() == [text]


@every()
async def test_a_refusal_is_final(rig):
    with pytest.raises((ChannelRefused, AddressExpired)):
        await rig.channel.send(words("修好了", rig.nowhere()))
    assert rig.spoken() == []


@every(Can.BE_BUSY)
async def test_a_busy_platform_took_nothing(rig):
    await rig.trouble(Can.BE_BUSY)
    with pytest.raises(ChannelUnavailable) as caught:
        await rig.channel.send(words("修好了", rig.group()))
    assert caught.value.retry_after is None or caught.value.retry_after > timedelta(0)
    assert rig.spoken() == []
    await rig.channel.send(words("修好了", rig.group()))
    assert rig.spoken() == ["修好了"]


@every(Can.SWALLOW)
async def test_no_answer_is_an_unknown_outcome(rig):
    await rig.trouble(Can.SWALLOW)
    with pytest.raises(OutcomeUnknown):
        await rig.channel.send(words("修好了", rig.group()))
    assert rig.spoken() == ["修好了"]


@every()
async def test_words_are_found_again_where_that_is_declared(rig):
    first, second = words("一", rig.group(), "delivery-1"), words("二", rig.group(), "delivery-2")
    assert await found(rig, first) is None
    receipt = await rig.channel.send(first)
    expected = receipt if rig.channel.declaration.can_look_up else None
    assert await found(rig, first) == expected
    assert await found(rig, second) is None


@every(Can.SHOW)
async def test_a_picture_is_fetched_as_it_was_sent(rig, inbox):
    assert rig.channel.declaration.pictures_in
    picture = bytes(range(256)) * 4_000
    async with receiving(rig, inbox):
        await turns_until(await rig.show(picture))
        (message,) = inbox.stored.values()
        (attachment,) = message.attachments
        assert attachment.kind is AttachmentKind.PICTURE
        assert await rig.channel.fetch(attachment, len(picture)) == picture
        with pytest.raises(ChannelRefused):
            await rig.channel.fetch(attachment, len(picture) - 1)
        with pytest.raises(ChannelRefused):
            await rig.channel.fetch(replace(attachment, reference="gone"), len(picture))


@every(Can.ECHO)
async def test_the_bots_own_words_are_dropped(rig, inbox):
    async with receiving(rig, inbox):
        await rig.trouble(Can.ECHO)
        await turns_until(await rig.hear("路灯坏了"))
    assert inbox.texts == ["路灯坏了"]


@every(Can.SEND_GARBAGE)
async def test_garbage_costs_nothing_else(rig, inbox):
    async with receiving(rig, inbox):
        await rig.trouble(Can.SEND_GARBAGE)
        await turns_until(await rig.hear("路灯坏了"))
        assert rig.channel.health().status == "ok"
    assert inbox.texts == ["路灯坏了"]


@every()
async def test_health_follows_running(rig, inbox):
    assert rig.channel.health().status == "down"
    for _ in range(2):
        async with receiving(rig, inbox):
            assert rig.channel.health().status == "ok"
        assert rig.channel.health().status == "down"


@every(Can.HANG_UP)
async def test_a_lost_line_shows_and_comes_back(rig, inbox):
    async with receiving(rig, inbox):
        await rig.trouble(Can.HANG_UP)
        await turns_until(lambda: rig.channel.health().status != "ok")
        await turns_until(lambda: rig.channel.health().status == "ok")
        await turns_until(await rig.hear("还在吗"))
    assert inbox.texts == ["还在吗"]
