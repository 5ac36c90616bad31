"""Every kind of store, empty, for the contract of stores."""

from datetime import timedelta

import pytest

from bot.storage.engine import make_engine
from bot.storage.schema import migrate
from tests.contract.store_cases import CASES, TEMPLATE, empty, make_template, tables_of


@pytest.fixture(scope="session")
def store_template(tmp_path_factory):
    directory = tmp_path_factory.mktemp("stores")
    make_template(directory / TEMPLATE)
    return directory


@pytest.fixture
def directory(store_template, tmp_path_factory):
    made = store_template / tmp_path_factory.mktemp("one").name
    made.mkdir()
    return made


@pytest.fixture(scope="session")
def database(postgres):
    """A database with all tables; the same engine for all tests keeps what it has compiled."""
    engine = make_engine(postgres.make("contract_test"))
    migrate(engine)
    yield engine, tables_of(engine)
    engine.dispose()
    postgres.drop("contract_test")


@pytest.fixture
def emptied(database):
    engine, tables = database
    empty(engine, tables)
    return engine


@pytest.fixture(params=CASES, ids=[case.name for case in CASES])
def case_and_place(request):
    return request.param, request.getfixturevalue(request.param.place)


@pytest.fixture
async def store(case_and_place):
    case, place = case_and_place
    async with case.open(place) as opened:
        yield opened


@pytest.fixture
def lease() -> timedelta:
    return timedelta(seconds=60)
