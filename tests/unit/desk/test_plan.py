"""The plan of the buildings, over a store."""

import asyncio
import re
from dataclasses import replace

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.books.plan import plan_of
from bot.desk.pages.plan import Planbook, PlanPages
from bot.domain.case import CaseStatus
from bot.domain.grid import Building, Grid
from bot.domain.lamps import Lamp
from bot.domain.matters import Privacy
from bot.domain.outline import Outline
from bot.domain.people import Person, Role
from bot.domain.place import Place
from bot.domain.viewing import Viewer
from bot.storage.engine import make_engine
from bot.storage.schema import create_all
from bot.storage.unit import SqlStore
from tests.builders import case, directory

THREE = Building(name="3栋", estate="富善花园", units=("1单元",))
FIVE = Building(name="5栋", estate="富善花园")
ONE = Grid(id="g1", name="第一网格", community="桥头社区", buildings=(THREE, FIVE))
TWO = Grid(id="g2", name="第二网格", community="桥头社区")
LAMPS = {1: Lamp.YELLOW, 2: Lamp.FLASHING, 3: Lamp.RED}
ALL = Viewer(name="", all_open=True)


def staff(role, *grids):
    return Viewer(name="he", person=Person(id="he", name="何", roles=(role,), grids=grids))


def at(number, building=None, grid="g1", **fields):
    return case(number, place=Place(building=building), grid=grid, **fields)


def outline(one):
    """As the board gives it."""
    known = {name: getattr(one, name) for name in Outline._fields if name != "building"}
    return Outline(**known, building=one.place.building)


@pytest.fixture
async def store():
    engine = await asyncio.to_thread(make_engine, "sqlite://")
    await asyncio.to_thread(create_all, engine)
    return SqlStore(engine)


@pytest.fixture
def book(store):
    there = replace(directory(), grids=(ONE, TWO))
    return Planbook(
        store=store,
        directory=lambda: there,
        lamp=lambda one: LAMPS.get(one.number, Lamp.GREEN),
    )


async def opened(store, *cases):
    async def work(unit):
        for one in cases:
            await unit.cases.add(one)

    await store.work(work)


def tiles(plan):
    return {
        (grid.id, estate.name, tile.name): (tile.open, tile.lamp)
        for grid in plan
        for estate in grid.estates
        for tile in estate.tiles
    }


def test_a_building_shows_its_worst_lamp_and_others_follow():
    lit = [
        (at(1, "3栋"), Lamp.GREY),
        (at(2, "3栋"), Lamp.RED),
        (at(3, "9栋"), Lamp.GREEN),
        (at(4), Lamp.BLUE),
        (at(5, "1栋", "g9"), Lamp.YELLOW),
    ]
    assert tiles(plan_of([ONE], [(outline(one), lamp) for one, lamp in lit])) == {
        ("g1", "富善花园", "3栋"): (2, "red"),
        ("g1", "富善花园", "5栋"): (0, ""),
        ("g1", "", "9栋"): (1, "green"),
        ("g1", "", ""): (1, "blue"),
        ("g9", "", "1栋"): (1, "yellow"),
    }


async def test_what_is_over_or_a_drill_colours_nothing(store, book):
    over = at(2, "3栋", status=CaseStatus.EVALUATED)
    await opened(store, at(1, "3栋"), over, at(3, "3栋", drill=True))
    assert tiles(await book.plan(ALL))["g1", "富善花园", "3栋"] == (1, "yellow")


@pytest.mark.parametrize(
    ("viewer", "seen"),
    [
        (ALL, (1, "yellow")),
        (staff(Role.GRID_MEMBER, "g1"), (1, "yellow")),
        (staff(Role.GRID_LEADER, "g1"), (2, "flashing")),
    ],
)
async def test_a_restricted_case_colours_for_those_with_the_right(store, book, viewer, seen):
    await opened(store, at(1, "3栋"), at(2, "3栋", privacy=Privacy.RESTRICTED))
    assert tiles(await book.plan(viewer))["g1", "富善花园", "3栋"] == seen


async def test_somebody_sees_the_grids_of_his_area(store, book):
    await opened(store, at(1, "3栋"))
    there = [grid.id for grid in await book.plan(staff(Role.GRID_LEADER, "g2"))]
    assert there == ["g2"]


async def test_the_page_names_lamps_and_leads_to_the_board(store, book, board, desk, material):
    await opened(store, at(2, "3栋"), at(3, None))
    app = desk(parts=[PlanPages(book=book, board=board, material=material)])
    async with TestClient(TestServer(app)) as client:
        text = await (await client.get("/plan")).text()
    assert re.search(r"1 件 严重超期", text)
    assert "grid=g1&amp;building=3%E6%A0%8B" in text
    assert "grid=g1&amp;building=-" in text
    assert "没有在办的" in text
