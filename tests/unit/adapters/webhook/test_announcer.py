"""A program on the loopback: what it is told, how it knows who tells, what it answers."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.webhook import Target, WebhookAnnouncer, key_of
from bot.clock import VirtualClock
from bot.domain.announcement import Announcement
from bot.domain.errors import ChannelRefused, ChannelUnavailable
from tests.fakes.phone_server import PhoneServer

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
ONE = Announcement(
    id="announcement-1",
    to="screen",
    case="case-1",
    type="case.opened",
    at=NOON,
    text=json.dumps({"type": "case.opened", "data": {"building": "3栋"}}, ensure_ascii=False),
    due_at=NOON,
)


@pytest.fixture
async def server():
    opened = PhoneServer()
    await opened.start()
    yield opened
    await opened.stop()


def announcer(url, *, timeout=timedelta(seconds=5)):
    targets = {"screen": Target(url=url, key=key_of(SECRET))}
    return WebhookAnnouncer(targets, clock=VirtualClock(NOON), timeout=timeout)


def is_from_us(asked, secret):
    """What docs/interfaces.md tells a program to do."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{asked.headers['webhook-id']}.{asked.headers['webhook-timestamp']}.{asked.body}"
    wanted = base64.b64encode(hmac.new(key, signed.encode(), hashlib.sha256).digest()).decode()
    return hmac.compare_digest(asked.headers["webhook-signature"], f"v1,{wanted}")


async def test_it_is_told_once_and_can_prove_by_whom(server):
    await announcer(f"{server.base_url}/hook").announce(ONE)
    (asked,) = server.asked
    assert (asked.method, asked.path, asked.body) == ("POST", "/hook", ONE.text)
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["webhook-id"] == ONE.id
    assert asked.headers["webhook-timestamp"] == str(int(NOON.timestamp()))
    assert is_from_us(asked, SECRET)
    assert not is_from_us(asked, "whsec_" + base64.b64encode(bytes(32)).decode())


@pytest.mark.parametrize("status", [200, 202, 204])
async def test_taken(server, status):
    server.answers.append((status, ""))
    await announcer(server.base_url).announce(ONE)


@pytest.mark.parametrize("status", [302, 400, 401, 404, 429, 500, 503])
async def test_what_may_be_mended_is_tried_again(server, status):
    server.answers.append((status, ""))
    with pytest.raises(ChannelUnavailable, match=str(status)):
        await announcer(server.base_url).announce(ONE)
    assert len(server.asked) == 1


async def test_who_is_gone_is_asked_no_more(server):
    server.answers.append((410, ""))
    with pytest.raises(ChannelRefused):
        await announcer(server.base_url).announce(ONE)


async def test_who_is_not_configured_any_more_is_not_asked(server):
    other = WebhookAnnouncer({}, clock=VirtualClock(NOON), timeout=timedelta(seconds=5))
    with pytest.raises(ChannelRefused):
        await other.announce(ONE)
    assert server.asked == []


async def test_no_answer_and_nobody_there_are_told_without_the_address(server):
    server.answers.append(None)
    slow = announcer(server.base_url, timeout=timedelta(seconds=0.2))
    with pytest.raises(ChannelUnavailable) as silent:
        await slow.announce(ONE)
    with pytest.raises(ChannelUnavailable) as absent:
        await announcer("http://127.0.0.1:9/secret-path").announce(ONE)
    assert "127.0.0.1" not in str(silent.value) + str(absent.value)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_short", "not base64!" * 4, "QUJD" * 100])
def test_what_is_no_secret_is_said(secret):
    with pytest.raises(ValueError, match="must be"):
        key_of(secret)
