"""Open311 GeoReport v2 in JSON (wiki.open311.org/GeoReport_v2): what can be reported, reports, and
what became of them.

Comes in: requests of programs, with a key or (where the office opens it) without. Goes out: JSON; a
report goes the way of spoken words, its token names the request once there is one. Does not: open
cases (casework does), keep who reported, or tell of what is restricted.
"""

import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Final

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from bot.desk.forms import said_in
from bot.desk.gate import Machines
from bot.desk.keyring import Machine
from bot.desk.open311.requestbook import LONGEST, Asked, Requestbook, as_definition
from bot.desk.pages.reporting import Visitors
from bot.desk.throttle import Throttle
from bot.domain.errors import StorageError
from bot.domain.matters import Matter
from bot.domain.viewing import Viewer
from bot.domain.visitors import ticket_account, ticket_of, visitor_account

log = logging.getLogger(__name__)

_ROOT: Final = "/open311/v2"
_LONGEST: Final = 500
_EVERYBODY: Final = Viewer(name="open311", all_open=True)
_STATUSES: Final = {"open": False, "closed": True}


class Wrong(Exception):
    """What is wrong with a request, as the standard has it told."""

    def __init__(self, status: int, told: str) -> None:
        super().__init__(told)
        self.status = status
        self.told = told


class Open311:
    """A part of the web application; with `public` whoever asks may read what is ordinary, `most`
    times a minute."""

    def __init__(
        self,
        *,
        book: Requestbook,
        visitors: Visitors,
        machines: Machines,
        public: bool,
        most: int,
    ) -> None:
        self._book = book
        self._visitors = visitors
        self._machines = machines
        self._public = public
        self._throttle = Throttle(most)

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        return (
            web.get(f"{_ROOT}/services.json", _told(self.services)),
            web.get(_ROOT + r"/services/{code:[A-Za-z0-9\-]+}.json", _told(self.service)),
            web.get(f"{_ROOT}/requests.json", _told(self.requests)),
            web.post(f"{_ROOT}/requests.json", _told(self.report, status=201)),
            web.get(_ROOT + r"/requests/{key:[A-Za-z0-9_\-]+}.json", _told(self.request)),
            web.get(_ROOT + r"/tokens/{token:[A-Za-z0-9_.\-]+}.json", _told(self.token)),
        )

    async def services(self, request: web.Request) -> object:
        """What can be reported."""
        await self._viewer(request, request.query)
        return self._book.services()

    async def service(self, request: web.Request) -> object:
        """One of them, which has no attributes."""
        await self._viewer(request, request.query)
        return as_definition(self._matter(request.match_info["code"]))

    async def requests(self, request: web.Request) -> object:
        """Requests of the last ninety days, or as asked."""
        viewer = await self._viewer(request, request.query)
        return await self._book.requests(viewer, self._asked(request.query))

    async def request(self, request: web.Request) -> object:
        """One request."""
        viewer = await self._viewer(request, request.query)
        now = self._book.clock.now()
        asked = Asked(begin=now, end=now, keys=(request.match_info["key"],))
        found = await self._book.requests(viewer, asked)
        if not found:
            raise Wrong(404, "service_request_id was not found")
        return found

    async def report(self, request: web.Request) -> object:
        """A report; the answer is a token, since people may have to be asked before it is one."""
        said = await said_in(request)
        machine = await self._machine(request, said)
        if machine is None or not machine.may_write:
            raise Wrong(403, "api_key is missing or may not report")
        matter = self._matter(said.get("service_code", ""))
        grid = self._book.grid(said.get("jurisdiction_id", ""))
        if grid is None:
            raise Wrong(404, "jurisdiction_id was not found")
        if machine.viewer.within is not None and grid not in machine.viewer.within:
            raise Wrong(403, "api_key may not report in this jurisdiction")
        place = _line(said.get("address_string", ""))
        if not place:
            raise Wrong(400, "address_string was not provided; lat and long are not understood")
        secret = secrets.token_urlsafe(18)
        text = f"{place} {matter.name} {_line(said.get('description', ''))}".strip()
        if not await self._visitors.say(visitor_account(grid, secret), text):
            raise Wrong(503, "not ready")
        return [{"token": ticket_of(grid, secret), "service_notice": None, "account_id": None}]

    async def token(self, request: web.Request) -> object:
        """The request that came of a report; without an id as long as there is none."""
        await self._viewer(request, request.query)
        token = request.match_info["token"]
        account = ticket_account(token)
        if account is None:
            raise Wrong(404, "token was not found")
        key = await self._book.key_of(account)
        return [{"token": token} | ({"service_request_id": key} if key else {})]

    def _matter(self, code: str) -> Matter:
        if not code:
            raise Wrong(400, "service_code was not provided")
        matter = self._book.service(code)
        if matter is None:
            raise Wrong(404, "service_code was not found")
        return matter

    async def _viewer(self, request: web.Request, said: Mapping[str, str]) -> Viewer:
        """Who reads."""
        machine = await self._machine(request, said)
        if machine is not None:
            return machine.viewer
        if not self._public:
            raise Wrong(403, "api_key was not provided or is not valid")
        if not self._throttle.allows(request.remote or "", self._book.clock.now()):
            raise Wrong(429, "too many requests")
        return _EVERYBODY

    async def _machine(self, request: web.Request, said: Mapping[str, str]) -> Machine | None:
        header = request.headers.get(hdrs.AUTHORIZATION, "")
        kind, _, held = header.partition(" ")
        secret = held.strip() if kind.lower() == "bearer" else said.get("api_key", "")
        machine = await self._machines.who(secret) if secret else None
        if machine is not None and not self._machines.allows(machine):
            raise Wrong(429, "too many requests")
        return machine

    def _asked(self, said: Mapping[str, str]) -> Asked:
        jurisdiction = said.get("jurisdiction_id", "")
        grid = self._book.grid(jurisdiction)
        if jurisdiction and grid is None:
            raise Wrong(404, "jurisdiction_id was not found")
        begin, end = self._period(said)
        return Asked(
            begin=begin,
            end=end,
            codes=frozenset(_listed(said.get("service_code", ""))),
            closed=_closed(_listed(said.get("status", ""))),
            grid=grid if jurisdiction else None,
            keys=_listed(said.get("service_request_id", "")),
        )

    def _period(self, said: Mapping[str, str]) -> tuple[datetime, datetime]:
        """Ninety days at most, the last ones where nothing else is asked for."""
        first, last = _instant(said, "start_date"), _instant(said, "end_date")
        if last is None:
            last = self._book.clock.now() if first is None else first + LONGEST
        begin = last - LONGEST if first is None else first
        if last - begin > LONGEST:
            raise Wrong(400, "start_date and end_date may not span more than 90 days")
        return begin, last


def _told(does: Callable[[web.Request], Awaitable[object]], status: int = 200) -> Handler:
    """The answer as JSON, and what is wrong as the standard has it."""

    async def told(request: web.Request) -> web.StreamResponse:
        try:
            return web.json_response(await does(request), status=status)
        except Wrong as wrong:
            return _error(wrong.status, wrong.told)
        except StorageError:
            log.warning("open311_storage")
            return _error(503, "not available")

    return told


def _error(status: int, told: str) -> web.Response:
    return web.json_response([{"code": status, "description": told}], status=status)


def _line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST]


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _closed(statuses: Sequence[str]) -> bool | None:
    """Whether closed ones are wanted; both where both are, or nothing is said."""
    try:
        wanted = {_STATUSES[status] for status in statuses}
    except KeyError as err:
        raise Wrong(400, f"status is open or closed (got {err})") from err
    return wanted.pop() if len(wanted) == 1 else None


def _instant(said: Mapping[str, str], name: str) -> datetime | None:
    text = said.get(name, "")
    if not text:
        return None
    try:
        instant = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise Wrong(400, f"{name} is an instant such as 2026-01-01T00:00:00Z") from None
    if instant.tzinfo is None or not 1900 < instant.year < 9000:
        raise Wrong(400, f"{name} is an instant such as 2026-01-01T00:00:00Z")
    return instant
