"""Families that somebody looks after, as pages for the few who may.

Comes in: requests. Goes out: HTML, changes. Does not: decide who may (the book does).
"""

from collections.abc import Mapping, Sequence

from aiohttp import web

from bot.desk.books.care import Carebook, Entry
from bot.desk.forms import said_in
from bot.desk.gate import VIEWER
from bot.desk.material import Material
from bot.desk.rows import local
from bot.desk.sheets import Sheets
from bot.domain.care import CareKind

_PLACE = "/care"


class CarePages:
    """A part of the web application; whoever has no right is told that there is nothing for him."""

    def __init__(self, *, book: Carebook, material: Material, kinds: Mapping[str, str]) -> None:
        self._book = book
        self._sheets = Sheets(material)
        self._kinds = kinds

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is. A look is a change: it leaves a trace."""
        guarded = self._sheets.guarded
        return (
            web.get(_PLACE, guarded(self.list)),
            web.post(_PLACE, guarded(self.enter)),
            web.post(f"{_PLACE}/{{family}}", guarded(self.open)),
            web.post(f"{_PLACE}/{{family}}/end", guarded(self.end)),
        )

    async def list(self, request: web.Request) -> web.Response:
        """Who looks after whom, without names."""
        return await self._list(request)

    async def _list(
        self, request: web.Request, *, opened: object = None, wrong: bool = False
    ) -> web.Response:
        viewer = request[VIEWER]
        if not viewer.is_trusted:
            return self._sheets.trouble(request, "not_yours", 403)
        values = {
            "rows": await self._book.rows(viewer),
            "grids": self._book.grids(viewer),
            "carers": self._book.carers(),
            "kinds": self._kinds,
            "opened": opened,
            "wrong": wrong,
            "local": local,
        }
        return self._sheets.page(request, "care.html", values, 422 if wrong else 200)

    async def open(self, request: web.Request) -> web.Response:
        """One family with its name."""
        found = await self._book.open(request[VIEWER], request.match_info["family"])
        if found is None:
            return self._sheets.trouble(request, "not_yours", 403)
        return await self._list(request, opened=found)

    async def enter(self, request: web.Request) -> web.Response:
        """A new family."""
        said = {name: value.strip() for name, value in (await said_in(request)).items()}
        try:
            entry = Entry(
                grid=said["grid"],
                building=said["building"],
                called=said["called"],
                kind=CareKind(said["kind"]),
                carer=said["carer"],
                days=int(said["days"]),
            )
        except (KeyError, ValueError):
            return await self._list(request, wrong=True)
        if not await self._book.enter(request[VIEWER], entry):
            return await self._list(request, wrong=True)
        raise web.HTTPSeeOther(_PLACE)

    async def end(self, request: web.Request) -> web.Response:
        """A family that is not looked after any more."""
        if not await self._book.end(request[VIEWER], request.match_info["family"]):
            return self._sheets.trouble(request, "not_yours", 403)
        raise web.HTTPSeeOther(_PLACE)
