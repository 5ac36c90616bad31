"""The page behind a courtyard's code: two fields and a picture, no account, no script; and the page
on which whoever reported follows it.

Comes in: requests of anybody. Goes out: HTML; what is written goes the way of spoken words. Does
not: know cases (the followbook does), keep who somebody is, or decide anything.
"""

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from aiohttp import web

from bot.desk.books.followed import FollowedRow
from bot.desk.forms import posted
from bot.desk.material import Material
from bot.desk.rows import local
from bot.desk.throttle import Throttle
from bot.desk.uploads import TooLarge, fields_of
from bot.domain.errors import StorageError
from bot.domain.visitors import PAGE, Spot, ticket_account, ticket_of, visitor_account
from bot.ports import Clock

log = logging.getLogger(__name__)

LONGEST: Final = 500
_LONGEST_PLACE: Final = 60
_ROOM: Final = 8_192
"""Bytes of the form beside the picture."""


class Followed(Protocol):
    """See `bot.desk.books.followed.Followbook`."""

    async def spot(self, token: str, /) -> Spot | None:
        """The place of a code."""

    async def followed(self, channel: str, account: str, /) -> Sequence[FollowedRow]:
        """What became of somebody's words."""


class Visitors(Protocol):
    """See `bot.desk.visiting.VisitorChannel`."""

    async def say(self, account: str, text: str, picture: bytes | None = None, /) -> bool:
        """Words of a visitor."""

    def answers(self, account: str, /) -> Sequence[str]:
        """What was answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRules:
    """`most` reports a minute from one address, and ten times as many by one code; pictures of
    `picture_bytes` at most."""

    most: int = 5
    picture_bytes: int = 5_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What was sent: words, where exactly, a picture."""

    text: str = ""
    where: str = ""
    picture: bytes | None = None


class ReportPages:
    """A part of the web application that is open to everybody."""

    def __init__(
        self,
        *,
        book: Followed,
        visitors: Visitors,
        alarming: Callable[[str], bool],
        material: Material,
        clock: Clock,
        rules: ReportRules,
    ) -> None:
        self._book = book
        self._visitors = visitors
        self._alarming = alarming
        self._material = material
        self._clock = clock
        self._rules = rules
        self._by_address = Throttle(rules.most)
        self._by_code = Throttle(rules.most * 10)

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        return (
            web.get("/r/{token}", self.form),
            web.post("/r/{token}", self.report),
            web.get("/r/mine/{ticket}", self.follow),
            web.post("/r/mine/{ticket}", self.add),
        )

    async def form(self, request: web.Request) -> web.Response:
        """What is wrong here?"""
        try:
            spot = await self._book.spot(request.match_info["token"])
        except StorageError:
            return self._form(None, trouble="storage", status=503)
        return self._form(spot, trouble="" if spot else "missing", status=200 if spot else 404)

    async def report(self, request: web.Request) -> web.Response:
        """Taken, with the address to follow it at; or the same page with what is wrong."""
        token, form = request.match_info["token"], Form()
        spot: Spot | None = None
        try:
            spot = await self._book.spot(token)
            if spot is None:
                return self._form(None, trouble="missing", status=404)
            if not self._may(request, token):
                return self._form(spot, trouble="often", status=429)
            form = await self._read(request)
            if not form.text:
                return self._form(spot, form, trouble="empty", status=400)
            return await self._taken(spot, form)
        except TooLarge:
            return self._form(spot, form, trouble="large", status=413)
        except StorageError:
            log.warning("report_not_stored")
            return self._form(spot, form, trouble="storage", status=503)

    async def _taken(self, spot: Spot, form: Form) -> web.Response:
        secret = secrets.token_urlsafe(18)
        account = visitor_account(spot.grid, secret)
        text = " ".join(part for part in (f"{spot.place}{form.where}", form.text) if part)
        if not await self._visitors.say(account, text, form.picture):
            return self._form(spot, form, trouble="storage", status=503)
        ticket = ticket_of(spot.grid, secret)
        if self._alarming(text):
            return self._page("report_alarm.html", {"ticket": ticket})
        raise web.HTTPSeeOther(f"/r/mine/{ticket}")

    async def follow(self, request: web.Request) -> web.Response:
        """Where it stands."""
        try:
            return await self._followed(request.match_info["ticket"])
        except StorageError:
            return self._form(None, trouble="storage", status=503)

    async def add(self, request: web.Request) -> web.Response:
        """Words about what was reported: whether it is done, or what else there is to say."""
        ticket = request.match_info["ticket"]
        account = ticket_account(ticket)
        said = await posted(request)
        words = " ".join(str(said.get("words") or said.get("free") or "").split())[:LONGEST]
        number = str(said.get("number", ""))
        if account is None or not words:
            raise web.HTTPBadRequest
        if not self._may(request, account):
            return self._form(None, trouble="often", status=429)
        try:
            rows = await self._book.followed(PAGE, account)
            own = number if any(str(row.number) == number for row in rows) else ""
            text = f"#{own} {words}" if own else words
            if not await self._visitors.say(account, text):
                return self._form(None, trouble="storage", status=503)
        except StorageError:
            return self._form(None, trouble="storage", status=503)
        if self._alarming(words):
            return self._page("report_alarm.html", {"ticket": ticket})
        raise web.HTTPSeeOther(f"/r/mine/{ticket}")

    def _may(self, request: web.Request, code: str) -> bool:
        now = self._clock.now()
        allowed = self._by_address.allows(request.remote or "", now)
        return allowed and self._by_code.allows(code, now)

    async def _read(self, request: web.Request) -> Form:
        """The fields, and of the picture no more than is taken."""
        if request.content_type != "multipart/form-data":
            said = await posted(request)
            return _form(str(said.get("text", "")), str(said.get("where", "")), None)
        room = {"text": _ROOM, "where": _ROOM, "picture": self._rules.picture_bytes}
        fields = await fields_of(request, room)
        text, where = (fields.get(name, b"").decode(errors="replace") for name in ("text", "where"))
        return _form(text, where, fields.get("picture") or None)

    async def _followed(self, ticket: str) -> web.Response:
        account = ticket_account(ticket)
        if account is None:
            return self._form(None, trouble="missing", status=404)
        rows = await self._book.followed(PAGE, account)
        names = self._material.words.name
        shown = [
            {
                "row": row,
                "steps": [(local(at), names("events", step)) for at, step in row.steps],
            }
            for row in rows
        ]
        values = {"ticket": ticket, "cases": shown, "answers": self._visitors.answers(account)}
        return self._page("report_mine.html", values)

    def _form(
        self, spot: Spot | None, form: Form | None = None, *, trouble: str = "", status: int = 200
    ) -> web.Response:
        values = {"spot": spot, "form": form or Form(), "trouble": trouble, "longest": LONGEST}
        return self._page("report.html", values, status)

    def _page(self, name: str, values: Mapping[str, object], status: int = 200) -> web.Response:
        text = self._material.templates[name].render(values)
        return web.Response(text=text, content_type="text/html", charset="utf-8", status=status)


def _form(text: str, where: str, picture: bytes | None) -> Form:
    return Form(
        text=" ".join(text.split())[:LONGEST],
        where=" ".join(where.split())[:_LONGEST_PLACE],
        picture=picture,
    )
