"""/metrics at the desk, and /readyz beside /healthz."""

from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.metrics import MetricsApi
from bot.domain.errors import StorageError
from tests.unit.desk.fake_board import StillClock, report


async def test_anybody_reads_the_page_and_many_at_once_cost_one_look(desk):
    clock, looks = StillClock(), []

    async def write() -> bytes:
        looks.append(1)
        return b"qunli_parked %d\n" % len(looks)

    part = MetricsApi(write=write, clock=clock)
    async with TestClient(TestServer(desk(parts=[part]))) as client:
        first = await client.get("/metrics")
        assert (first.status, await first.text()) == (200, "qunli_parked 1\n")
        assert first.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        assert await (await client.get("/metrics")).text() == "qunli_parked 1\n"
        clock.instant += timedelta(seconds=3)
        assert await (await client.get("/metrics")).text() == "qunli_parked 2\n"
        clock.instant -= timedelta(hours=1)
        assert await (await client.get("/metrics")).text() == "qunli_parked 3\n"


@pytest.mark.parametrize(
    ("parts", "stopping", "status"),
    [
        ({}, False, 200),
        ({"adapters__wechat": "down"}, False, 200),
        ({"store": "down"}, False, 503),
        ({}, True, 503),
    ],
)
async def test_it_is_ready_while_it_serves_and_not_when_it_stops(
    client, health, parts, stopping, status
):
    health.report = replace(report(**parts), stopping=stopping)
    response = await client.get("/readyz")
    assert (response.status, await response.json()) == (status, {"ready": status == 200})


async def test_a_store_that_cannot_be_asked_is_not_ready(client, health):
    health.trouble = StorageError("disk I/O error")
    assert (await client.get("/readyz")).status == 503
