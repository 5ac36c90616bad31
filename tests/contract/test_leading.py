"""One process among several leads, and another does as soon as it is gone."""

import asyncio

import pytest

from bot.storage.engine import make_engine
from bot.storage.leading import Leader


@pytest.fixture
async def two(emptied):
    url = emptied.url.render_as_string(hide_password=False)
    leaders = [Leader(await asyncio.to_thread(make_engine, url)) for _ in range(2)]
    yield leaders
    for leader in leaders:
        await leader.close()


async def test_one_leads_and_goes_on_leading(two):
    one, other = two
    assert await one.leads()
    assert not await other.leads()
    assert await one.leads()


async def test_another_leads_when_the_first_has_left(two):
    one, other = two
    assert await one.leads()
    await one.close()
    assert await other.leads()
    assert not await one.leads()


async def test_who_has_lost_the_connection_does_not_lead(two, postgres):
    one, other = two
    assert await one.leads()
    assert not await other.leads()
    await asyncio.to_thread(cut, postgres)
    assert not await one.leads()
    assert not await other.leads()
    assert await other.leads()
    assert not await one.leads()


def cut(postgres):
    """As if the machine of both were gone."""
    with postgres.connect("contract_test") as connection:
        connection.execute(
            "select pg_terminate_backend(pid, 20000) from pg_stat_activity"
            " where application_name = 'qunli'"
        )
