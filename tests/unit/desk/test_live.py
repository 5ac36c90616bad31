"""The live list."""

import asyncio
import json
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.gate import make_gate
from bot.desk.live import CaseStream
from bot.desk.rows import Shower
from tests.fakes.door import FakeDoor
from tests.unit.desk.fake_board import FakeBoard, case_row


@pytest.fixture
def streaming(material):
    """A stream over a board, and a client of it."""

    @asynccontextmanager
    async def streaming(board, **settings):
        stream = CaseStream(board=board, shower=Shower(words=material.words), **settings)
        app = web.Application(middlewares=[make_gate(FakeDoor())])
        app.router.add_routes(stream.routes())
        async with TestClient(TestServer(app)) as client:
            yield client, stream
            stream.close_streams()

    return streaming


async def next_event(response):
    while True:
        block = (await response.content.readuntil(b"\n\n")).decode()
        if not block.startswith(":"):
            fields = dict(line.split(": ", 1) for line in block.strip().split("\n"))
            return fields["event"], int(fields["id"]), json.loads(fields["data"])


def numbers(rows):
    return [row["number"] for row in rows]


async def test_a_change_arrives_as_it_happens(streaming, board):
    async with streaming(board) as (client, _), client.get("/api/cases/stream") as response:
        assert response.content_type == "text/event-stream"
        # the first sign of life says that the stream stands at the present position
        assert await response.content.readuntil(b"\n\n") == b": alive\n\n"
        board.put(case_row(313, status_name="待签收"))
        event, position, rows = await next_event(response)
    assert (event, position, numbers(rows)) == ("cases", 2, [313])
    assert rows[0]["status_name"] == "待签收"


async def test_a_private_case_is_streamed_without_its_words(streaming, board):
    async with (
        streaming(board) as (client, _),
        client.get("/api/cases/stream", params={"after": "1"}) as response,
    ):
        board.put(case_row(313, private=True, place="9栋", item_name="家庭矛盾"))
        _, _, (row,) = await next_event(response)
    assert (row["number"], row["place"], row["item_name"]) == (313, "", "")


@pytest.mark.parametrize(
    ("headers", "after", "expected"),
    [
        ({}, "0", [312, 313, 314]),
        ({}, "1", [313, 314]),
        ({"Last-Event-ID": "2"}, "0", [314]),
    ],
)
async def test_a_page_goes_on_where_it_was(streaming, board, headers, after, expected):
    board.put(case_row(313))
    board.put(case_row(314))
    async with (
        streaming(board) as (client, _),
        client.get("/api/cases/stream", params={"after": after}, headers=headers) as response,
    ):
        _, position, rows = await next_event(response)
    assert (position, numbers(rows)) == (3, expected)


async def test_many_changes_come_in_batches(streaming, board):
    board.put(case_row(313))
    board.put(case_row(314))
    async with (
        streaming(board, batch=2) as (client, _),
        client.get("/api/cases/stream", params={"after": "0"}) as response,
    ):
        first, second = await next_event(response), await next_event(response)
    assert [(position, numbers(rows)) for _, position, rows in (first, second)] == [
        (2, [312, 313]),
        (3, [314]),
    ]


async def test_a_mark_beyond_the_store_begins_anew(streaming, board):
    async with (
        streaming(board) as (client, _),
        client.get("/api/cases/stream", headers={"Last-Event-ID": "99"}) as response,
    ):
        assert await next_event(response) == ("reset", 1, [])
        board.put(case_row(313))
        _, _, rows = await next_event(response)
    assert numbers(rows) == [313]


async def test_a_silent_stream_says_that_it_is_alive(streaming, board):
    async with (
        streaming(board, poll=timedelta(milliseconds=1)) as (client, _),
        client.get("/api/cases/stream") as response,
    ):
        for _ in range(3):
            assert await response.content.readuntil(b"\n\n") == b": alive\n\n"


async def test_streams_end_when_they_are_closed(streaming, board):
    async with (
        streaming(board) as (client, stream),
        client.get("/api/cases/stream") as response,
    ):
        await response.content.readuntil(b"\n\n")
        stream.close_streams()
        stream.close_streams()  # twice does no harm
        async with asyncio.timeout(1):
            assert await response.content.read() == b""


async def test_a_broken_store_ends_the_stream_and_the_page_comes_back(streaming):
    board = FakeBoard()
    board.broken = True
    async with (
        streaming(board) as (client, _),
        client.get("/api/cases/stream") as response,
    ):
        assert await response.content.read() == b""
        board.broken = False
        async with client.get("/api/cases/stream") as response:
            assert await response.content.readuntil(b"\n\n") == b": alive\n\n"


async def test_fifty_desks_are_told_at_once(streaming, board):
    """By the signal: the next look by the clock would come much later."""
    async with AsyncExitStack() as stack:
        client, _ = await stack.enter_async_context(streaming(board, poll=timedelta(minutes=5)))
        desks = [
            await stack.enter_async_context(client.get("/api/cases/stream")) for _ in range(50)
        ]
        for desk in desks:
            await desk.content.readuntil(b"\n\n")
        board.put(case_row(313))
        async with asyncio.timeout(20):
            told = await asyncio.gather(*map(next_event, desks))
    assert [numbers(rows) for _, _, rows in told] == [[313]] * 50
