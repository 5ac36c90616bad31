"""Who asks behind a proxy: only proxies of ours are believed."""

from ipaddress import ip_network

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.app import Entrance
from bot.desk.forwarded import make_forwarded

HERE = [ip_network("127.0.0.1")]
CHAIN = [*HERE, ip_network("10.0.0.0/8")]
SEVERAL = [("X-Forwarded-For", "6.6.6.6"), ("X-Forwarded-For", "203.0.113.7")]


async def seen(proxies, headers) -> dict:
    async def tell(request):
        return web.json_response({"from": request.remote, "secure": request.secure})

    app = web.Application(middlewares=[make_forwarded(proxies)])
    app.router.add_get("/", tell)
    async with TestClient(TestServer(app)) as client:
        return await (await client.get("/", headers=headers)).json()


@pytest.mark.parametrize(
    ("proxies", "headers", "address"),
    [
        ([], {"X-Forwarded-For": "203.0.113.7"}, "127.0.0.1"),
        ([ip_network("10.0.0.0/8")], {"X-Forwarded-For": "203.0.113.7"}, "127.0.0.1"),
        (HERE, {}, "127.0.0.1"),
        (HERE, {"X-Forwarded-For": "203.0.113.7"}, "203.0.113.7"),
        (HERE, {"X-Forwarded-For": "6.6.6.6, 203.0.113.7"}, "203.0.113.7"),
        (HERE, SEVERAL, "203.0.113.7"),
        (CHAIN, {"X-Forwarded-For": "6.6.6.6, 203.0.113.7, 10.1.2.3"}, "203.0.113.7"),
        (CHAIN, {"X-Forwarded-For": "10.9.9.9, 10.1.2.3"}, "10.9.9.9"),
        (HERE, {"X-Forwarded-For": "6.6.6.6, somebody"}, "127.0.0.1"),
        (CHAIN, {"X-Forwarded-For": "6.6.6.6, unknown, 10.1.2.3"}, "10.1.2.3"),
        (HERE, {"X-Forwarded-For": "2001:db8::7"}, "2001:db8::7"),
        (HERE, {"X-Forwarded-For": " , ,"}, "127.0.0.1"),
    ],
)
async def test_the_address_nearest_to_our_proxies_asks(proxies, headers, address):
    assert (await seen(proxies, headers))["from"] == address


@pytest.mark.parametrize(
    ("proxies", "proto", "secure"),
    [
        (HERE, "https", True),
        (HERE, "HTTPS", True),
        (HERE, "https, http", False),
        (HERE, "ftp", False),
        ([], "https", False),
    ],
)
async def test_https_is_what_the_last_proxy_says(proxies, proto, secure):
    assert (await seen(proxies, {"X-Forwarded-Proto": proto}))["secure"] is secure


async def test_requests_of_the_desk_come_through(desk, door):
    """What was matched before stays matched."""
    app = desk(entrance=Entrance(door=door, proxies=HERE))
    async with TestClient(TestServer(app)) as client:
        answer = await client.get("/healthz", headers={"X-Forwarded-For": "203.0.113.7"})
        assert answer.status == 200
