"""What a case lacks stands on its page, for whoever works on it: how much, and who took it on."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.books.board import LackRow
from bot.desk.books.cases import Casebook
from bot.domain.giving import Giving, Side
from bot.domain.lamps import Lamp
from bot.domain.service import ServiceState
from bot.domain.viewing import Viewer
from bot.listing import read_matters
from bot.replies.catalogue import Catalogue
from bot.wiring.store import opened
from tests.builders import HE, T0, case, directory
from tests.fakes.clock import FakeClock
from tests.fakes.signals import FakeSignals
from tests.unit.journey.test_service_desk import SERVICE

LEADER = Viewer(name="he", person=HE)
CLERK = Viewer(name="clerk", all_open=True)
RAIL = case(1, item="GY-19", category="GY")
NEED = Giving(
    id="giving-1",
    community="桥头社区",
    grid="g1",
    side=Side.NEED,
    kind="money",
    matter="1号扶手要300块材料费",
    amount="300块",
    place="",
    person="he",
    made_at=T0,
    until=T0 + timedelta(days=30),
    listed=True,
    of_case=RAIL.key,
    wanted=300,
)
PLEDGE = replace(
    SERVICE, need=NEED.id, resource="", giver="liu", heads=200, state=ServiceState.AGREED
)
CLAIM = replace(PLEDGE, id="service-2", giver="chen", heads=100, state=ServiceState.PROPOSED)
FALLEN = replace(PLEDGE, id="service-3", state=ServiceState.FELL_THROUGH)
OTHERS = replace(NEED, id="giving-2", of_case="another")


@pytest.fixture
async def board():
    async def keep(unit):
        await unit.cases.add(RAIL)
        for need in (NEED, OTHERS):
            await unit.givings.add(need)
        for one in (PLEDGE, CLAIM, FALLEN):
            await unit.services.save(one)

    async with opened("sqlite://") as store:
        await store.work(keep)
        yield Casebook(
            store=store,
            directory=directory,
            matters=await asyncio.to_thread(read_matters, None),
            words=await asyncio.to_thread(Catalogue.load),
            signals=FakeSignals(),
            lamp=lambda _: Lamp.GREEN,
            clock=FakeClock(),
        )


async def test_how_much_is_lacking_and_who_took_it_on(board):
    found = await board.read(LEADER, RAIL.key)
    assert found is not None
    assert list(found.lacks) == [
        LackRow(
            kind="费用",
            wanted="300元",
            left="100元",
            words="1号扶手要300块材料费",
            taken=[("刘网格员", "200元", "谈妥"), ("陈楼长", "100元", "待定")],
        )
    ]


async def test_who_has_no_part_in_it_is_not_shown_words(board):
    found = await board.read(CLERK, RAIL.key)
    assert found is not None
    assert list(found.lacks) == []
