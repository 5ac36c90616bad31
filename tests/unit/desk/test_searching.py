"""Who finds a case by its words: whoever may read them."""

import asyncio

import pytest

from bot.desk.books.cases import Casebook
from bot.desk.doorkeeper import HERE
from bot.domain.lamps import Lamp
from bot.domain.people import Person, Role
from bot.domain.viewing import CaseFilter, Viewer
from bot.listing import read_matters
from bot.replies.catalogue import Catalogue
from bot.wiring.store import opened
from tests.builders import case, directory
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
