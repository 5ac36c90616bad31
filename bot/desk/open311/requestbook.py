"""Cases as requests of Open311: ordinary ones only, their words masked.

Comes in: the store, the admission list, who asks. Goes out: mappings in the words of GeoReport v2.
Does not: write, or answer requests.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.desk.rows import local
from bot.domain.case import FINAL, Case, CaseStatus
from bot.domain.grid import Directory
from bot.domain.matters import Admission, Matter, Privacy
from bot.domain.people import is_complaint
from bot.domain.place import open_place
from bot.domain.viewing import Viewer
from bot.domain.visitors import OPEN311, visitor_id
from bot.ports import Clock, Store, UnitOfWork, Words
from intents.contacts import mask

LONGEST: Final = timedelta(days=90)
MOST: Final = 1_000
_OVER: Final = FINAL | {
    CaseStatus.CLOSED,
    CaseStatus.PENDING_VISIT,
    CaseStatus.EVALUATED,
    CaseStatus.ANSWERED,
}

Told = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which requests: opened from `begin` until `end`, with one of `codes`, open or `closed` (None:
    both), in one `grid`; or simply those with these `keys`."""

    begin: datetime
    end: datetime
    codes: frozenset[str] = frozenset()
    closed: bool | None = None
    grid: str | None = None
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Requestbook:
    """Over the store; any number of callers at once."""

    store: Store
    directory: Callable[[], Directory]
    matters: Callable[[], Mapping[str, Matter]]
    words: Words
    clock: Clock

    def services(self) -> list[Told]:
        """What can be reported: admitted, and nothing that is dealt with in private."""
        return [_service(matter) for matter in self.matters().values() if _is_open(matter)]

    def service(self, code: str) -> Matter | None:
        """One of them."""
        matter = self.matters().get(code)
        return matter if matter is not None and _is_open(matter) else None

    def grid(self, jurisdiction: str) -> str | None:
        """The grid that is meant; the only one where none is named."""
        directory = self.directory()
        if jurisdiction:
            return jurisdiction if directory.grid(jurisdiction) is not None else None
        return directory.grids[0].id if len(directory.grids) == 1 else None

    async def requests(self, viewer: Viewer, asked: Asked) -> list[Told]:
        """Requests, the newest first."""

        async def look(unit: UnitOfWork) -> list[Told]:
            if asked.keys:
                found = [await unit.cases.get(key) for key in asked.keys[:MOST]]
                cases = [case for case in found if case is not None]
            else:
                cases = (await unit.board.opened(asked.begin, asked.end, asked.grid))[::-1]
            shown = [case for case in cases if _is_shown(viewer, case) and _is_wanted(asked, case)]
            return [await self._told(unit, case) for case in shown[:MOST]]

        return await self.store.look(look)

    async def key_of(self, account: str) -> str | None:
        """The request that came of somebody's words, None as long as there is none."""
        person = visitor_id(OPEN311, account)
        found = await self.store.look(lambda unit: unit.cases.of_people([person], 1))
        return found[0].key if found else None

    async def _told(self, unit: UnitOfWork, case: Case) -> Told:
        last = await unit.cases.last_event(case.key)
        matter = self.matters()[case.item]
        place = mask(open_place(case.place))
        return {
            "service_request_id": case.key,
            "status": "closed" if case.status in _OVER else "open",
            "status_notes": self.words.term("status", case.status.value),
            "service_name": matter.name,
            "service_code": case.item,
            "description": mask(case.words),
            "agency_responsible": case.department,
            "service_notice": f"#{case.number}",
            "requested_datetime": local(case.opened_at),
            "updated_datetime": local(last.at if last else case.touched_at),
            "expected_datetime": local(case.resolve_until) if case.resolve_until else None,
            "address": place or None,
            "address_id": None,
            "zipcode": None,
            "lat": None,
            "long": None,
            "media_url": None,
        }


def _is_open(matter: Matter) -> bool:
    return matter.admission is not Admission.NEGATIVE and matter.privacy is Privacy.NORMAL


def _is_shown(viewer: Viewer, case: Case) -> bool:
    """Never what is restricted, complains of somebody, or was a drill."""
    open_ = not case.is_restricted and not is_complaint(case) and not case.drill
    return open_ and viewer.sees(case)


def _is_wanted(asked: Asked, case: Case) -> bool:
    if asked.keys:
        return True
    closed = case.status in _OVER
    fits = asked.closed is None or asked.closed == closed
    return fits and (not asked.codes or case.item in asked.codes)


def _service(matter: Matter) -> Told:
    return {
        "service_code": matter.item,
        "service_name": matter.name,
        "description": matter.name,
        "metadata": False,
        "type": "batch",
        "keywords": ",".join(matter.departments),
        "group": matter.category_name,
    }


def as_definition(matter: Matter) -> Told:
    """A service has no attributes of its own."""
    return {"service_code": matter.item, "attributes": list[Sequence[str]]()}
