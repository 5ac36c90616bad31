"""Receiving from DingTalk: the real client against the fake platform."""

import asyncio
import threading
from datetime import timedelta

import pytest

from bot.domain.errors import StorageError, StorageFull
from bot.domain.message import Address, AttachmentKind, ConversationKind
from tests.fakes.dingtalk_platform import LEADERS, OWNERS
from tests.fakes.dingtalk_rig import rig, turns_until
from tests.fakes.dingtalk_world import WANG, ZHAO

LATER = timedelta(seconds=16)


@pytest.fixture
async def dingtalk():
    async with rig() as made:
        made.start()
        await made.platform.connected()
        yield made


async def test_a_mention_is_stored_and_then_acknowledged(dingtalk):
    said = await dingtalk.platform.say("路灯坏了")
    await dingtalk.platform.acknowledged(said)
    message = dingtalk.inbox.stored[said]
    assert message.text == "路灯坏了"
    assert (message.sender, message.sender_name) == ("staff-wang", "王女士")
    assert message.addressed
    assert message.address == Address(
        channel="dingtalk",
        kind=ConversationKind.GROUP,
        conversation=OWNERS,
        route=f"{dingtalk.platform.base_url}/robot/sendBySession?session=session-1",
        route_until=dingtalk.clock.now() + timedelta(minutes=90),
    )


async def test_a_private_message_of_somebody_outside_the_organisation(dingtalk):
    told = await dingtalk.platform.tell("楼道灯不亮", by=ZHAO)
    await dingtalk.platform.acknowledged(told)
    message = dingtalk.inbox.stored[told]
    assert message.address.kind is ConversationKind.PRIVATE
    assert message.address.person == message.sender == ZHAO.sender_id
    assert message.addressed


async def test_what_does_not_mention_the_robot_never_arrives(dingtalk):
    unheard = await dingtalk.platform.say("今天天气不错", mention=False)
    heard = await dingtalk.platform.say("路灯坏了")
    await dingtalk.platform.acknowledged(heard)
    assert list(dingtalk.inbox.stored) == [heard]
    assert dingtalk.platform.unheard == [unheard]


async def test_a_groups_id_is_named_once_for_the_administrator(dingtalk, caplog):
    caplog.set_level("INFO")
    said = [await dingtalk.platform.say("灯", group=g) for g in (OWNERS, LEADERS, OWNERS)]
    said.append(await dingtalk.platform.tell("悄悄话"))
    await dingtalk.platform.acknowledged(*said)
    lines = [r for r in caplog.records if r.getMessage() == "dingtalk_group_heard"]
    assert [record.conversation for record in lines] == [OWNERS, LEADERS]


async def test_many_messages_keep_their_order_and_are_all_acknowledged(dingtalk):
    said = [
        await dingtalk.platform.say(f"第{number}条", group=OWNERS if number % 2 else LEADERS)
        for number in range(200)
    ]
    await dingtalk.platform.acknowledged(*said)
    assert list(dingtalk.inbox.stored) == said
    assert [message for call in dingtalk.inbox.calls for message in call] == said
    assert dingtalk.platform.gateway.opened == 1


async def test_what_could_not_be_stored_is_not_acknowledged_and_comes_again(dingtalk):
    dingtalk.inbox.fail_with = [StorageFull("no room")]
    said = await dingtalk.platform.say("水管爆了")
    await dingtalk.platform.until(lambda: dingtalk.inbox.calls)
    after = await dingtalk.platform.say("快来人")
    await dingtalk.platform.acknowledged(after)
    delivery = dingtalk.platform.gateway.deliveries[said]
    assert not delivery.acknowledged
    assert dingtalk.platform.gateway.refused_acks == []

    dingtalk.clock.move_to(dingtalk.clock.now() + LATER)
    assert await dingtalk.platform.redeliver() == 1
    await dingtalk.platform.acknowledged(said)
    assert dingtalk.inbox.texts == ["快来人", "水管爆了"]
    assert len(set(delivery.frames)) == 2


async def test_cut_off_while_storing(dingtalk):
    """Stored but never acknowledged: the platform delivers it again, and it has the same id."""
    dingtalk.inbox.gate = asyncio.Event()
    said = await dingtalk.platform.say("电梯困人")
    await dingtalk.platform.until(lambda: dingtalk.inbox.calls)
    dingtalk.platform.gateway.cut()
    await dingtalk.platform.connected(opened=2)
    dingtalk.inbox.gate.set()
    await dingtalk.platform.until(lambda: dingtalk.inbox.stored)

    dingtalk.clock.move_to(dingtalk.clock.now() + LATER)
    assert await dingtalk.platform.redeliver() == 1
    await dingtalk.platform.acknowledged(said)
    assert dingtalk.inbox.calls == [(said,), (said,)]
    assert dingtalk.inbox.texts == ["电梯困人"]


async def test_an_acknowledgement_never_goes_into_another_connection(dingtalk):
    dingtalk.inbox.gate = asyncio.Event()
    said = await dingtalk.platform.say("电梯困人")
    await dingtalk.platform.until(lambda: dingtalk.inbox.calls)
    dingtalk.platform.gateway.cut()
    await dingtalk.platform.connected(opened=2)
    dingtalk.inbox.gate.set()
    later = await dingtalk.platform.say("有人吗")
    await dingtalk.platform.acknowledged(later)
    assert not dingtalk.platform.gateway.deliveries[said].acknowledged


BAD_FRAMES = [
    "{not json",
    "[1, 2]",
    "null",
    "",
    '{"type": "CALLBACK"}',
    '{"type": "CALLBACK", "headers": 7, "data": "{}"}',
    '{"type": "CALLBACK", "headers": {"topic": []}, "data": "{}"}',
    '{"type": "CALLBACK", "headers": {"time": "noon"}, "data": "{}"}',
    '{"type": "CALLBACK", "headers": {"time": Infinity}, "data": "{}"}',
    '{"type": "CALLBACK", "headers": {}, "data": {"msgId": "m"}}',
    '{"type": "CALLBACK", "headers": {}, "data": "{half"}',
    "[" * 100_000,
]


@pytest.mark.parametrize("frame", BAD_FRAMES, ids=range(len(BAD_FRAMES)))
async def test_a_bad_frame_costs_neither_the_connection_nor_the_next_message(dingtalk, frame):
    await dingtalk.platform.gateway.raw(frame)
    said = await dingtalk.platform.say("路灯坏了")
    await dingtalk.platform.acknowledged(said)
    assert dingtalk.platform.gateway.opened == 1
    assert dingtalk.inbox.texts == ["路灯坏了"]
    assert dingtalk.channel.health().status == "ok"
    assert dingtalk.channel.health().detail == "connected; 1 bad frames dropped"


QUIET_FRAMES = [
    '{"type": "EVENT", "headers": {"messageId": "e-1", "eventType": "chat_update"}, "data": "{}"}',
    '{"type": "CALLBACK", "headers": {"topic": "/v1.0/card/instances/callback"}, "data": "{}"}',
    '{"type": "NEWS", "headers": {}}',
    '{"type": {"a": 1}, "headers": {}}',
]


@pytest.mark.parametrize("frame", QUIET_FRAMES, ids=range(len(QUIET_FRAMES)))
async def test_frames_that_are_not_for_us(dingtalk, frame):
    await dingtalk.platform.gateway.raw(frame)
    said = await dingtalk.platform.say("路灯坏了")
    await dingtalk.platform.acknowledged(said)
    assert dingtalk.platform.gateway.opened == 1


async def test_unknown_kinds_are_acknowledged_counted_and_dropped(dingtalk, caplog):
    platform = dingtalk.platform
    for _ in range(2):
        payload = platform.payload(WANG, group=OWNERS, msgtype="dance", content={"tune": "secret"})
        dropped = await platform.gateway.deliver(payload)
        await platform.acknowledged(dropped)
    assert dingtalk.inbox.calls == []
    lines = [r for r in caplog.records if r.getMessage() == "dingtalk_dropped"]
    assert [(r.reason, r.kind, r.count) for r in lines] == [
        ("unknown_type", "dance", 1),
        ("unknown_type", "dance", 2),
    ]
    assert "secret" not in caplog.text


async def test_voice_comes_with_the_words_the_platform_recognised(dingtalk):
    content = {"duration": 4000, "downloadCode": "code-1", "recognition": "三号楼路灯坏了"}
    payload = dingtalk.platform.payload(WANG, group=None, msgtype="audio", content=content)
    told = await dingtalk.platform.gateway.deliver(payload)
    await dingtalk.platform.acknowledged(told)
    message = dingtalk.inbox.stored[told]
    assert message.text == "三号楼路灯坏了"
    assert [(a.kind, a.reference) for a in message.attachments] == [
        (AttachmentKind.VOICE, "code-1")
    ]


async def test_the_platforms_heartbeat_is_answered_with_its_own_data(dingtalk):
    await dingtalk.platform.gateway.ping("opaque-7")
    await dingtalk.platform.until(lambda: dingtalk.platform.gateway.pongs)
    assert dingtalk.platform.gateway.pongs == [{"opaque": "opaque-7"}]


def receiving_threads() -> int:
    return sum(thread.name.startswith("dingtalk-stream") for thread in threading.enumerate())


async def test_stopping_ends_connection_and_thread():
    async with rig() as made:
        made.start()
        await made.platform.connected()
        assert receiving_threads() == 1
        await made.stop()
        await made.platform.until(lambda: made.platform.gateway.connected == 0)
        await turns_until(lambda: receiving_threads() == 0)


async def test_stopped_while_storing_nothing_is_acknowledged(dingtalk):
    dingtalk.inbox.gate = asyncio.Event()
    said = await dingtalk.platform.say("路灯坏了")
    await dingtalk.platform.until(lambda: dingtalk.inbox.calls)
    await dingtalk.stop()
    await dingtalk.platform.until(lambda: dingtalk.platform.gateway.connected == 0)
    assert not dingtalk.platform.gateway.deliveries[said].acknowledged


async def test_stopped_while_more_is_waiting_to_be_stored(dingtalk):
    """What nobody has begun to store does not keep the thread alive."""
    dingtalk.inbox.gate = asyncio.Event()
    said = [await dingtalk.platform.say("路灯坏了")]
    await dingtalk.platform.until(lambda: dingtalk.inbox.calls)
    said += [await dingtalk.platform.say(f"第{number}条") for number in range(100)]
    await dingtalk.platform.gateway.ping("after them")
    async with asyncio.timeout(3):
        await dingtalk.stop()
    await turns_until(lambda: receiving_threads() == 0)
    assert not any(dingtalk.platform.gateway.deliveries[m].acknowledged for m in said)


async def test_a_defect_in_storing_is_not_swallowed(dingtalk):
    """What is no StorageError stops the service, and the platform keeps the message."""
    dingtalk.inbox.fail_with = [LookupError("a defect")]
    said = await dingtalk.platform.say("路灯坏了")
    with pytest.raises(LookupError, match="a defect"):
        await dingtalk.running
    dingtalk.running = None
    assert not dingtalk.platform.gateway.deliveries[said].acknowledged


async def test_the_store_may_fail_for_long(dingtalk, caplog):
    dingtalk.inbox.fail_with = [StorageError(f"attempt {number}") for number in range(5)]
    said = await dingtalk.platform.say("路灯坏了")
    for attempt in range(1, 6):
        await dingtalk.platform.until(lambda n=attempt: len(dingtalk.inbox.calls) == n)
        dingtalk.clock.move_to(dingtalk.clock.now() + LATER)
        assert await dingtalk.platform.redeliver() == 1
    await dingtalk.platform.acknowledged(said)
    refusals = [r for r in caplog.records if r.getMessage() == "dingtalk_not_acknowledged"]
    assert len(refusals) == 5
