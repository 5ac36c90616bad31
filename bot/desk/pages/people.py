"""People and duty at the desk.

Comes in: requests. Goes out: HTML, changes. Does not: decide whether a change is possible (the book
does).
"""

from collections.abc import Mapping, Sequence
from datetime import date

from aiohttp import web

from bot.desk.books.people import Peoplebook
from bot.desk.forms import said_in
from bot.desk.gate import VIEWER
from bot.desk.material import Material
from bot.desk.sheets import Sheets
from bot.domain.people import Role, Term
from bot.domain.staffing import Change, Covered, Ended, Given, Led

_PLACE = "/people"


class PeoplePages:
    """A part of the web application."""

    def __init__(self, *, book: Peoplebook, material: Material) -> None:
        self._book = book
        self._sheets = Sheets(material)

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        guarded = self._sheets.guarded
        return (web.get(_PLACE, guarded(self.list)), web.post(_PLACE, guarded(self.change)))

    async def list(self, request: web.Request) -> web.Response:
        """Who does what."""
        return await self._list(request)

    async def _list(self, request: web.Request, *, wrong: bool = False) -> web.Response:
        people = self._book.people()
        values = {
            "people": people,
            "names": {row.id: row.name for row in people},
            "grids": self._book.grids(),
            "roles": self._book.roles(),
            "duty": self._book.duty(),
            "leaderless": self._book.leaderless(),
            "changes": [(at, who, *_told(told)) for at, who, told in await self._book.changes()],
            "today": self._book.today,
            "may": request[VIEWER].admin,
            "wrong": wrong,
        }
        return self._sheets.page(request, "people.html", values, 422 if wrong else 200)

    async def change(self, request: web.Request) -> web.Response:
        """A role given or ended, duty taken over."""
        viewer = request[VIEWER]
        if not viewer.admin:
            raise web.HTTPForbidden
        said = await said_in(request)
        try:
            change = _change(said)
        except (KeyError, ValueError):
            return await self._list(request, wrong=True)
        if not await self._book.change(viewer, change):
            return await self._list(request, wrong=True)
        raise web.HTTPSeeOther(_PLACE)


def _change(said: Mapping[str, str]) -> Change:
    """What a form asks for; KeyError, ValueError where it does not make sense."""
    person = said["person"]
    match said["change"]:
        case "given":
            term = Term(
                role=Role(said["role"]),
                grids=(said["grid"],) if said.get("grid") else (),
                since=_day(said.get("since", "")),
                until=_day(said.get("until", "")),
                instead_of=said.get("instead_of") or None,
            )
            return Given(person=person, term=term)
        case "ended":
            until = date.fromisoformat(said["until"])
            return Ended(person=person, role=Role(said["role"]), until=until)
        case "covered":
            return Covered(person=person, by=said["by"], day=date.fromisoformat(said["day"]))
        case other:
            raise ValueError(other)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _told(change: Change) -> tuple[str, str, str, str, str]:
    """Kind, person, role, other person, day: what the page tells of a change."""
    match change:
        case Given(person=person, term=term):
            days = " ".join(str(day) for day in (term.since, term.until) if day)
            return "given", person, term.role.value, term.instead_of or "", days
        case Ended(person=person, role=role, until=until):
            return "ended", person, role.value, "", str(until)
        case Covered(person=person, by=by, day=day):
            return "covered", person, "", by, str(day)
        case Led(person=person, building=building, since=since):
            return "led", person, "", building, str(since)
