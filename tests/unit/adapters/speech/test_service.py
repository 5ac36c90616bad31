"""A service that makes words of voices, on loopback."""

from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.adapters.speech import SpeechService, SpeechSettings
from bot.domain.errors import ChannelRefused, ChannelUnavailable


class Listener:
    """Answers as it is told, and remembers what it was given."""

    def __init__(self):
        self.given = {}
        self.status, self.answer = 200, '{"text": " 三号楼电梯停了 "}'

    async def listen(self, request):
        form = await request.post()
        self.given = {
            name: value.file.read() if name == "file" else value for name, value in form.items()
        }
        return web.Response(status=self.status, text=self.answer)


@pytest.fixture
def listener():
    return Listener()


@pytest.fixture
async def service(listener):
    app = web.Application()
    app.router.add_post("/inference", listener.listen)
    async with TestServer(app) as server:
        yield SpeechService(SpeechSettings(url=str(server.make_url("/inference")), model="small"))


async def test_a_voice_becomes_words(service, listener):
    assert await service.recognise(b"a voice") == " 三号楼电梯停了 "
    assert listener.given == {
        "file": b"a voice",
        "response_format": "json",
        "model": "small",
        "language": "zh",
    }


@pytest.mark.parametrize(
    ("status", "answer", "error"),
    [
        (500, "", ChannelUnavailable),
        (429, "", ChannelUnavailable),
        (400, "", ChannelRefused),
        (302, "", ChannelRefused),
        (200, "hello", ChannelRefused),
        (200, "[]", ChannelRefused),
        (200, '{"text": 7}', ChannelRefused),
    ],
)
async def test_what_goes_wrong(service, listener, status, answer, error):
    listener.status, listener.answer = status, answer
    with pytest.raises(error, match="speech"):
        await service.recognise(b"a voice")


async def test_half_a_character_can_be_stored(service, listener):
    listener.answer = '{"text": "\\ud800电梯"}'
    assert await service.recognise(b"") == "?电梯"


@pytest.mark.parametrize(
    ("url", "error"),
    [("http://127.0.0.1:1/", ChannelUnavailable), ("nowhere", ChannelRefused)],
)
async def test_nobody_there(url, error):
    settings = SpeechSettings(url=url, timeout=timedelta(seconds=2))
    with pytest.raises(error):
        await SpeechService(settings).recognise(b"")
