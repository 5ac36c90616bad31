"""The page with the plan of the buildings and their lamps.

Comes in: requests. Goes out: HTML that links every building to the board. Does not: draw a map;
estates stand in the order in which the office wrote them down.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from bot.desk.books.board import Board
from bot.desk.books.plan import GridPlan, Lit, plan_of
from bot.desk.gate import VIEWER
from bot.desk.material import Material
from bot.desk.sheets import Sheets
from bot.domain.grid import Directory
from bot.domain.lamps import Lamp
from bot.domain.outline import Outline
from bot.domain.viewing import CaseFilter, Viewer
from bot.ports import Store, UnitOfWork

_OPEN: Final = CaseFilter(open_only=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planbook:
    """Plans over the store."""

    store: Store
    directory: Callable[[], Directory]
    lamp: Callable[[Outline], Lamp]

    async def plan(self, viewer: Viewer) -> list[GridPlan]:
        """The grids that are his, and those that cases of his are in; no drills."""

        async def look(unit: UnitOfWork) -> list[Lit]:
            found = await unit.board.outlines(viewer.scope, None, _OPEN)
            # What is not shown to him openly does not colour a building either.
            return [
                (case, self.lamp(case)) for case in found if not case.drill and viewer.counts(case)
            ]

        lit = await self.store.look(look)
        touched = {case.grid for case, _ in lit}
        grids = self.directory().grids
        return plan_of(
            [grid for grid in grids if viewer.covers(grid.id) or grid.id in touched], lit
        )


class PlanPages:
    """A part of the web application beside the board's pages."""

    def __init__(self, *, book: Planbook, board: Board, material: Material) -> None:
        self._book = book
        self._board = board
        self._sheets = Sheets(material)
        self._lamps = material.words.tables["lamps"]

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        return (web.get("/plan", self._sheets.guarded(self.show)),)

    async def show(self, request: web.Request) -> web.Response:
        """All of it."""
        position = await self._board.position()
        plan = await self._book.plan(request[VIEWER])
        values = {"grids": plan, "lamps": self._lamps, "position": position}
        return self._sheets.page(request, "plan.html", values)
