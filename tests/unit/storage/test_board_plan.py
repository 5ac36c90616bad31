"""The newest cases are found by an index, however many there are."""

import asyncio

import pytest
from sqlalchemy import event

from bot.domain.viewing import CaseFilter, Scope
from bot.storage.engine import make_engine
from bot.storage.schema import create_all
from bot.storage.unit import SqlStore

HERS = Scope(grids=("g1", "g2"), owner="he")


@pytest.fixture
async def engine():
    engine = await asyncio.to_thread(make_engine, "sqlite://")
    await asyncio.to_thread(create_all, engine)
    return engine


@pytest.mark.parametrize(
    "ask",
    [
        lambda unit: unit.board.latest(HERS, 100, CaseFilter(open_only=True)),
        lambda unit: unit.board.latest(Scope(grids=None), 100),
        lambda unit: unit.cases.latest(1),
    ],
)
async def test_no_list_of_the_newest_sorts_all_cases(engine, ask):
    asked = []
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2:4]))
    await SqlStore(engine).look(ask)
    newest = [one for one in asked if "ORDER BY" in one[0]]
    assert newest
    connection = engine.raw_connection()
    for text, values in newest:
        plan = [row[-1] for row in connection.execute(f"EXPLAIN QUERY PLAN {text}", values)]
        assert any("cases_by_opening" in step for step in plan), plan
        assert "USE TEMP B-TREE FOR ORDER BY" not in plan
