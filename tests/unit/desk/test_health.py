"""/healthz as outside checks read it."""

import pytest

from bot.domain.errors import StorageError
from tests.unit.desk.fake_board import report


async def test_everything_is_told(client, health):
    response = await client.get("/healthz")
    answer = await response.json()
    assert response.status == 200
    assert answer["status"] == "ok"
    assert answer["version"] == "0.1.0"
    assert answer["model"] == {"version": "linear-1", "encoder": "none"}
    assert answer["parts"]["adapters.simulator"] == {
        "status": "ok",
        "since": "2026-03-02T12:00:00+08:00",
        "detail": "",
    }
    assert (answer["parked"], answer["dead_letters"]) == (0, 0)
    assert set(answer) == {"status", "version", "model", "parts", "parked", "dead_letters"}


@pytest.mark.parametrize(
    ("parts", "status", "code"),
    [
        ({}, "ok", 200),
        ({"queue": "degraded"}, "degraded", 200),
        ({"adapters__dingtalk": "degraded"}, "degraded", 200),
        ({"adapters__dingtalk": "down"}, "degraded", 200),
        ({"store": "down"}, "down", 503),
        ({"timers": "down", "queue": "degraded"}, "down", 503),
    ],
)
async def test_what_the_parts_make_of_the_whole(client, health, parts, status, code):
    health.report = report(**parts)
    response = await client.get("/healthz")
    assert (response.status, (await response.json())["status"]) == (code, status)


async def test_a_store_that_cannot_be_asked_is_down(client, health):
    health.trouble = StorageError("disk I/O error")
    response = await client.get("/healthz")
    assert (response.status, await response.json()) == (503, {"status": "down"})
