"""A group is linked the whole way: a code of `qunli link`, typed on a platform, the notice there,
reports from then on, and the end of it.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from bot.adapters.dingtalk.channel import DingtalkChannel
from bot.adapters.dingtalk.settings import DingtalkSettings
from bot.adapters.simulator.channel import SimulatorChannel
from bot.adapters.simulator.rooms import GroupKind, SimulatedGroup, SimulatedMember
from bot.adapters.simulator.translate import Say
from bot.areas.directory import directory_of
from bot.clock import SystemClock
from bot.commands.link import Wanted, end_links, offer_code
from bot.commands.run import Counting
from bot.config.reading import check_config
from bot.domain.settings import Settings
from bot.ids import TimedIds
from bot.journey.office import Office
from bot.listing import read_matters
from bot.replies.catalogue import Catalogue
from bot.service import Edges, Service
from bot.signals import LocalSignals
from bot.wiring.journey import Tools, make_journey, office_hours
from bot.wiring.stages import stages_of
from bot.wiring.store import open_store
from tests.fakes.classifier import FakeClassifier
from tests.fakes.dingtalk_platform import OWNERS, FakeDingtalk

MATTERS, WORDS, HOURS = read_matters(None), Catalogue.load(), office_hours()
MOMENT = timedelta(milliseconds=50)


@dataclass
class Platform:
    """What people do in one group of a platform, and what the bot says there."""

    channel: Any
    say: Any
    said: Any
    ready: Any
    stop: Any


async def simulator(clock) -> Platform:
    group = SimulatedGroup(id="own9", name="新群", kind=GroupKind.OWNERS)
    member = SimulatedMember(id="he", name="何书记", role="grid_leader", groups=("own9",), note="")
    channel = SimulatorChannel(groups=[group], members=[member], clock=clock, bot_name="群理")

    async def say(text):
        shown = f"@群理 {text}"
        await channel.say(Say(room="own9", sender="he", text=shown, quoted=None, picture=False))

    async def nothing():
        pass

    def said():
        posts = channel.platform.posts()
        return [post.text for post in posts if post.sender is None and post.room == "own9"]

    return Platform(channel=channel, say=say, said=said, ready=nothing, stop=nothing)


async def dingtalk(clock) -> Platform:
    platform = FakeDingtalk(clock, groups=(OWNERS,))
    base = await platform.start()
    settings = DingtalkSettings(
        client_id="ding-client",
        client_secret="ding-secret",
        robot_code="ding-robot",
        api_base=base,
        oapi_base=base,
        backoff_first=MOMENT,
        backoff_longest=MOMENT,
        too_fast_wait=MOMENT,
        qps_wait=MOMENT,
        busy_wait=MOMENT,
    )
    return Platform(
        channel=DingtalkChannel(settings, clock),
        say=platform.say,
        said=lambda: platform.said(OWNERS),
        ready=platform.connected,
        stop=platform.stop,
    )


PLATFORMS = {"simulator": simulator, "dingtalk": dingtalk}
HEARS = {"simulator": "只听@我的话", "dingtalk": "这个平台只把@我的话转给我"}


class Rig:
    """The service on one platform, where no group is bound."""

    def __init__(self, name, config, platform, journey) -> None:
        self.name, self.config, self.platform, self.journey = name, config, platform, journey
        self.clock = journey.office.clock

    async def until(self, condition) -> None:
        async with asyncio.timeout(20):
            while not condition():
                await self.clock.sleep(MOMENT / 5)

    async def heard(self, words: str) -> str:
        """The newest thing the bot says with these words."""
        await self.until(lambda: any(words in text for text in self.platform.said()))
        return next(text for text in reversed(self.platform.said()) if words in text)

    async def code(self) -> str:
        wanted = Wanted(kind="owners", grid="g1", owner="*")
        return (await offer_code(self.config, wanted, self.clock)).shown


@pytest.fixture(params=list(PLATFORMS))
async def rig(request, tmp_path):
    async with running(request.param, tmp_path) as made:
        yield made


@asynccontextmanager
async def running(name, tmp_path):
    clock = SystemClock()
    grids = [{"id": "g1", "name": "第一网格"}]
    community = {"street": "西南街道", "name": "桥头社区", "grids": grids}
    store_url = f"sqlite:///{tmp_path}/link_test.db"
    config = check_config({"community": community, "store": {"url": store_url}})
    platform = await PLATFORMS[name](clock)
    base = Settings()
    settings = replace(
        base,
        quiet_window_addressed=MOMENT,
        night_begin=base.night_end,
        acknowledge_together=timedelta(0),
        poll=MOMENT,
    )
    channels = {name: platform.channel}
    office = Office(
        areas=directory_of(config),
        listed=MATTERS,
        words=WORDS,
        settings=settings,
        hours=HOURS,
        clock=clock,
        ids=TimedIds(clock),
        signals=LocalSignals(),
        channels={name: platform.channel.declaration},
    )
    store = await open_store(store_url)
    with ThreadPoolExecutor(1) as executor:
        tools = Tools(
            classifier=FakeClassifier(), channels=channels, executor=executor, witness=Counting()
        )
        journey = make_journey(office, store, tools)
        service = Service(
            clock=clock,
            signals=office.signals,
            poll=MOMENT,
            stages=stages_of(journey),
            edges=Edges(channels=channels, accept=journey.intake.accept),
        )
        serving = asyncio.ensure_future(service.run())
        made = Rig(name, config, platform, journey)
        try:
            await platform.ready()
            await made.until(lambda: platform.channel.health().status == "ok")
            yield made
        finally:
            service.stop()
            await serving
            await store.close()
            await platform.stop()


async def held(rig) -> int:
    return await rig.journey.store.look(lambda unit: unit.messages.held())


async def test_from_the_code_to_the_end(rig):
    say = rig.platform.say
    await say("3栋电梯坏了")
    await say("绑定 0000 0000")
    assert "没有绑定" in await rig.heard("没有绑定")
    assert (len(rig.platform.said()), await held(rig)) == (1, 0)

    await say(await rig.code())
    notice = await rig.heard("已绑定：第一网格业主群。")
    assert HEARS[rig.name] in notice
    (link,) = await rig.journey.store.look(lambda unit: unit.links.all())
    assert (link.channel, link.kind, link.grid) == (rig.name, "owners", "g1")

    await say("3栋电梯坏了")
    assert "#1" in await rig.heard("#1")
    await say("隐私")
    await rig.until(lambda: sum("只处理报事" in text for text in rig.platform.said()) == 2)

    await say("退出")
    bound = rig.journey.office.directory
    await rig.until(lambda: not rig.journey.office.directory.room(link.room).bindings)
    before = len(rig.platform.said())
    await say("5栋路灯不亮")
    await say("隐私")
    await say(await rig.code())
    await rig.until(lambda: rig.platform.said()[before:])
    assert [text[:4] for text in rig.platform.said()[before:]] == ["已绑定："]
    assert bound.room(link.room) is not None


async def test_the_office_ends_it_at_the_console(rig):
    await rig.platform.say(await rig.code())
    await rig.heard("已绑定")
    (link,) = await rig.journey.store.look(lambda unit: unit.links.all())
    assert await end_links(rig.config, link.room, rig.clock) == 1
    rig.journey.office.signals.notify("linking")
    await rig.until(lambda: not rig.journey.office.directory.room(link.room).bindings)
    before = len(rig.platform.said())
    await rig.platform.say("隐私")
    await rig.platform.say("绑定 1111 1111")
    assert "没有绑定" in await rig.heard("没有绑定")
    assert len(rig.platform.said()) == before + 1
