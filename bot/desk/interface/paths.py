"""The interface for programs: cases, figures, groups and items as JSON, and words about a case.

Comes in: requests of accounts and keys. Goes out: JSON as declared; words go the way of everything
that is said at the desk. Does not: decide what may be seen (the board does) or done (casework
does), or know how keys are checked (the gate does).
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol, TypeVar

from aiohttp import web
from aiohttp.typedefs import Handler
from pydantic import BaseModel, ValidationError

from bot.desk.books.board import Board, CaseRow, Reading
from bot.desk.gate import MACHINE, VIEWER
from bot.desk.interface import declarations as declared
from bot.desk.interface.document import Operation, document
from bot.desk.interface.problems import NotAsDeclared
from bot.desk.pages.cases import Voice
from bot.desk.rows import Shower
from bot.domain.errors import StorageError
from bot.domain.viewing import CaseFilter, Viewer

DOCUMENT: Final = "/api/v1/openapi.json"
OPERATIONS: Final = (
    Operation(
        id="cases",
        method="GET",
        path="/api/v1/cases",
        summary="Cases, the newest opened first, filtered as on the board",
        query=declared.CasesAsked,
        gives=declared.CasesShown,
    ),
    Operation(
        id="case",
        method="GET",
        path="/api/v1/cases/{key}",
        summary="One case with its history and its words, masked",
        gives=declared.ReadingShown,
    ),
    Operation(
        id="unmask",
        method="POST",
        path="/api/v1/cases/{key}/words",
        summary="The same with the words as they were said; the look is written into the history",
        gives=declared.ReadingShown,
        writes=True,
    ),
    Operation(
        id="say",
        method="POST",
        path="/api/v1/cases/{key}/say",
        summary="Words about a case, which may move it",
        body=declared.WordsSaid,
        gives=declared.Taken,
        status=202,
        writes=True,
    ),
    Operation(
        id="figures",
        method="GET",
        path="/api/v1/figures",
        summary="Counts and rates of a period by grid",
        query=declared.FiguresAsked,
        gives=declared.FiguresShown,
    ),
    Operation(
        id="groups",
        method="GET",
        path="/api/v1/groups",
        summary="Groups that the bot sits in",
        gives=declared.GroupsShown,
    ),
    Operation(
        id="items",
        method="GET",
        path="/api/v1/items",
        summary="The admission list of today",
        gives=declared.ItemsShown,
    ),
)
"""Everything that can be asked for."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_KEY: Final = re.compile(r"[A-Za-z0-9_\-]{1,64}")
Model = TypeVar("Model", bound=BaseModel)


class Lists(Protocol):
    """What is no case; see `bot.desk.interface.lists.Listbook`."""

    async def figures(self, viewer: Viewer, asked: declared.FiguresAsked, /) -> list[Any]:
        """The figures of every grid that he sees."""

    def groups(self, viewer: Viewer, /) -> list[declared.GroupShown]:
        """Groups of his area."""

    def items(self) -> list[declared.ItemShown]:
        """The admission list of today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What the interface reads, and by which words go in."""

    board: Board
    shower: Shower
    voice: Voice
    lists: Lists


class Interface:
    """A part of the web application."""

    def __init__(self, *, sources: Sources, version: str) -> None:
        self._from = sources
        self._document = document(OPERATIONS, version=version)

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is, and the document that tells of it."""
        does = {
            "cases": self.cases,
            "case": self.case,
            "unmask": self.unmask,
            "say": self.say,
            "figures": self.figures,
            "groups": self.groups,
            "items": self.items,
        }
        return (
            web.get(DOCUMENT, self.document),
            *(web.route(one.method, one.path, _guarded(does[one.id], one)) for one in OPERATIONS),
        )

    async def document(self, _request: web.Request) -> web.Response:
        """The OpenAPI document."""
        return web.json_response(self._document)

    async def cases(self, request: web.Request) -> BaseModel:
        """A page of cases."""
        asked = _query(request, declared.CasesAsked)
        wanted = CaseFilter(
            open_only=asked.all != "1",
            grid=asked.grid,
            category=asked.category,
            level=asked.level,
            words=asked.q.strip(),
            before=_position(asked.after),
        )
        rows = await self._from.board.cases(request[VIEWER], asked.limit, wanted, asked.lamp)
        return declared.CasesShown(
            cases=[self._case(row) for row in rows],
            next=_mark(rows[-1]) if len(rows) == asked.limit else None,
        )

    async def case(self, request: web.Request) -> BaseModel:
        """A case with what is shown of it to this viewer."""
        return self._reading(await self._from.board.read(request[VIEWER], _key(request)))

    async def unmask(self, request: web.Request) -> BaseModel:
        """The same with its words as they were said; the look is in the history by then."""
        viewer, key = request[VIEWER], _key(request)
        if await self._from.board.read(viewer, key) is None:
            raise web.HTTPNotFound
        found = await self._from.board.unmask(viewer, key)
        if found is None:
            raise web.HTTPForbidden
        return self._reading(found)

    async def say(self, request: web.Request) -> BaseModel:
        """Words about a case, as if typed after its number."""
        said = await _body(request, declared.WordsSaid)
        viewer = request[VIEWER]
        found = await self._from.board.read(viewer, _key(request))
        if found is None:
            raise web.HTTPNotFound
        person = viewer.person
        if person is None:
            raise web.HTTPForbidden
        words = f"#{found.case.number} {' '.join(said.words.split())}"
        if not await self._from.voice.say(person.id, person.name, [words]):
            raise web.HTTPServiceUnavailable
        return declared.Taken()

    async def figures(self, request: web.Request) -> BaseModel:
        """Counts and rates by grid."""
        asked = _query(request, declared.FiguresAsked)
        days = (asked.end - asked.begin).days
        if not 0 <= days < declared.LONGEST_PERIOD:
            raise NotAsDeclared([f"end: 0 to {declared.LONGEST_PERIOD - 1} days after begin"])
        rows = await self._from.lists.figures(request[VIEWER], asked)
        return declared.FiguresShown(begin=asked.begin, end=asked.end, grids=rows)

    async def groups(self, request: web.Request) -> BaseModel:
        """Groups of the viewer's area."""
        return declared.GroupsShown(groups=self._from.lists.groups(request[VIEWER]))

    async def items(self, _request: web.Request) -> BaseModel:
        """The admission list."""
        return declared.ItemsShown(items=self._from.lists.items())

    def _case(self, row: CaseRow) -> declared.CaseShown:
        return declared.CaseShown.model_validate(self._from.shower.case(row))

    def _reading(self, found: Reading | None) -> declared.ReadingShown:
        if found is None:
            raise web.HTTPNotFound
        shower = self._from.shower
        return declared.ReadingShown.model_validate(
            {
                "case": shower.case(found.case),
                "history": [shower.event(event) for event in found.history],
                "words": [shower.said(row) for row in found.words],
                "unmasked": found.unmasked,
            }
        )


def _guarded(does: Callable[[web.Request], Awaitable[BaseModel]], operation: Operation) -> Handler:
    """The answer as JSON; only keys that may write do more than look."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        machine = request.get(MACHINE)
        if operation.writes and machine is not None and not machine.may_write:
            raise web.HTTPForbidden
        if operation.query is None and request.query:
            raise NotAsDeclared([f"{name}: not known here" for name in request.query])
        try:
            given = await does(request)
        except StorageError:
            raise web.HTTPServiceUnavailable from None
        return web.Response(
            text=given.model_dump_json(), content_type="application/json", status=operation.status
        )

    return guarded


def _query(request: web.Request, model: type[Model]) -> Model:
    twice = sorted(name for name in set(request.query) if len(request.query.getall(name)) > 1)
    if twice:
        raise NotAsDeclared([f"{name}: given more than once" for name in twice])
    return _checked(model, dict(request.query))


async def _body(request: web.Request, model: type[Model]) -> Model:
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        given = await request.json()
    except (ValueError, RecursionError, LookupError, web.RequestPayloadError):
        raise NotAsDeclared(["body: no JSON"]) from None
    return _checked(model, given)


def _checked(model: type[Model], given: object) -> Model:
    try:
        return model.model_validate(given)
    except ValidationError as err:
        raise NotAsDeclared([_reason(one) for one in err.errors()]) from None


def _reason(error: Any) -> str:  # noqa: ANN401
    """Where and what, never the value itself."""
    place = ".".join(str(part) for part in error["loc"]) or "body"
    return f"{place}: {error['msg']}".encode("utf-8", "replace").decode()


def _key(request: web.Request) -> str:
    key = request.match_info["key"]
    if not _KEY.fullmatch(key):
        raise web.HTTPNotFound
    return key


def _mark(row: CaseRow) -> str:
    return f"{(row.opened_at - _EPOCH) // _MICROSECOND}-{row.number}"


def _position(text: str) -> tuple[datetime, int] | None:
    if not text:
        return None
    at, number = text.split("-")
    return _EPOCH + int(at) * _MICROSECOND, int(number)
