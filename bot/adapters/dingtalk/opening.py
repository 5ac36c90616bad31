"""Asks the platform where to connect: POST /v1.0/gateway/connections/open.

Comes in: the settings. Goes out: the address of one connection (its ticket is good for one use), or
`OpenFailed`. Does not: connect, wait or try again.

Why not the library's `open_connection` (dingtalk-stream 0.24.3, stream.py:147): it blocks without a
time-out, writes the ticket into the log, turns every failure into None, asks 8.8.8.8 for our own
address, and takes the platform's address from the environment at import. Asking by ourselves, the
address comes from the configuration and nothing needs to be set in the environment or in the
library's module.
"""

import asyncio
import platform
from collections.abc import Iterable
from urllib.parse import quote_plus, urlsplit

import aiohttp

from bot.adapters.dingtalk.settings import DingtalkSettings
from bot.adapters.dingtalk.wire import read_answer

PATH = "/v1.0/gateway/connections/open"


class OpenFailed(Exception):
    """No connection to be had now. `refused`: the platform does not take our id and secret."""

    def __init__(self, reason: str, *, refused: bool = False) -> None:
        super().__init__(reason)
        self.refused = refused


async def open_connection(
    settings: DingtalkSettings, *, topics: Iterable[str], version: str
) -> str:
    """The websocket address with its ticket, which is a secret: never to be logged."""
    timeout = aiohttp.ClientTimeout(
        total=settings.request_timeout.total_seconds(),
        connect=settings.connect_timeout.total_seconds(),
    )
    request = {
        "clientId": settings.client_id,
        "clientSecret": settings.client_secret,
        "subscriptions": [{"type": "CALLBACK", "topic": topic} for topic in topics],
        "ua": f"dingtalk-sdk-python/v{version}-union",
        "localIp": await _own_address(settings.api_base),
    }
    headers = {
        "Accept": "application/json",
        "User-Agent": f"DingTalkStream/1.0 SDK/{version} Python/{platform.python_version()}",
    }
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(
                settings.api(PATH), json=request, headers=headers, allow_redirects=False
            ) as response,
        ):
            answer = await read_answer(response)
    except (aiohttp.ClientError, TimeoutError, OSError) as err:
        raise OpenFailed(f"the platform cannot be reached ({type(err).__name__})") from err
    if answer.status in (400, 401, 403):
        code = answer.text("code") or str(answer.status)
        raise OpenFailed(f"the platform refuses the robot's credentials ({code})", refused=True)
    if answer.status != 200:
        raise OpenFailed(f"the platform answers with status {answer.status}")
    return _address(answer.text("endpoint"), answer.text("ticket"))


def _address(endpoint: str, ticket: str) -> str:
    if not ticket or urlsplit(endpoint).scheme not in ("ws", "wss"):
        raise OpenFailed("the platform answers, but not with an endpoint and a ticket")
    return f"{endpoint}?ticket={quote_plus(ticket)}"


async def _own_address(api_base: str) -> str:
    """Our address on the way to the platform; a datagram socket tells it and sends nothing."""
    parts = urlsplit(api_base)
    try:
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            asyncio.DatagramProtocol, remote_addr=(parts.hostname or "", parts.port or 443)
        )
    except OSError:
        return "127.0.0.1"
    name = transport.get_extra_info("sockname")
    transport.close()
    return str(name[0]) if name else "127.0.0.1"
