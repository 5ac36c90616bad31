"""The page of a case: what happened, what was said, and what can be done with it.

Comes in: requests. Goes out: HTML; what people click goes out as words of theirs. Does not: decide
what may be seen (the board does) or done (casework does).
"""

from collections.abc import Sequence
from typing import Final, Protocol
from urllib.parse import quote

from aiohttp import web

from bot.desk.books.board import Board, Reading
from bot.desk.forms import posted
from bot.desk.gate import VIEWER
from bot.desk.material import Material
from bot.desk.rows import Shower
from bot.desk.sheets import Sheets
from bot.desk.speaking import Answer

LONGEST: Final = 500
"""Characters that can be said about a case at once."""

MOST: Final = 50
"""Cases that can be moved by one click."""


class Voice(Protocol):
    """See `bot.desk.speaking.DeskChannel`."""

    async def say(self, person: str, name: str, texts: Sequence[str], /) -> bool:
        """Words of a person; False where the service is not ready."""

    def answers(self, person: str, /) -> Sequence[Answer]:
        """What was answered lately, the newest first."""


class CasePages:
    """Pages over the board; whoever has a part in the grid's work can speak there."""

    def __init__(self, *, board: Board, shower: Shower, material: Material, voice: Voice) -> None:
        self._board = board
        self._shower = shower
        self._sheets = Sheets(material)
        self._voice = voice

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        guarded = self._sheets.guarded
        return (
            web.get("/cases/{key}", guarded(self.case)),
            web.post("/cases/{key}/words", guarded(self.unmask)),
            web.get("/cases/{key}/pictures/{picture}", guarded(self.picture)),
            web.post("/say", guarded(self.say)),
        )

    async def case(self, request: web.Request) -> web.Response:
        """A case, its history and its words."""
        found = await self._board.read(request[VIEWER], request.match_info["key"])
        return self._reading(request, found)

    async def unmask(self, request: web.Request) -> web.Response:
        """The same with the words as they were said; the look is in the history by then."""
        found = await self._board.unmask(request[VIEWER], request.match_info["key"])
        return self._reading(request, found)

    async def picture(self, request: web.Request) -> web.Response:
        """A picture or recording of a case."""
        key, picture = request.match_info["key"], request.match_info["picture"]
        kept = await self._board.picture(request[VIEWER], key, picture)
        if kept is None:
            raise web.HTTPNotFound
        return web.Response(body=kept.data, content_type=kept.form)

    async def say(self, request: web.Request) -> web.Response:
        """The same words about one case or several, as if they had been typed after each number."""
        viewer, said = request[VIEWER], await posted(request)
        keys = [str(key) for key in said.getall("case", [])][:MOST]
        words = " ".join(str(said.get("words") or said.get("free") or "").split())[:LONGEST]
        if viewer.person is None:
            raise web.HTTPForbidden
        if not keys or not words:
            raise web.HTTPBadRequest
        found = [await self._board.read(viewer, key) for key in keys]
        texts = [f"#{reading.case.number} {words}" for reading in found if reading is not None]
        if not texts:
            return self._sheets.trouble(request, "missing", 404)
        if not await self._voice.say(viewer.person.id, viewer.person.name, texts):
            return self._sheets.trouble(request, "storage", 503)
        one = len(keys) == 1 and "list" not in said
        raise web.HTTPSeeOther(f"/cases/{quote(keys[0], safe='')}" if one else "/board")

    def _reading(self, request: web.Request, found: Reading | None) -> web.Response:
        if found is None:
            return self._sheets.trouble(request, "missing", 404)
        person = request[VIEWER].person
        answers = self._voice.answers(person.id) if person else ()
        values = {
            "case": self._shower.case(found.case),
            "history": [self._shower.event(event) for event in found.history],
            "said": [self._shower.said(row) for row in found.words],
            "pictures": [self._shower.picture(row) for row in found.pictures],
            "lacks": found.lacks,
            "unmaskable": found.unmaskable,
            "unmasked": found.unmasked,
            "speaks": person is not None,
            "answers": [self._shower.answer(answer) for answer in answers],
        }
        return self._sheets.page(request, "case.html", values)
