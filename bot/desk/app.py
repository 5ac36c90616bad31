"""The desk as one web application, and how it is served.

Comes in: the board, the health of the service, the web parts of adapters. Goes out: an aiohttp
application, and its server on one address. Does not: know which platforms there are.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, runtime_checkable
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.desk.api import CaseApi, HealthApi
from bot.desk.books.board import Board
from bot.desk.forwarded import Network, make_forwarded
from bot.desk.gate import Door, Machines, make_gate
from bot.desk.guard import LOOPBACK, add_headers, make_guard
from bot.desk.health import Health
from bot.desk.interface.problems import make_problems
from bot.desk.live import CaseStream
from bot.desk.material import Material, load_material
from bot.desk.pages.home import Pages
from bot.desk.rows import Shower
from bot.desk.trial import Trial
from bot.domain.errors import ConfigError

log = logging.getLogger(__name__)

Application = web.Application

GRACE_SECONDS: Final = 2.0
"""How long requests in hand may take at shutdown before they are cut."""


class Routed(Protocol):
    """Something that answers requests."""

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """What it answers to."""


@runtime_checkable
class Streaming(Protocol):
    """Something that keeps requests open."""

    def close_streams(self) -> None:
        """End what it streams, because the service stops."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """`door` knows who comes in, `machines` whose programs; `hosts` are the names that requests may
    come in under, None for any; `proxies` are believed who asks.
    """

    door: Door
    machines: Machines | None = None
    hosts: Collection[str] | None = LOOPBACK
    proxies: Collection[Network] = ()


def make_app(
    *,
    board: Board,
    health: Health,
    entrance: Entrance,
    parts: Sequence[Routed] = (),
    trial: Trial | None = None,
    material: Material | None = None,
) -> Application:
    """The desk.

    `parts` are mounted as they are; `trial` shows the simulated groups on the first page (their
    part has to be among `parts`). `material` is loaded here where it is not given, which blocks.
    `entrance` says who comes in.
    """
    material = material or load_material()
    app = web.Application(middlewares=_before(material, entrance))
    app.on_response_prepare.append(add_headers)
    shower = Shower(words=material.words)
    own: tuple[Routed, ...] = (
        HealthApi(health=health),
        CaseStream(board=board, shower=shower),
        CaseApi(board=board, shower=shower),
        Pages(board=board, shower=shower, material=material, trial=trial),
        material.assets,
    )
    for part in (*own, *parts):
        app.router.add_routes(part.routes())

    async def close_streams(_app: web.Application) -> None:
        for part in (*own, *parts):
            if isinstance(part, Streaming):
                part.close_streams()

    app.on_shutdown.append(close_streams)
    return app


def _before(material: Material, entrance: Entrance) -> Sequence[Middleware]:
    """What every request goes through, from the outside in."""
    return (
        make_problems(material.problems),
        make_forwarded(entrance.proxies),
        make_guard(entrance.hosts),
        make_gate(entrance.door, entrance.machines),
    )


def is_alone(host: str, proxies: Collection[object]) -> bool:
    """Whether nobody but this machine can ask a server on `host`: a proxy would ask for others."""
    return host in LOOPBACK and not proxies


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """Where the desk listens."""

    host: str = "127.0.0.1"
    port: int = 8311

    @property
    def url(self) -> str:
        """The address for a browser."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"


def hosts_for(host: str, *, public: str = "") -> Collection[str] | None:
    """Names under which a server on `host` may be asked: its own and that of the `public` address
    of its pages, or any where it listens to all.
    """
    if host in {"0.0.0.0", "::", ""}:
        return None
    name = urlsplit(public).hostname
    return LOOPBACK | {host} | ({name} if name else set())


async def serve(
    app: Application,
    listening: Listening,
    *,
    ready: Callable[[Listening], None],
) -> None:
    """Serve until cancelled, then end the streams and finish what is in hand."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=GRACE_SECONDS)
    await runner.setup()
    try:
        await _listen(runner, listening)
        port = int(runner.addresses[0][1])
        ready(Listening(host=listening.host, port=port))
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()
        log.info("desk_closed")


async def _listen(runner: web.AppRunner, listening: Listening) -> None:
    try:
        await web.TCPSite(runner, listening.host, listening.port).start()
    except OSError as err:
        where = f"{listening.host}:{listening.port}"
        raise ConfigError([f"server.port: cannot listen on {where}: {err.strerror}"]) from err
