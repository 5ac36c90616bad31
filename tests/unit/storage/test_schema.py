"""The schema is what the tables say, whichever way it was made; a newer store is left alone."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import event, inspect

from bot.domain.errors import StorageError, StorageFull, StoreTooNew
from bot.storage.engine import make_engine
from bot.storage.schema import create_all, migrate
from bot.storage.tables import metadata
from tests.builders import NEWEST


@pytest.fixture
def engine(url):
    made = make_engine(url)
    yield made
    made.dispose()


def columns(engine) -> dict[str, list[tuple]]:
    """Every column, index and unique constraint there is."""
    seen = inspect(engine)
    found = {}
    for table in seen.get_table_names():
        if table != "alembic_version":
            found[table] = (
                [(c["name"], str(c["type"]), c["nullable"]) for c in seen.get_columns(table)],
                seen.get_pk_constraint(table)["constrained_columns"],
                sorted((i["name"], i["column_names"]) for i in seen.get_indexes(table)),
                sorted(u["column_names"] for u in seen.get_unique_constraints(table)),
            )
    return found


def tables_of(engine, query="select name, sql from sqlite_master where type = 'table'"):
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(query).all()
    return {name: sql for name, sql in map(tuple, rows) if name != "alembic_version"}


def test_migrations_make_the_tables(engine):
    migrate(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_both_ways_make_the_same(engine, tmp_path):
    migrate(engine)
    other = make_engine(f"sqlite:///{tmp_path / 'other.db'}")
    create_all(other)
    both = columns(engine), columns(other)
    other.dispose()
    assert both[0] == both[1]
    assert set(both[0]) == set(metadata.tables)


def test_tables_are_kept_in_the_order_of_their_keys(engine):
    """Without row ids: what is deleted leaves its page, and is overwritten there."""
    migrate(engine)
    assert [name for name, sql in tables_of(engine).items() if "WITHOUT ROWID" not in sql] == []


def test_migrating_twice_changes_nothing(engine):
    first = migrate(engine)
    assert migrate(engine) == first == NEWEST


def test_a_store_of_a_newer_program_is_left_alone(engine, query):
    migrate(engine)
    query("update alembic_version set version_num = '9999'")
    with pytest.raises(StoreTooNew, match=f"revision 9999, this program knows {NEWEST}"):
        migrate(engine)
    assert query("select version_num from alembic_version") == [("9999",)]


def test_a_full_disk_leaves_no_half_of_a_schema(url, query):
    engine = make_engine(url)
    event.listen(engine, "connect", lambda made, _: made.execute("PRAGMA max_page_count=8"))
    with pytest.raises(StorageFull):
        migrate(engine)
    engine.dispose()
    assert query("select name from sqlite_master") == []


def test_what_is_wrong_says_where(path, url):
    path.write_bytes(b"this is no database" * 1000)
    engine = make_engine(url)
    with pytest.raises(StorageError, match="damaged or no store at all") as caught:
        migrate(engine)
    engine.dispose()
    assert str(path) in str(caught.value)
