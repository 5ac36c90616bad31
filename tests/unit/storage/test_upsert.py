"""What is written in PostgreSQL's construct are SQLite's own words on SQLite."""

import pytest
from sqlalchemy.dialects import sqlite

from bot.storage.tables import counters, deliveries
from bot.storage.upsert import insert


def added(kind):
    new = kind(counters).values(name="n", scope="s", value=1)
    return new.on_conflict_do_update(
        index_elements=[counters.c.name, counters.c.scope],
        set_={"value": counters.c.value + new.excluded.value},
        where=counters.c.value < 3,
    ).returning(counters.c.value)


def ignored(kind):
    return kind(deliveries).on_conflict_do_nothing()


@pytest.mark.parametrize("written", [added, ignored])
def test_the_words_are_the_same(written):
    ours, theirs = (
        written(kind).compile(dialect=sqlite.dialect()) for kind in (insert, sqlite.insert)
    )
    assert str(ours) == str(theirs)
    assert ours.params == theirs.params
