"""Tickets at the desk, over a store: what is tried is what is taken, once, by whom it was shown."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.areas.directory import place_names
from bot.domain.errors import ConfigError
from bot.domain.matters import Privacy
from bot.domain.viewing import Viewer
from bot.exchange.fates import Judge
from bot.exchange.mapping import shipped_mappings
from bot.exchange.ticketbook import Ticketbook, likeliest
from bot.exchange.ticketdesk import Desktools, Ticketdesk
from bot.ids import CountedIds
from bot.listing import read_matters
from bot.storage.engine import make_engine
from bot.storage.schema import create_all
from bot.storage.unit import SqlStore
from tests.builders import DUTY, HE, LIU, SUN, T0, case, directory
from tests.fakes.classifier import FakeClassifier
from tests.fakes.clock import FakeClock
from tests.fakes.signals import FakeSignals

LEADER = Viewer(name="sun", person=SUN)
OTHER = Viewer(name="duty", person=DUTY)
FILE = "\n".join(
    ("工单编号,诉求内容,事发地址", "GD1,路灯不亮,3栋", ",垃圾,", "GD2,停水了,3栋", "GD2,停水了,3栋")
).encode("gbk")


@pytest.fixture
async def store():
    engine = await asyncio.to_thread(make_engine, "sqlite://")
    await asyncio.to_thread(create_all, engine)
    opened = SqlStore(engine)
    yield opened
    await opened.close()


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
async def tickets(store, clock):
    areas, matters = directory(), await asyncio.to_thread(read_matters, None)
    classifier, ids = FakeClassifier(), CountedIds()

    async def items(texts):
        return await asyncio.to_thread(likeliest, classifier, texts)

    def judge(items):
        return Judge(
            directory=areas,
            matters=matters,
            names=lambda grid: place_names(areas, areas.grid(grid)),
            items=items,
            now=clock.now(),
            window=timedelta(hours=72),
        )

    book = Ticketbook(store=store, judge=judge, items=items, community="桥头社区", ids=ids)
    tools = Desktools(
        mappings=shipped_mappings,
        directory=lambda: areas,
        clock=clock,
        ids=ids,
        signals=FakeSignals(),
    )
    return Ticketdesk(book=book, tools=tools)


async def pending(store):
    found = await store.look(lambda unit: unit.exchange.pending(9))
    return [one.number for one in found]


async def heard(store):
    found = await store.work(lambda unit: unit.messages.unassembled(9))
    return [message.text for message in found]


async def test_a_file_is_tried_and_nothing_is_changed(tickets, store):
    tried = await tickets.check(LEADER, "hotline12345", FILE)
    assert [(one.line, one.number, one.fate) for one in tried.rows] == [
        (2, "GD1", "立新件"),
        (3, "", "读不了"),
        (4, "GD2", "立新件"),
        (5, "GD2", "已有"),
    ]
    assert dict(tried.counts) == {"立新件": 2, "读不了": 1, "已有": 1}
    assert (await pending(store), tried.takes) == ([], True)


async def test_what_was_shown_is_taken_once(tickets, store):
    tried = await tickets.check(LEADER, "hotline12345", FILE)
    assert await tickets.take(LEADER, tried.token) == 2
    assert await pending(store) == ["GD1", "GD2"]
    assert await tickets.take(LEADER, tried.token) is None
    assert not (await tickets.check(LEADER, "hotline12345", FILE)).takes


async def test_what_has_come_in_meanwhile_does_not_come_twice(tickets, store):
    first = await tickets.check(LEADER, "hotline12345", FILE)
    second = await tickets.check(OTHER, "hotline12345", FILE)
    assert await tickets.take(LEADER, first.token) == 2
    assert await tickets.take(OTHER, second.token) == 0
    assert await pending(store) == ["GD1", "GD2"]


async def test_only_whom_it_was_shown_takes_it_and_for_half_an_hour(tickets, store, clock):
    tried = await tickets.check(LEADER, "hotline12345", FILE)
    assert await tickets.take(OTHER, tried.token) is None
    clock.jump(T0 + timedelta(minutes=31))
    assert await tickets.take(LEADER, tried.token) is None
    assert await pending(store) == []


async def test_a_restricted_case_is_not_told_of(tickets, store):
    lamp = case(7, words="路灯不亮", opened_at=T0, touched_at=T0)
    await store.work(lambda unit: unit.cases.add(lamp))
    tried = await tickets.check(LEADER, "hotline12345", FILE)
    assert (tried.rows[0].fate, tried.rows[0].case) == ("并入", 7)
    await store.work(lambda unit: unit.cases.change(replace(lamp, privacy=Privacy.RESTRICTED)))
    hidden = await tickets.check(LEADER, "hotline12345", FILE)
    assert hidden.rows[0].case is None
    assert hidden.rows[0].key == ""


async def test_what_is_no_file_of_the_platform(tickets):
    for platform, data in (("hotline12345", b"a,b\n1,2"), ("nothing", FILE)):
        with pytest.raises(ConfigError):
            await tickets.check(LEADER, platform, data)


@pytest.mark.parametrize(
    ("viewer", "may"),
    [
        (LEADER, True),
        (OTHER, True),
        (Viewer(name="he", person=HE), True),
        (Viewer(name="liu", person=LIU), False),
        (Viewer(name="he", person=replace(HE, grids=("g2",))), False),
        (Viewer(name="root", admin=True, all_open=True), False),
        (Viewer(name="sun", person=SUN, within=("g2",)), False),
    ],
)
def test_who_leads_all_of_the_community_may(tickets, viewer, may):
    assert tickets.may(viewer) is may


async def test_platforms_are_named(tickets):
    assert dict(await tickets.platforms())["hotline12345"]
