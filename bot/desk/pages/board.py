"""The board for those who work with the cases: filters in the address, moves of several at once.

Comes in: requests. Goes out: HTML. Does not: decide what may be seen (the board does), or move
cases (what is clicked goes out as words, see casepages).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from bot.desk.books.board import Board
from bot.desk.gate import VIEWER
from bot.desk.material import Material
from bot.desk.rows import Shower
from bot.desk.sheets import Sheets
from bot.domain.viewing import CaseFilter

LIMIT: Final = 100
"""Cases on one page."""

_LONGEST: Final = 40
"""Characters of a search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What can be filtered by: codes with their names."""

    grids: Mapping[str, str]
    categories: Mapping[str, str]


class BoardPages:
    """A part of the web application beside the first page."""

    def __init__(
        self, *, board: Board, shower: Shower, material: Material, choices: Choices
    ) -> None:
        self._board = board
        self._shower = shower
        self._sheets = Sheets(material)
        self._choices = choices

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        return (web.get("/board", self._sheets.guarded(self.show)),)

    async def show(self, request: web.Request) -> web.Response:
        """Cases as the address wants them; unknown values of filters find nothing."""
        viewer, asked = request[VIEWER], request.query
        wanted = CaseFilter(
            open_only=asked.get("all") != "1",
            grid=asked.get("grid", ""),
            category=asked.get("category", ""),
            level=asked.get("level", ""),
            building=asked.get("building", "")[:_LONGEST],
            words=asked.get("q", "").strip()[:_LONGEST],
        )
        rows = await self._board.cases(viewer, LIMIT, wanted, asked.get("lamp", ""))
        names = self._shower.words.tables
        values = {
            "cases": [self._shower.case(row) for row in rows],
            "wanted": wanted,
            "lamp": asked.get("lamp", ""),
            "full": len(rows) == LIMIT,
            "speaks": viewer.person is not None,
            "position": await self._board.position(),
            "choices": {
                "lamp": names["lamps"],
                "level": names["levels"],
                "grid": self._choices.grids,
                "category": self._choices.categories,
            },
        }
        return self._sheets.page(request, "board.html", values)
