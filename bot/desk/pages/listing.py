"""The admission list at the desk: looked through, changed item by item, down and up as a file.

Comes in: requests. Goes out: HTML, the list as CSV. Does not: let anybody but those who administer
change it (domain rules §10), or decide what is wrong with it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from aiohttp import web
from aiohttp.web_request import FileField

from bot.desk.books.listing import Listbook, mark
from bot.desk.forms import posted, said_in
from bot.desk.gate import VIEWER
from bot.desk.material import Material
from bot.desk.rows import local
from bot.desk.sheets import Sheets
from bot.domain.errors import ConfigError
from bot.domain.listing import COLUMNS, row_of
from bot.domain.matters import (
    Admission,
    Level,
    Matter,
    Matters,
    OnSite,
    Privacy,
    Standing,
    Urgency,
)
from bot.listing import Revision, as_csv, decoded, named

_CHOICES: Final = {
    "first_level": Level,
    "urgency": Urgency,
    "on_site": OnSite,
    "admission": Admission,
    "privacy": Privacy,
    "standing": Standing,
}
_FIELDS: Final = (
    "name",
    "departments",
    *_CHOICES,
    "accept_hours",
    "resolve_workdays",
    "basis",
    "approver",
    "valid_to",
    "replaced_by",
)
_NEW: Final = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """Rules of an item between two days, and in which columns they are other than before."""

    since: str
    until: str
    changes: Sequence[tuple[str, str, str]]
    in_force: bool


class ListPages:
    """A part of the web application."""

    def __init__(self, *, book: Listbook, material: Material) -> None:
        self._book = book
        self._sheets = Sheets(material)

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        guarded = self._sheets.guarded
        return (
            web.get("/items", guarded(self.list)),
            web.get("/items.csv", guarded(self.download)),
            web.post("/items/check", guarded(self.check)),
            web.post("/items/import", guarded(self.bring)),
            web.get("/items/{item}", guarded(self.item)),
            web.post("/items/{item}", guarded(self.save)),
        )

    async def list(self, request: web.Request) -> web.Response:
        """Everything that is in force, or what holds some words."""
        return await self._list(request)

    async def _list(
        self, request: web.Request, problems: Sequence[str] = (), status: int = 200
    ) -> web.Response:
        wanted = request.query.get("q", "").strip()
        try:
            matters = (await self._book.read()).on(self._book.today)
        except ConfigError as err:
            matters, problems, status = Matters(()), err.problems, 200
        rows = [matters[item] for item in matters if _holds(matters[item], wanted)]
        lines = await self._book.lines()
        values = {
            "rows": rows,
            "today": self._book.today,
            "wanted": wanted,
            "problems": problems,
            "lines": lines,
            "first": self._book.today + timedelta(days=1),
            "edits": self._edits(request),
            "is_own": self._book.is_own,
            "named": named,
            "local": local,
        }
        return self._sheets.page(request, "items.html", values, status)

    async def download(self, _request: web.Request) -> web.Response:
        """The list with all its days, as a spreadsheet opens it."""
        body = as_csv((await self._book.read()).rows).encode("utf-8-sig")
        saved = {"Content-Disposition": 'attachment; filename="items.csv"'}
        return web.Response(body=body, content_type="text/csv", charset="utf-8", headers=saved)

    async def check(self, request: web.Request) -> web.Response:
        """A file, row by row; nothing is changed."""
        self._may(request)
        said = await posted(request)
        given = said.get("file")
        if not isinstance(given, FileField):
            raise web.HTTPBadRequest
        try:
            text = decoded(given.file.read())
        except ConfigError as err:
            return await self._list(request, err.problems, 422)
        revision = await self._book.revise(text, _first(str(said.get("first", ""))))
        return self._revision(request, revision, text)

    async def bring(self, request: web.Request) -> web.Response:
        """The same file in the place of the list."""
        self._may(request)
        said = await posted(request)
        text = str(said.get("text", ""))
        revision = await self._book.change(
            request[VIEWER], text, _first(str(said.get("first", "")))
        )
        if revision.problems:
            return self._revision(request, revision, text, 422)
        raise web.HTTPSeeOther("/items")

    def _revision(
        self, request: web.Request, revision: Revision, text: str, status: int = 200
    ) -> web.Response:
        kinds = ("wrong", "new", "changed", "ended", "past", "same")
        values = {
            "revision": revision,
            "text": text,
            "counts": [(named("fate", kind), revision.count(kind)) for kind in kinds],
            "fates": [fate for fate in revision.fates if fate.kind != "same"],
            "named": named,
            "is_own": self._book.is_own,
        }
        return self._sheets.page(request, "items_check.html", values, status)

    async def item(self, request: web.Request) -> web.Response:
        """One item with all its days, and a form for new rules."""
        item = request.match_info["item"]
        matters = await self._book.read()
        if item != _NEW and item not in matters:
            return self._sheets.trouble(request, "nothing", 404)
        today = self._book.today
        matter = None if item == _NEW else matters.on(today)[item]
        cells = row_of(matter) if matter else {"standing": "admitted"}
        first = (today + timedelta(days=1)).isoformat()
        return self._form(request, matters, item, cells | {"first": first})

    async def save(self, request: web.Request) -> web.Response:
        """New rules for one item."""
        self._may(request)
        said = {name: value.strip() for name, value in (await said_in(request)).items()}
        item = request.match_info["item"]
        code = said.get("item", "").upper() if item == _NEW else item
        matters = await self._book.read()
        if item == _NEW and code in matters:
            raise web.HTTPSeeOther(f"/items/{code}")
        cells = {name: said.get(name, "") for name in _FIELDS}
        cells |= {"item": code, **_category(code, matters)}
        revision = await self._book.change_row(
            request[VIEWER], cells, _first(said.get("first", "")), said.get("was", "")
        )
        if revision.problems:
            shown = cells | {"first": said["first"]}
            return self._form(request, matters, item, shown, revision.problems)
        raise web.HTTPSeeOther(f"/items/{code}")

    def _form(
        self,
        request: web.Request,
        matters: Matters,
        item: str,
        cells: Mapping[str, str],
        problems: Sequence[str] = (),
    ) -> web.Response:
        rows = [row for row in matters.rows if row.item == item]
        values = {
            "item": item,
            "cells": cells,
            "choices": _CHOICES,
            "versions": list(_versions(rows, self._book.today)),
            "was": mark(rows),
            "problems": problems,
            "departments": sorted({name for row in matters.rows for name in row.departments}),
            "edits": self._edits(request) and self._book.is_own,
            "named": named,
        }
        return self._sheets.page(request, "item.html", values, 422 if problems else 200)

    def _edits(self, request: web.Request) -> bool:
        return request[VIEWER].admin

    def _may(self, request: web.Request) -> None:
        if not self._edits(request):
            raise web.HTTPForbidden


def _first(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise web.HTTPBadRequest from None


def _category(code: str, matters: Matters) -> dict[str, str]:
    """The category of an item, as its code tells it and the list calls it."""
    category = code.partition("-")[0]
    names = {row.category: row.category_name for row in matters.rows}
    return {"category": category, "category_name": names.get(category, category)}


def _holds(row: Matter, words: str) -> bool:
    """Whether a row holds all of some words."""
    text = " ".join((row.item, row.name, row.category_name, *row.departments)).upper()
    return all(word in text for word in words.upper().split())


def _versions(rows: Sequence[Matter], today: date) -> Iterator[Version]:
    """Each with what is other than before, the newest first."""
    ordered = sorted(rows, key=lambda row: row.valid_from or date.min)
    before = [None, *ordered[:-1]]
    for old, row in reversed(list(zip(before, ordered, strict=False))):
        yield Version(
            since=row.valid_from.isoformat() if row.valid_from else "",
            until=row.valid_to.isoformat() if row.valid_to else "",
            changes=list(_changes(old, row)) if old else (),
            in_force=row.covers(today),
        )


def _changes(one: Matter, other: Matter) -> Iterator[tuple[str, str, str]]:
    before, after = row_of(one), row_of(other)
    for name in COLUMNS:
        if name not in ("valid_from", "valid_to") and before[name] != after[name]:
            yield named("columns", name), named(name, before[name]), named(name, after[name])
