"""What points buy, as pages: the list, its editor, and where a code is taken.

Comes in: requests. Goes out: HTML, changes, codes that are taken. Does not: decide what is possible
(the book does), or whether a code counts (`cashing` does).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from aiohttp import web

from bot.desk.books.goods import Goodbook
from bot.desk.forms import posted
from bot.desk.gate import VIEWER
from bot.desk.material import Material
from bot.desk.rows import local
from bot.desk.sheets import Sheets
from bot.domain.people import Person
from bot.domain.points import Good
from bot.ports import IdFactory

_PLACE = "/goods"


class Cashes(Protocol):
    """See `bot.journey.beside.cashing.Cashing`."""

    def may(self, person: Person, /) -> bool:
        """Whether there may be codes for him to take."""

    async def take(self, person: Person, code: str, /) -> tuple[bool, str]:
        """Whether it was taken, and what is said to whoever enters it."""


class GoodPages:
    """A part of the web application."""

    def __init__(
        self, *, book: Goodbook, cashing: Cashes, ids: IdFactory, material: Material
    ) -> None:
        self._book = book
        self._cashing = cashing
        self._ids = ids
        self._sheets = Sheets(material)

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        guarded = self._sheets.guarded
        return (
            web.get(_PLACE, guarded(self.list)),
            web.post(_PLACE, guarded(self.change)),
            web.post(f"{_PLACE}/codes", guarded(self.take)),
        )

    async def list(self, request: web.Request) -> web.Response:
        """What is to be had."""
        return await self._list(request, {})

    async def _list(
        self, request: web.Request, values: Mapping[str, object], status: int = 200
    ) -> web.Response:
        viewer = request[VIEWER]
        goods, edited = await self._book.goods(), request.query.get("edit", "")
        known: dict[str, object] = {
            "goods": goods,
            "edited": next((row.good for row in goods.rows if row.good.id == edited), None),
            "people": self._book.people(),
            "today": self._book.today,
            "may": viewer.admin,
            "takes": viewer.person is not None and self._cashing.may(viewer.person),
            "wrong": [],
            "taken": None,
            "local": local,
        }
        return self._sheets.page(request, "goods.html", {**known, **values}, status)

    async def change(self, request: web.Request) -> web.Response:
        """A good that is new, or another from now on."""
        viewer = request[VIEWER]
        if not viewer.admin:
            raise web.HTTPForbidden
        said = await posted(request)
        new = self._ids.new("good")
        people = tuple(str(one) for one in said.getall("people", []) if one)
        try:
            good = _good({name: str(value) for name, value in said.items()}, new)
        except ValueError:
            return await self._list(request, {"wrong": ["number"]}, 422)
        wrong = await self._book.change(viewer, replace(good, people=people))
        if wrong:
            return await self._list(request, {"wrong": wrong}, 422)
        raise web.HTTPSeeOther(_PLACE)

    async def take(self, request: web.Request) -> web.Response:
        """Somebody shows a code."""
        person = request[VIEWER].person
        if person is None:
            raise web.HTTPForbidden
        code = "".join(str((await posted(request)).get("code", "")).split())
        done, words = await self._cashing.take(person, code)
        return await self._list(request, {"taken": (done, words)}, 200 if done else 422)


def _good(said: Mapping[str, str], new: str) -> Good:
    """What a form says of a good but for its people; ValueError: a number or a day is none."""
    words = {name: " ".join(value.split()) for name, value in said.items()}
    until = words.get("until", "")
    return Good(
        id=words.get("good") or new,
        name=words.get("name", ""),
        partner=words.get("partner", ""),
        points=int(words.get("points", "")),
        stock=int(words.get("stock", "")),
        until=date.fromisoformat(until) if until else None,
    )
