"""Pictures and voices from DingTalk: by their download code to their bytes."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapters.dingtalk import DingtalkChannel
from bot.domain.errors import ChannelRefused, ChannelUnavailable
from bot.domain.message import (
    Address,
    Attachment,
    AttachmentKind,
    ConversationKind,
    OutboundMessage,
)
from tests.fakes.dingtalk_platform import OWNERS
from tests.fakes.dingtalk_rig import rig
from tests.fakes.dingtalk_robot import DOWNLOAD, UPLOAD
from tests.fakes.dingtalk_world import HTML, WANG, Fault, Reply

PICTURE = Attachment(kind=AttachmentKind.PICTURE, reference="code-1")
LIES = "/files/code-1"
BUSY = Reply(status=503)
BYTES = bytes(range(256)) * 1000


@pytest.fixture
async def dingtalk():
    async with rig() as made:
        made.platform.robot.files["code-1"] = BYTES
        yield made


async def test_a_picture_that_was_sent_is_fetched_whole(dingtalk):
    dingtalk.start()
    await dingtalk.platform.connected()
    content = {"downloadCode": "code-1"}
    payload = dingtalk.platform.payload(WANG, group=OWNERS, msgtype="picture", content=content)
    await dingtalk.platform.acknowledged(await dingtalk.platform.gateway.deliver(payload))
    (message,) = dingtalk.inbox.stored.values()
    assert dingtalk.channel.declaration.pictures_in
    assert await dingtalk.channel.fetch(message.attachments[0], len(BYTES)) == BYTES


async def test_more_than_is_allowed_is_refused(dingtalk):
    with pytest.raises(ChannelRefused, match="more than 1000 bytes"):
        await dingtalk.channel.fetch(PICTURE, 1000)


async def test_a_code_that_nobody_knows_or_none_is_refused(dingtalk):
    for reference in ("code-9", ""):
        with pytest.raises(ChannelRefused):
            await dingtalk.channel.fetch(replace(PICTURE, reference=reference), 10)


async def test_without_robot_code_nothing_can_be_fetched(dingtalk):
    channel = DingtalkChannel(replace(dingtalk.settings, robot_code=""), dingtalk.clock)
    assert not channel.declaration.pictures_in
    with pytest.raises(ChannelRefused):
        await channel.fetch(PICTURE, 10)


async def test_a_new_token_is_asked_for(dingtalk):
    await dingtalk.channel.fetch(PICTURE, len(BYTES))
    dingtalk.platform.robot.revoke_tokens()
    assert await dingtalk.channel.fetch(PICTURE, len(BYTES)) == BYTES


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        (DOWNLOAD, HTML),
        *((path, fault) for path in (DOWNLOAD, LIES) for fault in (BUSY, Fault.ABORT)),
    ],
)
async def test_what_may_be_had_later_is_told_apart(dingtalk, fault, path):
    # The client by itself asks a second time for what it only reads.
    times = 2 if (path, fault) == (LIES, Fault.ABORT) else 1
    dingtalk.platform.fail(path, *[fault] * times)
    with pytest.raises(ChannelUnavailable):
        await dingtalk.channel.fetch(PICTURE, len(BYTES))
    assert await dingtalk.channel.fetch(PICTURE, len(BYTES)) == BYTES


@pytest.mark.parametrize("path", [DOWNLOAD, LIES])
async def test_silence_is_not_waited_for(path):
    soon = timedelta(seconds=1)
    async with rig(connect_timeout=soon / 2, request_timeout=soon, media_timeout=soon) as made:
        made.platform.robot.files["code-1"] = BYTES
        made.platform.fail(path, Fault.HANG)
        with pytest.raises(ChannelUnavailable):
            await made.channel.fetch(PICTURE, len(BYTES))


@pytest.mark.parametrize("status", [403, 404])
async def test_what_is_gone_is_gone(dingtalk, status):
    dingtalk.platform.fail(LIES, Reply(status=status))
    with pytest.raises(ChannelRefused):
        await dingtalk.channel.fetch(PICTURE, len(BYTES))


@pytest.mark.parametrize("url", ["", "ftp://example.org/x", "no address", 7])
async def test_an_address_that_is_none_is_refused(dingtalk, url):
    dingtalk.platform.fail(DOWNLOAD, Reply(text=json.dumps({"downloadUrl": url})))
    with pytest.raises(ChannelRefused):
        await dingtalk.channel.fetch(PICTURE, 10)


async def test_a_redirection_is_not_followed(dingtalk):
    away = Reply(status=302, headers={"Location": "http://127.0.0.1:9/"})
    dingtalk.platform.fail(LIES, away)
    with pytest.raises(ChannelUnavailable):
        await dingtalk.channel.fetch(PICTURE, len(BYTES))


PNG = b"\x89PNG" + bytes(5_000)
ALONE = Address(
    channel="dingtalk", kind=ConversationKind.PRIVATE, conversation="", person="staff-wang"
)

GROUP = Address(channel="dingtalk", kind=ConversationKind.GROUP, conversation=OWNERS)


def charted(address: Address = ALONE) -> OutboundMessage:
    return OutboundMessage(delivery_id="d-1", address=address, text="早报：三件", picture=PNG)


@pytest.mark.parametrize(
    ("address", "to"),
    [(ALONE, "staff-wang"), (GROUP, OWNERS)],
    ids=["person", "group"],
)
async def test_a_picture_comes_after_its_words(dingtalk, address, to):
    assert dingtalk.channel.declaration.pictures_out
    await dingtalk.channel.send(charted(address))
    (name,) = dingtalk.platform.robot.uploaded
    assert dingtalk.platform.robot.uploaded[name] == PNG
    assert dingtalk.platform.said(to) == ["早报：三件", name]


@pytest.mark.parametrize("fault", [Reply(status=503), HTML, Fault.ABORT])
async def test_a_picture_that_cannot_be_sent_costs_no_words(dingtalk, fault):
    dingtalk.platform.fail(UPLOAD, fault)
    await dingtalk.channel.send(charted())
    assert dingtalk.platform.said("staff-wang") == ["早报：三件"]
