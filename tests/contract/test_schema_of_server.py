"""The migrations make the same tables on a server, and only one process at a time runs them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.domain.errors import StoreTooNew
from bot.storage.engine import make_engine
from bot.storage.schema import migrate
from bot.storage.tables import metadata
from tests.builders import NEWEST


@pytest.fixture
def url(postgres):
    yield postgres.make("schema_test")
    postgres.drop("schema_test")


@pytest.fixture
def engine(url):
    made = make_engine(url)
    yield made
    made.dispose()


def test_migrations_make_the_tables(engine):
    assert migrate(engine) == NEWEST
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_processes_that_start_together_make_them_once(url):
    engines = [make_engine(url) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(migrate, engines)) == {NEWEST}
    for engine in engines:
        engine.dispose()


def test_a_store_of_a_newer_program_is_left_alone(engine):
    migrate(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999'")
    with pytest.raises(StoreTooNew, match="revision 9999"):
        migrate(engine)
