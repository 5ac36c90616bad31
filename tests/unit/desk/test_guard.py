"""Strict headers, known hosts, no writes from other sites."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.app import Entrance, hosts_for, is_alone
from bot.desk.guard import LOOPBACK


class Echo:
    """A web part that can be written to."""

    def routes(self):
        return [web.post("/echo", self.echo)]

    def close_streams(self):
        return None

    async def echo(self, _request):
        return web.json_response({})


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/api/cases", "/static/desk.css", "/nothing", "/api/cases/x/history"]
)
async def test_every_answer_is_strict(client, path):
    headers = (await client.get(path)).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Server"] == "qunli"
    assert headers["Cache-Control"] in {"no-store", "no-cache"}


async def test_streams_are_strict_too(client):
    async with client.get("/api/cases/stream") as response:
        assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8311", 200),
        ("127.0.0.1", 200),
        ("[::1]:8311", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example:8311", 421),
        ("[broken", 421),
        ("", 421),
    ],
)
async def test_only_known_hosts_are_answered(client, host, status):
    assert (await client.get("/healthz", headers={"Host": host})).status == status


async def test_where_it_listens_to_all_any_name_will_do(desk, door):
    app = desk(entrance=Entrance(door=door, hosts=None))
    async with TestClient(TestServer(app)) as client:
        response = await client.get("/healthz", headers={"Host": "qunli.example"})
        assert response.status == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://localhost:1", "Host": "localhost:1"}, 200),
        ({"Origin": "https://evil.example", "Host": "localhost:1"}, 403),
        ({"Origin": "null", "Host": "localhost:1"}, 403),
    ],
)
async def test_other_sites_cannot_write(desk, headers, status):
    app = desk(parts=[Echo()])
    async with TestClient(TestServer(app)) as client:
        assert (await client.post("/echo", json={}, headers=headers)).status == status


@pytest.mark.parametrize(
    ("host", "names"),
    [
        ("127.0.0.1", LOOPBACK),
        ("localhost", LOOPBACK),
        ("0.0.0.0", None),
        ("::", None),
        ("10.0.0.7", LOOPBACK | {"10.0.0.7"}),
    ],
)
def test_names_of_a_listening_address(host, names):
    assert hosts_for(host) == names


@pytest.mark.parametrize(
    ("host", "public", "names"),
    [
        ("127.0.0.1", "https://Desk.example:8443/a", LOOPBACK | {"desk.example"}),
        ("10.0.0.7", "https://desk.example", LOOPBACK | {"10.0.0.7", "desk.example"}),
        ("0.0.0.0", "https://desk.example", None),
    ],
)
def test_names_by_which_the_pages_are_known_outside(host, public, names):
    assert hosts_for(host, public=public) == names


@pytest.mark.parametrize(
    ("host", "proxies", "alone"),
    [
        ("127.0.0.1", (), True),
        ("127.0.0.1", ("127.0.0.1",), False),
        ("0.0.0.0", (), False),
        ("10.0.0.7", (), False),
    ],
)
def test_without_accounts_only_this_machine_comes_in(host, proxies, alone):
    assert is_alone(host, proxies) is alone
