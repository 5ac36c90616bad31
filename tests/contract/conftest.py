"""Every kind of store, empty, for the contract of stores."""

from datetime import timedelta

import pytest

from tests.contract.store_cases import CASES, TEMPLATE, make_template


@pytest.fixture(scope="session")
def store_template(tmp_path_factory):
    directory = tmp_path_factory.mktemp("stores")
    make_template(directory / TEMPLATE)
    return directory


@pytest.fixture(params=CASES, ids=[case.name for case in CASES])
async def store(request, store_template, tmp_path_factory):
    directory = store_template / tmp_path_factory.mktemp("one").name
    directory.mkdir()
    async with request.param.open(directory) as opened:
        yield opened


@pytest.fixture
def lease() -> timedelta:
    return timedelta(seconds=60)
