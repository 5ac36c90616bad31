"""Receiving from DingTalk by HTTP callback: signed, within an hour, stored, then answered."""

import asyncio
import contextlib
import socket
from datetime import timedelta

import pytest

from bot.adapters.dingtalk.callback import LARGEST
from bot.adapters.dingtalk.settings import Listening, Receiving
from bot.domain.errors import StorageError
from bot.domain.message import ConversationKind
from tests.fakes.dingtalk_cards import TEMPLATE
from tests.fakes.dingtalk_platform import OWNERS
from tests.fakes.dingtalk_push import Pusher
from tests.fakes.dingtalk_rig import rig
from tests.fakes.dingtalk_world import WANG


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return bound.getsockname()[1]


@contextlib.asynccontextmanager
async def called(**changed):
    """A channel that is called at a port of its own, and who calls it."""
    where = Listening(port=free_port(), path="/dingtalk")
    async with rig(receiving=Receiving.CALLBACK, listening=where, **changed) as made:
        made.start()
        await made.healthy("ok")
        yield made, Pusher(f"http://127.0.0.1:{where.port}/dingtalk", "ding-secret", made.clock)


@pytest.fixture
async def dingtalk():
    async with called() as made:
        yield made


def report(made, text: str = "路灯坏了") -> dict:
    return made.platform.payload(WANG, group=OWNERS, msgtype="text", text={"content": f" {text}"})


async def test_a_callback_is_stored_and_then_answered(dingtalk):
    made, pusher = dingtalk
    payload = report(made)
    assert await pusher.push(payload) == 200
    (message,) = made.inbox.stored.values()
    assert (message.text, message.external_id) == ("路灯坏了", payload["msgId"])
    assert message.address.kind is ConversationKind.GROUP
    assert made.platform.gateway.opened == 0


async def test_the_same_message_again_has_the_same_name(dingtalk):
    made, pusher = dingtalk
    payload = report(made)
    assert [await pusher.push(payload) for _ in range(2)] == [200, 200]
    assert len(made.inbox.stored) == 1


@pytest.mark.parametrize("late", [timedelta(minutes=61), timedelta(minutes=-61)])
async def test_an_hour_old_or_an_hour_early_is_refused(dingtalk, late):
    made, pusher = dingtalk
    assert await pusher.push(report(made), late=late) == 403
    assert made.inbox.calls == []


async def test_almost_an_hour_is_taken(dingtalk):
    made, pusher = dingtalk
    assert await pusher.push(report(made), late=timedelta(minutes=59)) == 200


@pytest.mark.parametrize(
    "change",
    [
        {"sign": "AAAA"},
        {"sign": ""},
        {"timestamp": "noon"},
        {"timestamp": "9" * 40},
        {"timestamp": "\u0661\u0662"},
        {"sign": "\u00e9"},
    ],
)
async def test_what_is_signed_wrongly_is_refused_and_shown(dingtalk, change):
    made, pusher = dingtalk
    assert await pusher.post(b"{}", pusher.headers() | change) in (400, 403)
    assert made.inbox.calls == []
    assert made.channel.health().status == "ok"


async def test_another_ones_secret_is_refused(dingtalk):
    made, pusher = dingtalk
    assert await pusher.post(b"{}", pusher.headers(secret="other")) == 403
    assert made.channel.health().detail == "listening; 1 bad requests refused"


@pytest.mark.parametrize("body", [b"{half", b"\xff\xfe", b"", b"[" * 100_000])
async def test_a_body_that_is_none_is_refused(dingtalk, body):
    made, pusher = dingtalk
    assert await pusher.post(body, pusher.headers()) == 400
    assert await pusher.push(report(made)) == 200


async def test_a_body_too_large_is_refused(dingtalk):
    _, pusher = dingtalk
    assert await pusher.post(b" " * (LARGEST + 1), pusher.headers()) == 413


@pytest.mark.parametrize("payload", [[], 7, {"msgId": "m"}, {"msgtype": "dance"}])
async def test_what_is_no_message_is_done_with(dingtalk, payload):
    made, pusher = dingtalk
    assert await pusher.push(payload) == 200
    assert made.inbox.calls == []


async def test_what_was_not_stored_is_not_answered_well(dingtalk):
    made, pusher = dingtalk
    made.inbox.fail_with = [StorageError("locked")]
    payload = report(made)
    assert [await pusher.push(payload), await pusher.push(payload)] == [503, 200]
    assert made.inbox.texts == ["路灯坏了"]


async def test_a_defect_in_storing_is_not_swallowed(dingtalk):
    made, pusher = dingtalk
    made.inbox.fail_with = [LookupError("a defect")]
    assert await pusher.push(report(made)) == 500
    with pytest.raises(LookupError, match="a defect"):
        await made.running
    made.running = None


async def test_an_address_that_is_taken_is_tried_again():
    port = free_port()
    taken = await asyncio.start_server(lambda *_: None, "127.0.0.1", port)
    where = Listening(port=port)
    async with rig(receiving=Receiving.CALLBACK, listening=where) as made:
        made.start()
        await asyncio.get_running_loop().run_in_executor(None, lambda: None)
        assert made.channel.health().status == "down"
        taken.close()
        await taken.wait_closed()
        await made.healthy("ok")


async def test_stopping_ends_the_server(dingtalk):
    made, _ = dingtalk
    await made.stop()
    assert made.channel.health().status == "down"


async def test_cards_have_no_buttons_where_presses_cannot_be_heard():
    async with called(card_template=TEMPLATE) as (made, _):
        assert made.channel.declaration.cards
        assert not made.settings.hears_buttons
