"""The list of answers at the desk: offered ones taken in by a click, written, changed, retired.

Comes in: requests. Goes out: HTML. Does not: decide who may (the book does), or find answers.
"""

from collections.abc import Mapping, Sequence

from aiohttp import web

from bot.desk.books.answers import MOST_CHARACTERS, Answerbook
from bot.desk.forms import said_in
from bot.desk.gate import VIEWER
from bot.desk.material import Material
from bot.desk.sheets import Sheets
from bot.domain.viewing import Viewer

_PLACE = "/knowledge"


class AnswerPages:
    """A part of the web application."""

    def __init__(self, *, book: Answerbook, material: Material) -> None:
        self._book = book
        self._sheets = Sheets(material)

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        guarded = self._sheets.guarded
        return (
            web.get(_PLACE, guarded(self.list)),
            web.post(f"{_PLACE}/decide", guarded(self.decide)),
            web.get(f"{_PLACE}/entry", guarded(self.entry)),
            web.post(f"{_PLACE}/entry", guarded(self.save)),
        )

    async def list(self, request: web.Request) -> web.Response:
        """Everything, or what holds some words."""
        wanted = request.query.get("q", "").strip()
        rows = await self._book.all(wanted)
        groups = {
            state: [row for row in rows if row.state == state]
            for state in ("proposed", "own", "listed")
        }
        values = {"groups": groups, "wanted": wanted, "may": self._book.may(request[VIEWER])}
        return self._sheets.page(request, "knowledge.html", values)

    async def decide(self, request: web.Request) -> web.Response:
        """Taken in, left out, retired, or back to the list's words."""
        viewer, said = self._may(request), await _said(request)
        key, act = said.get("key", ""), said.get("act", "")
        if act == "retire":
            done = await self._book.retire(viewer, key)
        elif act in ("take", "drop"):
            done = await self._book.decide(viewer, key, taken=act == "take")
        else:
            raise web.HTTPBadRequest
        if not done:
            return self._sheets.trouble(request, "nothing", 404)
        raise web.HTTPSeeOther(_PLACE)

    async def entry(self, request: web.Request) -> web.Response:
        """A form: of one of them, or of a new one."""
        self._may(request)
        key = request.query.get("key", "")
        found = await self._book.one(key) if key else None
        if key and found is None:
            return self._sheets.trouble(request, "nothing", 404)
        cells = {"key": key, "item": "", "questions": "", "answer": ""}
        if found is not None:
            asked = "\n".join(found.questions)
            cells |= {"item": found.item, "questions": asked, "answer": found.answer}
        return self._form(request, cells)

    async def save(self, request: web.Request) -> web.Response:
        """The office's own words, in force with the next question."""
        viewer, said = self._may(request), await _said(request)
        cells = {name: said.get(name, "") for name in ("key", "item", "questions", "answer")}
        asked = cells["questions"].splitlines()
        item = cells["item"].partition(" ")[0].upper()
        if await self._book.write(viewer, cells["key"], item, asked, cells["answer"]) is None:
            return self._form(request, cells, wrong=True)
        raise web.HTTPSeeOther(_PLACE)

    def _form(
        self, request: web.Request, cells: Mapping[str, str], *, wrong: bool = False
    ) -> web.Response:
        values = {
            "cells": cells,
            "wrong": wrong,
            "items": self._book.items(),
            "most": MOST_CHARACTERS,
        }
        return self._sheets.page(request, "answer.html", values, 422 if wrong else 200)

    def _may(self, request: web.Request) -> Viewer:
        viewer = request[VIEWER]
        if not self._book.may(viewer):
            raise web.HTTPForbidden
        return viewer


async def _said(request: web.Request) -> dict[str, str]:
    return await said_in(request)
