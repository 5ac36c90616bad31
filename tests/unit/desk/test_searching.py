"""Who finds a case by its words: whoever may read them."""

import asyncio
from dataclasses import replace

import pytest

from bot.desk.books.cases import Casebook
from bot.desk.doorkeeper import HERE
from bot.domain.lamps import Lamp
from bot.domain.people import Person, Role
from bot.domain.viewing import CaseFilter, Viewer
from bot.listing import read_matters
from bot.replies.catalogue import Catalogue
from bot.wiring.store import opened
from tests.builders import after, case, directory
from tests.fakes.clock import FakeClock
from tests.fakes.signals import FakeSignals

LEADER = Viewer(
    name="he", person=Person(id="he", name="贺敏", roles=(Role.GRID_LEADER,), grids=("g1",))
)
CLERK = Viewer(name="clerk", all_open=True)
SAID = case(1, item="WY-01", category="WY", words="王阿婆家门口的电梯又停了")


@pytest.fixture
async def board():
    async with opened("sqlite://") as store:
        await store.work(lambda unit: unit.cases.add(SAID))
        yield Casebook(
            store=store,
            directory=directory,
            matters=await asyncio.to_thread(read_matters, None),
            words=await asyncio.to_thread(Catalogue.load),
            signals=FakeSignals(),
            lamp=lambda _: Lamp.GREEN,
            clock=FakeClock(),
        )


@pytest.mark.parametrize("lamp", ["", "green"])
@pytest.mark.parametrize(
    ("who", "words", "found"),
    [
        (LEADER, "王阿婆", [1]),
        (HERE, "王阿婆", [1]),
        (CLERK, "王阿婆", []),
        (CLERK, "电梯", [1]),
        (LEADER, "水管", []),
    ],
    ids=["leader", "trial", "no part", "no part, the matter's name", "nothing"],
)
async def test_by_words(board, who, words, found, lamp):
    rows = await board.cases(who, 9, CaseFilter(words=words), lamp)
    assert [row.number for row in rows] == found


@pytest.mark.parametrize(("limit", "shown"), [(9, [6, 3]), (2, [6, 3]), (1, [6])])
async def test_a_lamp_is_found_however_many_newer_cases_have_another(
    board, monkeypatch, limit, shown
):
    monkeypatch.setattr("bot.desk.books.cases._AT_A_TIME", 2)

    async def write(unit):
        for number in range(2, 9):
            await unit.cases.add(case(number, opened_at=after(number // 3)))

    await board.store.work(write)
    red = replace(board, lamp=lambda seen: Lamp.RED if seen.number in (3, 6) else Lamp.GREEN)
    rows = await red.cases(LEADER, limit, CaseFilter(), "red")
    assert sorted((row.number for row in rows), reverse=True) == sorted(shown, reverse=True)
