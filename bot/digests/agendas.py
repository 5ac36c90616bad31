"""The stage of agendas: before a meeting, those who lead it are told what lies before it.

Comes in: the days of meetings, cases, needs and resolutions in rows. Goes out: one line to each of
those people, alone. Does not: hold a meeting, tell of a case that is restricted or complains of
somebody, or repeat what somebody said that he needs.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from bot.digests.facts import Seen
from bot.digests.meetings import STUCK, stuck_of
from bot.digests.words import name_of
from bot.domain.lamps import lamp
from bot.domain.meetings import Meeting, Platform, to_tell
from bot.domain.people import Person, Role
from bot.domain.reply import ReplyKey
from bot.domain.resolution import Resolution
from bot.domain.say import Say
from bot.journey.docket import Docket
from bot.journey.office import Office
from bot.journey.unmet import line_of, unmet_of
from bot.journey.words.resolved import listed
from bot.ports import Store, UnitOfWork

_LEADERS: Final = (Role.GRID_LEADER, Role.COMMUNITY_SECRETARY)
_HOLD: Final = {
    Platform.JOINT: (*_LEADERS, Role.STREET),
    Platform.LEADERS: _LEADERS,
    Platform.GRID: (Role.GRID_LEADER,),
}


class Agendas:
    """One transaction a meeting."""

    def __init__(self, *, office: Office, store: Store) -> None:
        self._office = office
        self._store = store
        self._told: set[str] = set()

    async def run_once(self) -> int:
        """Tell of the meetings that come near; how many."""
        office = self._office
        near = to_tell(office.meetings, office.digests.meetings, office.clock.now())
        new = [one for one in near if one.name not in self._told]
        for meeting in new:
            await self._store.work(partial(self._tell, meeting))
            self._told.add(meeting.name)
        if new:
            office.signals.notify("outbox")
        return len(new)

    async def _tell(self, meeting: Meeting, unit: UnitOfWork) -> None:
        if not await unit.resolutions.told(meeting.name):
            return
        office, now = self._office, self._office.clock.now()
        docket = Docket(office=office, unit=unit, now=now, cause=meeting.name)
        for person in _holders(office, meeting.platform):
            await self._tell_one(docket, meeting, person)
        await docket.flush()

    async def _tell_one(self, docket: Docket, meeting: Meeting, person: Person) -> None:
        office, now = docket.office, docket.now
        grids = [one.id for one in office.directory.grids if _leads(person, one.id)]
        cases = await docket.unit.digests.cases(grids, now)
        seen = [Seen(case=case, lamp=lamp(case, now, office.lamps)) for case in cases]
        stuck = stuck_of(seen)
        comma = office.words.term("mark", "comma")
        open_ = await open_of(office, docket.unit, grids)
        unmet = await unmet_of(office, docket.unit, grids)
        words = {
            "kind": office.words.term("meeting", meeting.platform.value),
            "until": f"{meeting.day:%m-%d}",
            "count": str(len(stuck) or ""),
            "choices": comma.join(f"#{o.case.number} {name_of(office, o.case)}" for o in stuck),
            "told": str(len(unmet) or ""),
            "hint": comma.join(line_of(office, one) for one in unmet[:STUCK]),
            "held": str(len(open_) or ""),
            "kept": listed(office, open_, now),
        }
        key = ReplyKey.AGENDA if stuck or open_ or unmet else ReplyKey.AGENDA_EMPTY
        await docket.say(Say(key=key, person=person.id, parameters=words))


async def open_of(office: Office, unit: UnitOfWork, grids: Sequence[str]) -> list[Resolution]:
    """What was decided and is not done, of some grids and of the community as a whole."""
    there = [grid for grid in office.directory.grids if grid.id in grids]
    found: list[Resolution] = []
    for community in dict.fromkeys(grid.community for grid in there):
        decided = await unit.resolutions.listed(community, office.clock.now())
        found.extend(one for one in decided if one.done_at is None)
    return [one for one in found if one.grid is None or one.grid in grids]


def _holders(office: Office, platform: Platform) -> Iterator[Person]:
    for person in office.directory.people:
        if set(_HOLD[platform]).intersection(person.roles):
            yield person


def _leads(person: Person, grid: str) -> bool:
    roles = (*_LEADERS, Role.STREET)
    return any(person.holds(role, grid) for role in roles)
