"""The privacy desk: requests of people to see or to have erased what is held of them.

Comes in: requests. Goes out: HTML, and a file for whoever asked. Does not: read the store, or
decide who may answer for whom (the book does).
"""

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import quote

from aiohttp import hdrs, web

from bot.desk.books.privacy_rows import Dossier, PrivacyBook, Step
from bot.desk.forms import said_in
from bot.desk.gate import VIEWER
from bot.desk.material import Material
from bot.desk.rows import local
from bot.desk.sheets import Sheets
from bot.domain.wishes import CameBy, WishKind

_SETTLING: Final = frozenset({Step.ANSWERED, Step.ERASED, Step.REFUSED})
_GIVEN_AWAY: Final = "qunli-data.txt"


class PrivacyPages:
    """A part of the web application; whoever has no right is told that there is nothing for him."""

    def __init__(self, *, book: PrivacyBook, material: Material) -> None:
        self._book = book
        self._sheets = Sheets(material)
        self._file = material.templates["mydata.txt"]

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        guarded = self._sheets.guarded
        return (
            web.get("/privacy", guarded(self.requests)),
            web.post("/privacy/find", guarded(self.find)),
            web.post("/privacy/requests", guarded(self.ask)),
            web.get("/privacy/of/{person}", guarded(self.dossier)),
            web.post("/privacy/of/{person}/words", guarded(self.words)),
            web.post("/privacy/of/{person}/file", guarded(self.file)),
            web.post("/privacy/of/{person}/settle", guarded(self.settle)),
        )

    async def requests(self, request: web.Request) -> web.Response:
        """What waits, and where a request is entered."""
        if not request[VIEWER].is_trusted:
            return self._sheets.trouble(request, "not_yours", 403)
        return await self._list(request, {"found": None, "wanted": ""})

    async def find(self, request: web.Request) -> web.Response:
        """Whom somebody may mean."""
        if not request[VIEWER].is_trusted:
            return self._sheets.trouble(request, "not_yours", 403)
        wanted = (await _said(request)).get("wanted", "").strip()
        found = await self._book.find(request[VIEWER], wanted)
        return await self._list(request, {"found": found, "wanted": wanted})

    async def _list(self, request: web.Request, values: Mapping[str, object]) -> web.Response:
        rows = await self._book.requests(request[VIEWER])
        return self._sheets.page(request, "privacy.html", {"requests": rows, **values})

    async def ask(self, request: web.Request) -> web.Response:
        """A request that came by telephone, on paper or at the counter."""
        said = await _said(request)
        person = said.get("person", "")
        try:
            kind, came_by = WishKind(said.get("kind", "")), CameBy(said.get("came_by", ""))
        except ValueError:
            raise web.HTTPBadRequest from None
        if not await self._book.ask(request[VIEWER], person, kind, came_by):
            return self._sheets.trouble(request, "not_yours", 403)
        raise web.HTTPSeeOther(_place(person))

    async def dossier(self, request: web.Request) -> web.Response:
        """What is held of a person, in numbers."""
        found = await self._book.dossier(request[VIEWER], request.match_info["person"])
        return self._dossier(request, found)

    async def words(self, request: web.Request) -> web.Response:
        """The same with his words; the look is written down by then."""
        person = request.match_info["person"]
        found = await self._book.open(request[VIEWER], person, Step.LOOKED)
        return self._dossier(request, found)

    async def file(self, request: web.Request) -> web.Response:
        """For whoever asked: a text that every telephone opens."""
        person = request.match_info["person"]
        found = await self._book.open(request[VIEWER], person, Step.EXPORTED)
        if found is None:
            return self._sheets.trouble(request, "not_yours", 403)
        text = self._file.render({"dossier": found, "local": local})
        saved = {hdrs.CONTENT_DISPOSITION: f'attachment; filename="{_GIVEN_AWAY}"'}
        body = text.replace("\n", "\r\n").encode("utf-8-sig")
        return web.Response(body=body, content_type="text/plain", charset="utf-8", headers=saved)

    async def settle(self, request: web.Request) -> web.Response:
        """Answered, refused with a reason, or to be erased after a second look."""
        said, person = await _said(request), request.match_info["person"]
        reason = said.get("reason", "").strip()
        try:
            step = Step(said.get("step", ""))
        except ValueError:
            raise web.HTTPBadRequest from None
        if step not in _SETTLING or (step is not Step.ANSWERED and not reason):
            raise web.HTTPBadRequest
        if step is Step.ERASED and said.get("checked") != "yes":
            raise web.HTTPBadRequest
        if not await self._book.settle(request[VIEWER], person, step, reason):
            return self._sheets.trouble(request, "not_yours", 403)
        raise web.HTTPSeeOther(_place(person))

    def _dossier(self, request: web.Request, found: Dossier | None) -> web.Response:
        if found is None:
            return self._sheets.trouble(request, "not_yours", 403)
        waits = {row.kind for row in found.requests}
        values = {"dossier": found, "waits": waits, "place": _place(found.person), "local": local}
        return self._sheets.page(request, "person.html", values)


async def _said(request: web.Request) -> dict[str, str]:
    return await said_in(request)


def _place(person: str) -> str:
    return f"/privacy/of/{quote(person, safe='')}"
