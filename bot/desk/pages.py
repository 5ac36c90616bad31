"""The desk's pages.

Comes in: requests. Goes out: HTML from templates, everything escaped. Does not: hold words or
decide what may be seen (rows does).
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.desk.api import LIMIT
from bot.desk.board import Board, Reading
from bot.desk.gate import VIEWER
from bot.desk.material import Material
from bot.desk.rows import BLANK_CASE, BLANK_EVENT, Shower
from bot.domain.deadlines import is_quiet
from bot.domain.errors import StorageError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """That the simulated groups stand on the first page, and when their night rest is: then the
    page says why ordinary lines do not come before morning.
    """

    night_begin: time = time(22)
    night_end: time = time(7)
    now: Callable[[], datetime]

    @property
    def begin(self) -> str:
        """When it begins, as a clock shows it."""
        return f"{self.night_begin:%H:%M}"

    @property
    def end(self) -> str:
        """When it ends."""
        return f"{self.night_end:%H:%M}"

    @property
    def is_night(self) -> bool:
        """Whether it is now."""
        return is_quiet(self.now(), begin=self.night_begin, end=self.night_end)


class Pages:
    """HTML over the board; `trial` adds the two simulated groups to the first page."""

    def __init__(
        self, *, board: Board, shower: Shower, material: Material, trial: Trial | None
    ) -> None:
        self._board = board
        self._shower = shower
        self._trial = trial
        self._templates = material.templates

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        return (
            web.get("/", self._guarded(self.home)),
            web.get("/cases/{key}", self._guarded(self.case)),
            web.post("/cases/{key}/words", self._guarded(self.unmask)),
            web.get("/cases/{key}/pictures/{picture}", self._guarded(self.picture)),
            web.get("/answers", self._guarded(self.answers)),
        )

    async def home(self, request: web.Request) -> web.Response:
        """The two groups and the cases beside them, or the cases alone."""
        position = await self._board.position()
        rows = await self._board.cases(request[VIEWER], LIMIT)
        cases = [self._shower.case(row) for row in rows]
        words = {name: dict(table) for name, table in self._shower.words.tables.items()}
        viewer = request[VIEWER].name
        values = {"position": position, "cases": cases, "trial": self._trial, "words": words}
        values |= {"viewer": viewer}
        return self._page("home.html", values | {"no_case": BLANK_CASE, "no_event": BLANK_EVENT})

    async def case(self, request: web.Request) -> web.Response:
        """A case, its history and its words."""
        return self._reading(await self._board.read(request[VIEWER], request.match_info["key"]))

    async def unmask(self, request: web.Request) -> web.Response:
        """The same with the words as they were said; the look is in the history by then."""
        return self._reading(await self._board.unmask(request[VIEWER], request.match_info["key"]))

    async def picture(self, request: web.Request) -> web.Response:
        """A picture of a case."""
        key, picture = request.match_info["key"], request.match_info["picture"]
        data = await self._board.picture(request[VIEWER], key, picture)
        if data is None:
            raise web.HTTPNotFound
        return web.Response(body=data, content_type="image/jpeg")

    def _reading(self, found: Reading | None) -> web.Response:
        if found is None:
            return self._page("trouble.html", {"trouble": "missing"}, status=404)
        values = {
            "case": self._shower.case(found.case),
            "history": [self._shower.event(event) for event in found.history],
            "said": [self._shower.said(row) for row in found.words],
            "pictures": [self._shower.picture(row) for row in found.pictures],
            "unmaskable": found.unmaskable,
            "unmasked": found.unmasked,
        }
        return self._page("case.html", values)

    async def answers(self, _request: web.Request) -> web.Response:
        """Answers of staff that were offered for the list of answers."""
        return self._page("answers.html", {"answers": await self._board.answers(LIMIT)})

    def _guarded(self, page: Callable[[web.Request], Awaitable[web.Response]]) -> Handler:
        async def guarded(request: web.Request) -> web.StreamResponse:
            try:
                return await page(request)
            except StorageError:
                log.warning("desk_storage", extra={"path": request.path})
                return self._page("trouble.html", {"trouble": "storage"}, status=503)

        return guarded

    def _page(self, name: str, values: Mapping[str, object], status: int = 200) -> web.Response:
        text = self._templates[name].render(values)
        return web.Response(text=text, content_type="text/html", charset="utf-8", status=status)
