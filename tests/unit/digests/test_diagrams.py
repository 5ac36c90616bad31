"""Diagrams of a viewer's area: figures of the engine, nothing of what he has no right to."""

import asyncio
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from bot.desk.pages.diagrams import Bar, Diagram
from bot.desk.words import load_words
from bot.digests.diagrams import Chartbook
from bot.digests.plates import draw
from bot.domain.case import CaseStatus, EventKind
from bot.domain.matters import Privacy
from bot.domain.people import Person, Role
from bot.domain.place import Place
from bot.domain.viewing import Viewer
from bot.storage.engine import make_engine
from bot.storage.schema import create_all
from bot.storage.unit import SqlStore
from tests.builders import after, case, case_event

ALL = Viewer(name="", all_open=True)


@pytest.fixture
async def store():
    engine = await asyncio.to_thread(make_engine, "sqlite://")
    await asyncio.to_thread(create_all, engine)
    return SqlStore(engine)


@pytest.fixture(scope="session")
def tables():
    return load_words().tables


@pytest.fixture
def book(office, store, tables):
    return Chartbook(office=office, store=store, words=tables["charts"], lamps=tables["lamps"])


async def told(store, *cases):
    """Cases with their histories: opened, and done where they are."""

    async def work(unit):
        for one in cases:
            await unit.cases.add(one)
            lines = [(one.opened_at, EventKind.CASE_OPENED)]
            lines += [(one.done_at, EventKind.RESOLVED)] if one.done_at else []
            for at, kind in lines:
                line = case_event(case=one.key, at=at, kind=kind, detail={})
                await unit.cases.record([line])

    await store.work(work)


def done(number, *, late=False, **fields):
    fields = {
        "status": CaseStatus.EVALUATED,
        "resolve_until": after(60),
        "done_at": after(90 if late else 30),
    } | fields
    return case(number, **fields)


async def shown(book, id_, viewer=ALL, days=30):
    (found,) = [one for one in await book.diagrams(viewer, days) if one.id == id_]
    return [(bar.name, *bar.cells) for bar in found.bars]


async def test_rates_stand_there_to_the_digit_and_few_samples_are_not_told(store, book):
    six = [done(number, late=number in (1, 2)) for number in range(6)]
    few = [done(number, grid="g2", department="城管") for number in range(10, 12)]
    await told(store, *six, *few)
    rows = await shown(book, "grids")
    assert [row[1:3] for row in rows] == [("66.7", "6"), ("", "2")]
    (found,) = [one for one in await book.diagrams(ALL, 30) if one.id == "grids"]
    assert [bar.lengths for bar in found.bars] == [[66.7, None], [None, None]]


async def test_the_trend_counts_by_days_and_weeks(store, book):
    await told(store, case(1), done(2), case(3, drill=True))
    for id_ in ("days", "weeks"):
        rows = await shown(book, id_)
        assert sum(int(row[1]) for row in rows) == 2
        assert sum(int(row[2]) for row in rows) == 1
    assert len(await shown(book, "days")) == 14
    assert len(await shown(book, "weeks")) == 12


async def test_what_is_restricted_is_drawn_for_those_with_the_right(store, book):
    await told(store, case(1, privacy=Privacy.RESTRICTED), case(2))
    leader = Person(id="deng", name="邓", roles=(Role.GRID_LEADER,), grids=("g1",))
    ((_, *open_cells),) = await shown(book, "open")
    ((_, *all_cells),) = await shown(book, "open", Viewer(name="deng", person=leader))
    assert (sum(map(int, open_cells)), sum(map(int, all_cells))) == (1, 2)


async def test_only_his_grids(store, book):
    await told(store, *[done(n) for n in range(5)], *[done(n, grid="g2") for n in range(10, 15)])
    leader = Person(id="deng", name="邓", roles=(Role.GRID_LEADER,), grids=("g2",))
    his = Viewer(name="deng", person=leader)
    assert len(await shown(book, "grids")) == 2
    assert len(await shown(book, "grids", his)) == 1
    assert sum(int(row[1]) for row in await shown(book, "days", his)) == 5


async def test_hot_spots_are_named(store, book):
    spot = {"place": Place(building="3栋", spot="电梯"), "opened_at": after(days=1)}
    await told(store, *[case(number, **spot) for number in range(3)])
    ((name, times),) = await shown(book, "hot")
    assert name.startswith("3栋电梯 ")
    assert times == "3"


async def test_what_was_counted_is_good_for_a_minute(store, book, office):
    assert await shown(book, "open") == []
    await told(store, case(1))
    assert await shown(book, "open") == []
    office.clock.advance(61)
    assert len(await shown(book, "open")) == 1


BARS = [Bar(name="很长的名字" * 20, cells=("3", "1"), lengths=(3, None))]
PLAIN = Diagram(
    id="x",
    title="题",
    columns=("", "a", "b"),
    series=[("甲", "opened"), ("乙", "settled")],
    bars=BARS,
)


@pytest.mark.parametrize(
    "diagram",
    [PLAIN, replace(PLAIN, stacked=True), replace(PLAIN, bars=[]), replace(PLAIN, full=100)],
)
def test_every_diagram_is_a_picture_for_a_phone(diagram):
    image = Image.open(BytesIO(draw(diagram)))
    assert image.format == "PNG"
    assert image.width == 750
    colours = {colour for _, colour in image.getcolors(maxcolors=100_000)}
    assert (0x7F, 0xB0, 0xE8) in colours
