"""Pairs of characters: which there are, what is erased, and what an older store gets."""

import asyncio
from dataclasses import replace

import pytest
from alembic import command
from sqlalchemy import insert, inspect

from bot.domain.matters import Privacy
from bot.domain.viewing import CaseFilter, Scope
from bot.storage.engine import make_engine
from bot.storage.grams import grams, grams_of
from bot.storage.rows import case_to_row
from bot.storage.schema import alembic_config, migrate
from bot.storage.tables import cases
from bot.storage.unit import SqlStore
from tests.builders import case

PLACE = {"building": "3栋"}


@pytest.mark.parametrize(
    ("texts", "pairs"),
    [
        (("电梯坏",), {"电梯", "梯坏"}),
        (("K17",), {"k1", "17"}),
        (("3栋", "灯"), {"3栋"}),
        (("",), set()),
        (("哈哈哈",), {"哈哈"}),
    ],
)
def test_pairs_of_neighbours(texts, pairs):
    assert grams(*texts) == pairs


def test_what_is_not_searched_has_none():
    assert grams_of("灯坏", PLACE, Privacy.NORMAL) == {"灯坏", "3栋"}
    assert grams_of("灯坏", PLACE, Privacy.RESTRICTED) == set()


async def test_words_that_are_erased_leave_no_pair_on_the_disk(store, path, query, in_thread):
    old = case(1, words="嗯" + "饕餮" * 9)

    async def write(unit):
        await unit.cases.add(old)
        for number in range(2, 40):
            await unit.cases.add(case(number))

    await store.work(write)
    assert query("SELECT count(*) FROM case_grams WHERE gram = '饕餮'") == [(1,)]
    await store.work(lambda unit: unit.cases.change(replace(old, words="")))
    assert query("SELECT gram FROM case_grams WHERE case_key = ?", old.key) == [("3栋",)]
    assert await store.scrub()
    for pair in ("饕餮", "餮饕", "嗯饕"):
        assert pair.encode() not in await in_thread(path.read_bytes)


def before(engine, *kept):
    """A store as it was before there were pairs, with cases."""
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), "0034")
        there = {column["name"] for column in inspect(connection).get_columns("cases")}
        for sequence, one in enumerate(kept):
            row = case_to_row(one) | {"sequence": sequence}
            values = {name: value for name, value in row.items() if name in there}
            connection.execute(insert(cases).values(values))
    migrate(engine)


async def test_cases_of_an_older_store_are_found(url):
    engine = await asyncio.to_thread(make_engine, url)
    secret = case(501, words="电梯里的事", privacy=Privacy.RESTRICTED)
    some = [case(number, words=f"电梯停在{number}楼") for number in range(1, 501)]
    await asyncio.to_thread(before, engine, *some, secret, case(502, words="电梯门夹人"))
    store = SqlStore(engine)
    for words, found in (("电梯", 501), ("77楼", 5), ("夹人", 1), ("里的", 0)):
        asked = CaseFilter(words=words)
        seen = await store.look(
            lambda unit, asked=asked: unit.board.latest(Scope(grids=None), 999, asked)
        )
        assert len(seen) == found, words
    await store.close()
