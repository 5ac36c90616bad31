"""A voice without words, from a real WeChat gateway to the words and the sound of a case: by the
adapter, an office's own recogniser on loopback, and every stage between.
"""

import asyncio
import base64
import contextlib
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
import soundfile
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.adapters.speech import SpeechService, SpeechSettings
from bot.adapters.wechat import WechatChannel
from bot.clock import SystemClock
from bot.domain.media import MediaState, SpeechRules
from bot.listing import read_matters
from bot.replies.catalogue import Catalogue
from bot.storage.engine import make_engine
from bot.storage.schema import create_all
from bot.storage.unit import SqlStore
from bot.wiring.journey import make_journey
from tests.builders import LEAD, OWN, directory
from tests.contract.channel_wechat import settings_for
from tests.fakes.classifier import FakeClassifier
from tests.fakes.clock import FakeClock
from tests.fakes.signals import FakeSignals
from tests.fakes.wechat_gateway import IMPOSSIBLE, NEEDS, OWNERS, WANG, shared
from tests.unit.journey.conftest import make_office, make_rig

pytestmark = pytest.mark.skipif(IMPOSSIBLE, reason=NEEDS)

AUDIO = 2
"""The gateway's number for it."""
REPORT = "3栋门口的路灯坏了"
TALK = "今天的晚霞真好看"


def recorded(seconds: float = 1.0) -> bytes:
    """A voice, with the name of whoever spoke in the file."""
    written = io.BytesIO()
    with soundfile.SoundFile(written, "w", 8000, 1, format="OGG") as file:
        file.artist = "Wang Xiulan"
        file.write([0.1, -0.1] * int(4000 * seconds))
    return written.getvalue()


class Recogniser:
    """A service as whisper.cpp has one, which hears `words`."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.heard: list[bytes] = []

    async def listen(self, request: web.Request) -> web.Response:
        form = await request.post()
        self.heard.append(form["file"].file.read())
        return web.json_response({"text": self.words})


@contextlib.asynccontextmanager
async def office_on_wechat(recogniser: Recogniser):
    """A journey whose only platform is the gateway's."""
    channel = WechatChannel(settings_for(shared()), SystemClock())
    clock = FakeClock(impatient=True)
    words, matters = await asyncio.to_thread(lambda: (Catalogue.load(), read_matters(None)))
    made = make_office(clock, FakeSignals(), channel, words, matters)
    bound = replace(OWN, bindings=((channel.declaration.name, OWNERS),))
    made = replace(
        made,
        areas=directory(rooms=(bound, LEAD)),
        channels={channel.declaration.name: channel.declaration},
        speech=SpeechRules(on=True),
    )
    app = web.Application()
    app.router.add_post("/inference", recogniser.listen)
    engine = await asyncio.to_thread(make_engine, "sqlite://")
    await asyncio.to_thread(create_all, engine)
    store = SqlStore(engine)
    with ThreadPoolExecutor(1) as executor:
        async with TestServer(app) as server:
            rig = make_rig(made, channel, FakeClassifier(), store, executor)
            speech = SpeechService(SpeechSettings(url=str(server.make_url("/inference"))))
            tools = replace(rig.tools, channels={channel.declaration.name: channel}, speech=speech)
            rig.journey = make_journey(made, store, tools)
            try:
                yield rig, channel
            finally:
                channel.close()
                await store.close()


async def spoken(rig, channel, sound: bytes) -> None:
    """Somebody speaks, and everything is worked on until nothing is to be done."""
    came = asyncio.Event()

    async def accept(messages) -> None:
        now = rig.clock.now()
        await rig.journey.intake.accept(
            [replace(one, sent_at=now, received_at=now) for one in messages]
        )
        came.set()

    running = asyncio.ensure_future(channel.run(accept))
    try:
        async with asyncio.timeout(30):
            while channel.health().status != "ok":
                await SystemClock().sleep(timedelta(milliseconds=5))
            content = base64.b64encode(sound).decode()
            given = {"from": WANG, "to": OWNERS, "content": content, "type": AUDIO}
            await asyncio.to_thread(shared().order, "file", **given)
            await came.wait()
        await rig.settle()
        await rig.journey.dictating.run_once()
        await rig.settle()
        await rig.wait(10)
        await rig.journey.showing.run_once()
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running


@pytest.fixture(autouse=True)
def quiet_gateway():
    shared().order("reset")


async def test_it_becomes_a_case_that_can_be_listened_to():
    recogniser, sound = Recogniser(REPORT), recorded()
    async with office_on_wechat(recogniser) as (rig, channel):
        await spoken(rig, channel, sound)
        (case,) = await rig.cases()
        (one,) = await rig.store.look(lambda unit: unit.media.of_case(case.key))
        kept = await rig.store.look(lambda unit: unit.media.kept(case.key, one.id))
    assert (case.words, recogniser.heard) == (REPORT, [sound])
    assert (one.state, one.form, one.seconds) == (MediaState.KEPT, "audio/mpeg", 1)
    assert b"Wang" in sound
    assert b"Wang" not in kept.data
    with soundfile.SoundFile(io.BytesIO(kept.data)) as again:
        assert again.frames > 7000


async def test_of_talk_neither_words_nor_sound_stay():
    async with office_on_wechat(Recogniser(TALK)) as (rig, channel):
        await spoken(rig, channel, recorded())
        assert await rig.cases() == []
        assert await rig.store.look(lambda unit: unit.media.next_due(of_cases=True)) is None
        assert await rig.store.look(lambda unit: unit.media.next_due(of_cases=False)) is None
