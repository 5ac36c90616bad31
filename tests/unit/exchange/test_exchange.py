"""Tickets of another platform become cases by the journey of all words; cases go out mapped."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.areas.directory import place_names
from bot.desk.visiting import VisitorChannel
from bot.domain.exchange import EXCHANGE
from bot.domain.place import Place
from bot.exchange.fates import Judge, Kind
from bot.exchange.mapping import read_mapping
from bot.exchange.reading import read_rows
from bot.exchange.taking import known, settle, take_in
from bot.exchange.writing import Writer, as_csv, as_json
from bot.ids import CountedIds
from bot.listing import read_matters
from bot.replies.catalogue import Catalogue
from bot.wiring.journey import make_journey
from tests.builders import case, directory
from tests.fakes.channel import FakeChannel
from tests.fakes.classifier import WORDS, FakeClassifier
from tests.fakes.clock import FakeClock
from tests.fakes.signals import FakeSignals
from tests.unit.journey.conftest import make_office, make_rig, store

MATTERS, CATALOGUE = read_matters(None), Catalogue.load()
HOTLINE = read_mapping("hotline12345")
FILE = """工单编号,诉求内容,事发地址,所属网格,群理单号
GD1,路灯坏了没人修,3栋楼道,第一网格,
GD2,又来催路灯坏了,3栋楼道,,
GD1,路灯坏了,3栋,,
GD3,要求开无犯罪证明,,,
GD4,路灯坏了,3栋,第九网格,
,路灯坏了,3栋,,
GD5,,,,1
GD6,,,,99
""".encode("gb18030")

assert store  # a fixture


@pytest.fixture
def rig(store):
    channel = FakeChannel()
    office = make_office(FakeClock(impatient=True), FakeSignals(), channel, CATALOGUE, MATTERS)
    with ThreadPoolExecutor(1) as executor:
        rig = make_rig(office, channel, FakeClassifier(), store, executor)
        visitors = VisitorChannel(name=EXCHANGE, clock=rig.clock, ids=CountedIds())
        rig.office = replace(office, channels={**office.channels, EXCHANGE: visitors.declaration})
        tools = replace(rig.tools, channels={**rig.tools.channels, EXCHANGE: visitors})
        rig.journey = make_journey(rig.office, store, tools)
        yield rig


def judge(rig):
    areas = directory()
    words = WORDS | {"无犯罪证明": next(m.item for m in MATTERS.values() if m.is_negative)}

    def items(texts):
        return [next((i for w, i in words.items() if w in text), None) for text in texts]

    return Judge(
        directory=areas,
        matters=MATTERS,
        names=lambda grid: place_names(areas, areas.grid(grid)),
        items=items,
        now=rig.clock.now(),
        window=timedelta(hours=72),
    )


async def fates_of(rig, rows):
    found = await rig.store.work(lambda unit: known(unit, "hotline12345", rows, "桥头社区"))
    return await asyncio.to_thread(judge(rig).fates, rows, found)


async def test_every_row_has_a_fate_and_the_tickets_become_cases(rig):
    rows = read_rows(FILE, HOTLINE)
    fates = await fates_of(rig, rows)
    assert [(fate.number, fate.kind) for fate in fates] == [
        ("GD1", Kind.OPENED),
        ("GD2", Kind.OPENED),
        ("GD1", Kind.DUPLICATE),
        ("GD3", Kind.NOT_FOR_THE_GRID),
        ("GD4", Kind.UNREADABLE),
        ("", Kind.UNREADABLE),
        ("GD5", Kind.UNREADABLE),
        ("GD6", Kind.UNREADABLE),
    ]
    assert await rig.cases() == []  # nothing is changed by telling
    now = rig.clock.now()
    taken = await rig.store.work(
        lambda unit: take_in(unit, "hotline12345", fates[:1], CountedIds(), now)
    )
    assert taken == 1
    await rig.settle()
    await rig.wait(10)
    (opened,) = await rig.cases()
    assert (opened.item, opened.grid, opened.channel) == ("GY-11", "g1", EXCHANGE)
    again = {fate.line: fate for fate in await fates_of(rig, rows)}
    assert (again[2].kind, again[2].case.number) == (Kind.DUPLICATE, opened.number)
    assert (again[3].kind, again[3].case.number) == (Kind.JOINED, opened.number)
    assert (again[8].kind, again[8].case.number) == (Kind.LINKED, opened.number)
    linked = [again[8]]
    await rig.store.work(lambda unit: take_in(unit, "hotline12345", linked, CountedIds(), now))
    numbers = await rig.store.look(lambda unit: unit.exchange.of_cases([opened.key]))
    assert [one.number for one in numbers] == ["GD1", "GD5"]
    await rig.store.work(settle)  # there is nothing left to settle
    assert await rig.store.look(lambda unit: unit.exchange.pending(9)) == []


async def test_the_same_file_twice_changes_nothing(rig):
    rows = read_rows(FILE, HOTLINE)
    for expected in (1, 0):
        fates = [one for one in await fates_of(rig, rows) if one.line == 2]
        now = rig.clock.now()
        taken = await rig.store.work(
            lambda unit, f=fates, n=now: take_in(unit, "hotline12345", f, CountedIds(), n)
        )
        assert taken == expected
        await rig.settle()
        await rig.wait(10)
    assert len(await rig.cases()) == 1


@pytest.mark.parametrize("name", ["hotline12345", "yuepingan"])
def test_cases_go_out_as_the_platform_has_them(name):
    mapping = read_mapping(name)
    writer = Writer(directory=directory(), matters=MATTERS, words=CATALOGUE)
    one = replace(case(7), item="GY-11", grid="g1", words="=路灯坏了，电话13812345678")
    row = writer.row(one, mapping, "GD1")
    assert list(row) == list(mapping.given)
    assert {"7", "GD1"} <= set(row.values())
    table = as_csv([row], mapping).decode("utf-8-sig")
    assert "13812345678" not in table
    assert "'=路灯坏了" in table
    assert '"GD1"' in as_json([row]).decode()
    block = writer.block(one, mapping, "GD1")
    assert "#7" in block
    assert "13812345678" not in block


def test_a_place_is_said_once():
    mapping = read_mapping("hotline12345")
    writer = Writer(directory=directory(), matters=MATTERS, words=CATALOGUE)
    there = Place(building="3栋", unit="2单元", spot="3栋楼下，打13812345678")
    told = writer.fields(replace(case(7), item="GY-11", place=there), mapping, "")
    assert told["place"].startswith("3栋楼下")
    assert "13812345678" not in told["place"]
