"""Serving: the address, a port that is taken, and a calm end."""

import asyncio
from contextlib import asynccontextmanager

import aiohttp
import pytest

from bot.desk.app import Listening, serve
from bot.domain.errors import ConfigError


@asynccontextmanager
async def serving(app):
    ready = asyncio.get_running_loop().create_future()
    async with asyncio.TaskGroup() as group:
        listening = Listening(port=0)
        task = group.create_task(serve(app, listening, ready=ready.set_result))
        yield await ready
        task.cancel()


@pytest.mark.parametrize(
    ("listening", "url"),
    [
        (Listening(), "http://127.0.0.1:8311/"),
        (Listening(host="::1", port=80), "http://[::1]:80/"),
    ],
)
def test_the_address_for_a_browser(listening, url):
    assert listening.url == url


async def test_it_serves_on_the_port_it_names(desk):
    async with (
        serving(desk()) as listening,
        aiohttp.ClientSession() as session,
        session.get(f"{listening.url}healthz") as response,
    ):
        assert response.status == 200


async def test_the_end_closes_streams_and_the_port(desk):
    async with aiohttp.ClientSession() as session:
        async with serving(desk()) as listening:
            response = await session.get(f"{listening.url}api/cases/stream")
            await response.content.readuntil(b"\n\n")
        # serving is over only when the stream is
        assert await response.content.read() == b""
        with pytest.raises(aiohttp.ClientConnectorError):
            await session.get(listening.url)


async def test_the_end_does_not_wait_for_those_who_go_on_reading(desk, board):
    async with aiohttp.ClientSession() as session, asyncio.timeout(1):
        async with serving(desk()) as listening:
            first = await session.get(f"{listening.url}api/cases/stream")
            second = await session.get(f"{listening.url}api/cases/stream")
        assert (first.status, second.status) == (200, 200)


async def test_a_port_that_is_taken_is_a_problem_of_the_configuration(desk):
    async with serving(desk()) as listening:
        second = desk()
        with pytest.raises(ConfigError) as caught:
            await serve(second, listening, ready=lambda _: None)
    assert caught.value.problems[0].startswith("server.port: cannot listen on 127.0.0.1:")
