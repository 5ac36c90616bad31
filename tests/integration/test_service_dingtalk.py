"""The whole service on DingTalk: the platform's troubles go through every stage, and each
request is answered once.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapters.dingtalk.channel import DingtalkChannel
from bot.adapters.dingtalk.settings import DingtalkSettings
from bot.clock import SystemClock
from bot.commands.run import Counting
from bot.domain.grid import Directory, Grid, Room, RoomKind
from bot.domain.people import Person, Role
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
from tests.fakes.dingtalk_platform import LEADERS, OWNERS, FakeDingtalk
from tests.fakes.dingtalk_world import WANG, Reply

SESSION = "/robot/sendBySession"
MATTERS, WORDS, HOURS = read_matters(None), Catalogue.load(), office_hours()


def directory() -> Directory:
    rooms = tuple(
        Room(
            id=name,
            kind=kind,
            name=name,
            community="桥头社区",
            grid="g1",
            bindings=(("dingtalk", conversation),),
        )
        for name, kind, conversation in (
            ("own", RoomKind.OWNERS, OWNERS),
            ("lead", RoomKind.LEADERS, LEADERS),
        )
    )
    leader = Person(
        id="he",
        name="何书记",
        roles=(Role.GRID_LEADER,),
        grids=("g1",),
        accounts=(("dingtalk", "staff-he"),),
    )
    return Directory(
        "西南街道", (Grid(id="g1", name="第一网格", community="桥头社区"),), rooms, (leader,)
    )


def settings() -> Settings:
    base = Settings()
    return replace(
        base,
        quiet_window=timedelta(milliseconds=50),
        quiet_window_addressed=timedelta(milliseconds=50),
        night_begin=base.night_end,
        first_retry=timedelta(milliseconds=50),
        poll=timedelta(milliseconds=50),
    )


class Running:
    """The platform, the service on it, and what is stored."""

    def __init__(self, platform, journey, channel) -> None:
        self.platform, self.journey, self.channel = platform, journey, channel

    async def cases(self) -> int:
        _, found = await self.journey.store.look(lambda unit: unit.cases.latest(100))
        return len(found)

    async def settled(self) -> None:
        """Nothing waits in any stage or on its way out."""

        async def look(unit):
            states = await unit.turns.waiting()
            loose = await unit.messages.unassembled(1)
            return bool(loose) or await unit.deliveries.waiting() or states.get("open", 0)

        async with asyncio.timeout(20):
            while await self.journey.store.look(look):
                await self.journey.office.clock.sleep(timedelta(milliseconds=20))

    def about(self, conversation: str, number: int) -> list[str]:
        return [text for text in self.platform.said(conversation) if f"#{number}" in text]


@asynccontextmanager
async def running(tmp_path, **changed):
    clock = SystemClock()
    platform = FakeDingtalk(clock, groups=(OWNERS, LEADERS))
    base = await platform.start()
    channel = DingtalkChannel(
        DingtalkSettings(
            client_id="ding-client",
            client_secret="ding-secret",
            robot_code="ding-robot",
            api_base=base,
            oapi_base=base,
            backoff_first=timedelta(milliseconds=20),
            backoff_longest=timedelta(milliseconds=100),
            too_fast_wait=timedelta(milliseconds=100),
            qps_wait=timedelta(milliseconds=100),
            busy_wait=timedelta(milliseconds=50),
            **changed,
        ),
        clock,
    )
    office = Office(
        areas=directory(),
        listed=MATTERS,
        words=WORDS,
        settings=settings(),
        hours=HOURS,
        clock=clock,
        ids=TimedIds(clock),
        signals=LocalSignals(),
        channels={"dingtalk": channel.declaration},
    )
    store = await open_store(f"sqlite:///{tmp_path / 'service_test.db'}")
    with ThreadPoolExecutor(1) as executor:
        tools = Tools(
            classifier=FakeClassifier(),
            channels={"dingtalk": channel},
            executor=executor,
            witness=Counting(),
        )
        journey = make_journey(office, store, tools)
        service = Service(
            clock=clock,
            signals=office.signals,
            poll=office.settings.poll,
            stages=stages_of(journey),
            edges=Edges(channels={"dingtalk": channel}, accept=journey.intake.accept),
        )
        serving = asyncio.ensure_future(service.run())
        try:
            await platform.connected()
            yield Running(platform, journey, channel)
        finally:
            service.stop()
            await serving
            await store.close()
            await platform.stop()


@pytest.fixture
async def service(tmp_path):
    async with running(tmp_path) as made:
        yield made


async def answered(service, number: int = 1, where: str = OWNERS) -> list[str]:
    """What was said there about a case; answers to one group within a minute become one line,
    therefore a second case is told elsewhere.
    """
    await service.platform.until(lambda: service.about(where, number))
    await service.settled()
    return service.about(where, number)


async def test_a_report_is_answered_here_and_told_there(service):
    await service.platform.say("3栋电梯坏了")
    assert len(await answered(service)) == 1
    assert len(service.about(LEADERS, 1)) == 1
    assert await service.cases() == 1


async def test_a_message_delivered_again_is_one_case_and_one_answer(service):
    payload = service.platform.payload(
        WANG, group=OWNERS, msgtype="text", text={"content": " 3栋电梯坏了"}
    )
    for _ in range(3):
        await service.platform.gateway.deliver(payload)
    await answered(service)
    await service.platform.gateway.deliver(payload)
    await service.platform.acknowledged(payload["msgId"])
    await service.settled()
    assert len(service.about(OWNERS, 1)) == 1
    assert await service.cases() == 1


async def test_a_disconnect_in_the_middle_of_work_loses_nothing(service):
    await service.platform.say("3栋电梯坏了")
    service.platform.gateway.cut()
    await service.platform.connected(opened=2)
    await service.platform.redeliver()
    said = await service.platform.say("楼下路灯不亮了", group=LEADERS)
    await service.platform.acknowledged(said)
    assert len(await answered(service, 1)) == 1
    assert len(await answered(service, 2, LEADERS)) == 1
    assert await service.cases() == 2


async def test_a_bad_frame_does_not_disturb_the_next_message(service):
    await service.platform.gateway.raw("{this is no frame")
    await service.platform.connected()
    said = await service.platform.say("3栋电梯坏了")
    await service.platform.redeliver()
    await service.platform.acknowledged(said)
    assert len(await answered(service)) == 1


async def test_an_expired_webhook_is_answered_by_the_robot_itself(service):
    service.platform.fail(SESSION, Reply(text='{"errcode": 300001, "errmsg": "session expired"}'))
    await service.platform.say("3栋电梯坏了")
    assert len(await answered(service)) == 1
    ways = [sent.way for sent in service.platform.sent if sent.to == OWNERS]
    assert ways == ["group"]


async def test_an_expired_token_is_renewed(service):
    await service.platform.say("3栋电梯坏了")
    await answered(service)
    service.platform.robot.revoke_tokens()
    await service.platform.tell("楼下路灯不亮了")
    assert len(await answered(service, 2, LEADERS)) == 1


async def test_too_fast_is_sent_later_and_once(service):
    service.platform.fail(SESSION, Reply(text='{"errcode": 130101, "errmsg": "send too fast"}'))
    await service.platform.say("3栋电梯坏了")
    assert len(await answered(service)) == 1
