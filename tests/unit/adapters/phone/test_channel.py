"""What an interface answers, and what the outbox is told."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.phone import PhoneChannel, PhoneSettings
from bot.clock import VirtualClock
from bot.domain.errors import ChannelRefused, ChannelUnavailable
from tests.contract.test_phone import words
from tests.fakes.phone_server import PhoneServer

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


@pytest.fixture
async def server():
    opened = PhoneServer()
    await opened.start()
    yield opened
    await opened.stop()


def channel(url: str, **fields) -> PhoneChannel:
    settings = PhoneSettings(**({"name": "phone", "url": url, "body": "$number $text"} | fields))
    return PhoneChannel(settings, VirtualClock(NOON))


@pytest.mark.parametrize("status", [200, 201, 202, 204])
async def test_taken(server, status):
    server.answers.append((status, ""))
    await channel(f"{server.base_url}/call").send(words())
    assert [one.path for one in server.asked] == ["/call"]


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (301, ChannelRefused),
        (400, ChannelRefused),
        (401, ChannelRefused),
        (404, ChannelRefused),
        (408, ChannelUnavailable),
        (429, ChannelUnavailable),
        (500, ChannelUnavailable),
        (503, ChannelUnavailable),
    ],
)
async def test_not_taken(server, status, error):
    server.answers.append((status, ""))
    phone = channel(f"{server.base_url}/call")
    with pytest.raises(error, match=str(status)):
        await phone.send(words())
    assert len(server.asked) == 1
    assert phone.health().status == "degraded"
    await phone.send(words())
    assert phone.health().status == "ok"


@pytest.mark.parametrize(("body", "took"), [('{"code":"OK"}', True), ('{"code":"LIMIT"}', False)])
async def test_an_interface_that_says_200_to_everything(server, body, took):
    server.answers.append((200, body))
    phone = channel(f"{server.base_url}/call", taken=r'"code"\s*:\s*"OK"')
    if took:
        await phone.send(words())
    else:
        with pytest.raises(ChannelUnavailable):
            await phone.send(words())


async def test_nobody_listens_there(server):
    await server.stop()
    phone = channel(f"{server.base_url}/call?key=hidden", timeout=timedelta(seconds=2))
    with pytest.raises(ChannelUnavailable) as caught:
        await phone.send(words())
    assert "hidden" not in str(caught.value)
    assert caught.value.__cause__ is None


async def test_an_address_that_is_none():
    with pytest.raises(ChannelRefused):
        await channel("https://").send(words())
