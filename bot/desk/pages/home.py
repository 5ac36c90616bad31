"""The desk's first page, and the answers that were offered for the list.

Comes in: requests. Goes out: HTML from templates, everything escaped. Does not: hold words or
decide what may be seen (rows does).
"""

from collections.abc import Sequence
from typing import Final

from aiohttp import web

from bot.desk.api import LIMIT
from bot.desk.books.board import Board
from bot.desk.gate import VIEWER
from bot.desk.material import Material
from bot.desk.rows import BLANK_CASE, BLANK_EVENT, Shower
from bot.desk.sheets import Sheets
from bot.desk.trial import Trial

FIRST: Final = 60
"""Cases on the first page: a view of at most 100 KB."""


class Pages:
    """HTML over the board; `trial` adds the two simulated groups to the first page."""

    def __init__(
        self, *, board: Board, shower: Shower, material: Material, trial: Trial | None
    ) -> None:
        self._board = board
        self._shower = shower
        self._trial = trial
        self._sheets = Sheets(material)

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        return (
            web.get("/", self._sheets.guarded(self.home)),
            web.get("/answers", self._sheets.guarded(self.answers)),
        )

    async def home(self, request: web.Request) -> web.Response:
        """The two groups and the cases beside them, or the cases alone."""
        position = await self._board.position()
        rows = await self._board.cases(request[VIEWER], FIRST)
        cases = [self._shower.case(row) for row in rows]
        words = {name: dict(table) for name, table in self._shower.words.tables.items()}
        values = {"position": position, "cases": cases, "trial": self._trial, "words": words}
        values |= {"no_case": BLANK_CASE, "no_event": BLANK_EVENT}
        return self._sheets.page(request, "home.html", values)

    async def answers(self, request: web.Request) -> web.Response:
        """Answers of staff that were offered for the list of answers."""
        found = await self._board.answers(LIMIT)
        return self._sheets.page(request, "answers.html", {"answers": found})
