"""The desk's gate: whoever has not signed in sees the door and nothing else.

Comes in: requests. Goes out: the door's page, sessions as cookies, requests with their `Viewer`.
Does not: compare passwords (the doorkeeper does), know platforms that vouch for people (vouching
does) or what a viewer may see.
"""

import logging
from collections.abc import Sequence
from typing import Final, Protocol
from urllib.parse import quote

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware

from bot.desk.doorkeeper import Refusal
from bot.desk.forms import said_in
from bot.desk.interface.document import FOR_MACHINES
from bot.desk.keyring import Machine
from bot.desk.material import Material
from bot.desk.throttle import Throttle
from bot.domain.viewing import Viewer
from bot.ports import Clock

log = logging.getLogger(__name__)

COOKIE: Final = "qunli"
VIEWER: Final = web.RequestKey("viewer", Viewer)
MACHINE: Final = web.RequestKey("machine", Machine)
LOGIN: Final = "/login"
AWAY: Final = "/login/dingtalk"
BACK: Final = "/login/dingtalk/back"
"""To a platform that vouches for people, and back from it (see `bot.desk.vouching`)."""

_OPEN: Final = frozenset({LOGIN, AWAY, BACK, "/healthz", "/readyz", "/metrics"})
_ASSETS: Final = "/static/"
_FOR_PROGRAMS: Final = ("/api/", "/simulator/")
_FOR_EVERYBODY: Final = ("/r/", "/open311/v2/")
"""What is behind codes on walls, and Open311: they look after themselves."""

_READING: Final = frozenset({hdrs.METH_GET, hdrs.METH_HEAD, hdrs.METH_OPTIONS})


class Door(Protocol):
    """See `bot.desk.doorkeeper.Doorkeeper`."""

    async def enter(self, name: str, password: str, /) -> str | Refusal:
        """Sign in."""

    async def leave(self, token: str, /) -> None:
        """Sign out."""

    async def who(self, token: str | None, /) -> Viewer | None:
        """Who holds a token."""

    async def nobody_yet(self) -> bool:
        """Whether there is no account."""


class Machines(Protocol):
    """See `bot.desk.keyring.Keyring`."""

    async def who(self, secret: str, /) -> Machine | None:
        """Whose key this is."""

    def allows(self, machine: Machine, /) -> bool:
        """Count a request; whether it is one of the allowed."""


def make_gate(door: Door, machines: Machines | None = None) -> Middleware:
    """Every request gets its viewer, or is shown the door."""

    @web.middleware
    async def gate(request: web.Request, handler: Handler) -> web.StreamResponse:
        path = request.path
        if path in _OPEN or path.startswith((_ASSETS, *_FOR_EVERYBODY)):
            return await handler(request)
        if path.startswith(FOR_MACHINES) and hdrs.AUTHORIZATION in request.headers:
            await _let_machine_in(request, machines)
            return await handler(request)
        token = request.cookies.get(COOKIE)
        viewer = await door.who(token)
        if viewer is None:
            if path.startswith(_FOR_PROGRAMS) or request.method not in _READING:
                raise web.HTTPUnauthorized
            raise web.HTTPSeeOther(f"{LOGIN}?next={quote(request.path_qs, safe='')}")
        if token is not None and request.method not in _READING and not _is_own(request):
            raise web.HTTPForbidden
        request[VIEWER] = viewer
        return await handler(request)

    return gate


async def _let_machine_in(request: web.Request, machines: Machines | None) -> None:
    """The viewer of a key; no session counts beside it."""
    kind, _, secret = request.headers[hdrs.AUTHORIZATION].partition(" ")
    machine = None
    if machines is not None and kind.lower() == "bearer":
        machine = await machines.who(secret.strip())
    if machine is None:
        raise web.HTTPUnauthorized(headers={hdrs.WWW_AUTHENTICATE: "Bearer"})
    assert machines is not None
    if not machines.allows(machine):
        raise web.HTTPTooManyRequests(headers={hdrs.RETRY_AFTER: "60"})
    request[MACHINE] = machine
    request[VIEWER] = machine.viewer


def _is_own(request: web.Request) -> bool:
    """Whether a browser says that a page of ours asked: what other sites cannot make it say."""
    site = request.headers.get("Sec-Fetch-Site")
    return site == "same-origin" if site is not None else hdrs.ORIGIN in request.headers


class DoorPages:
    """The page of the door; `most` tries a minute from one address. `vouched` says that a platform
    vouches for people, too.
    """

    def __init__(
        self, *, door: Door, clock: Clock, material: Material, most: int, vouched: bool = False
    ) -> None:
        self._door = door
        self._clock = clock
        self._vouched = vouched
        self._templates = material.templates
        self._throttle = Throttle(most)

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        return (
            web.get(LOGIN, self.show),
            web.post(LOGIN, self.enter),
            web.post("/logout", self.leave),
        )

    async def show(self, request: web.Request) -> web.Response:
        """Name and password, please."""
        return await self.page(after=place_of(request.query.get("next", "")))

    async def enter(self, request: web.Request) -> web.Response:
        """In, or the same page with the reason."""
        said = await said_in(request)
        after = place_of(said.get("next", ""))
        if not self.may_try(request):
            return await self.page(after=after, trouble="often", status=429)
        token = await self._door.enter(said.get("name", ""), said.get("password", ""))
        if isinstance(token, Refusal):
            log.warning("desk_refused", extra={"reason": token.value})
            return await self.page(after=after, trouble=token.value, status=401)
        response = web.HTTPSeeOther(after)
        self.admit(response, token, secure=request.secure)
        raise response

    async def leave(self, request: web.Request) -> web.Response:
        """Out; the browser forgets, and so does the desk."""
        token = request.cookies.get(COOKIE)
        if token is not None:
            await self._door.leave(token)
        response = web.HTTPSeeOther(LOGIN)
        response.del_cookie(COOKIE, path="/")
        raise response

    def may_try(self, request: web.Request) -> bool:
        """Count a try to come in, by whatever way; whether it is one of the allowed."""
        return self._throttle.allows(request.remote or "", self._clock.now())

    def admit(self, response: web.StreamResponse, token: str, *, secure: bool) -> None:
        """Let the browser hold the token of a session."""
        response.set_cookie(
            COOKIE, token, httponly=True, samesite="Strict", secure=secure, path="/"
        )

    async def page(self, *, after: str, trouble: str = "", status: int = 200) -> web.Response:
        """The door, with what went wrong."""
        if not trouble and await self._door.nobody_yet():
            trouble = "nobody"
        shown = {
            "after": after,
            "trouble": trouble,
            "away": f"{AWAY}?next={quote(after, safe='')}" if self._vouched else "",
        }
        text = self._templates["login.html"].render(shown)
        return web.Response(text=text, content_type="text/html", charset="utf-8", status=status)


def place_of(text: str) -> str:
    """A place of this desk, and of no other site. Browsers leave out tabs and line breaks before
    they look where an address leads: `/<tab>/evil` is `//evil`.
    """
    strange = not text.startswith("/") or text.startswith(("//", "/\\"))
    return "/" if strange or not text.isprintable() else text
