"""Words on their way out and words that never arrived, as the desk shows them.

Comes in: the store, who people and rooms are, who looks. Goes out: `LetterRow`s: where to, about
which case, why not; never the words. Does not: send them again, or show a viewer what is outside
his area.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from bot.domain.announcement import Announcement, AnnouncementState
from bot.domain.case import Case
from bot.domain.delivery import Delivery
from bot.domain.grid import Directory
from bot.domain.people import Role
from bot.domain.viewing import Viewer
from bot.ports import Store, UnitOfWork, Words

WEBHOOK: Final = "webhook"
_PAGE: Final = 200

Sent = TypeVar("Sent", bound=Delivery | Announcement)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """Words that are to be sent, or were lost. `to` is a group's name, the name of somebody on the
    staff, a role, or with `WEBHOOK` as channel the name of a program.
    `state` is queued, dead (not sent) or unknown (perhaps sent); `reason` is what the platform or
    the outbox said of the last of so many `attempts`. `number` is that of the case they are about.
    """

    due_at: datetime
    channel: str
    to: str
    number: int | None
    state: str
    reason: str
    urgent: bool = False
    attempts: int = 0


class Letterbook:
    """Over the store; any number of callers at once."""

    def __init__(self, *, store: Store, directory: Callable[[], Directory], words: Words) -> None:
        self._store = store
        self._directory = directory
        self._words = words

    async def letters(self, viewer: Viewer, limit: int) -> list[LetterRow]:
        """What was lost in the viewer's area, the newest first."""

        async def look(unit: UnitOfWork) -> list[LetterRow]:
            rows = await self._rows(unit, viewer, unit.deliveries.lost, limit)
            rows += await self._rows(unit, viewer, unit.announcements.lost, limit)
            return sorted(rows, key=lambda row: row.due_at, reverse=True)[:limit]

        return await self._store.look(look)

    async def queued(self, viewer: Viewer, limit: int) -> list[LetterRow]:
        """What is to be sent in the viewer's area, the next one first."""

        async def look(unit: UnitOfWork) -> list[LetterRow]:
            rows = await self._rows(unit, viewer, unit.deliveries.queued, limit)
            rows += await self._rows(unit, viewer, unit.announcements.queued, limit)
            return sorted(rows, key=lambda row: row.due_at)[:limit]

        return await self._store.look(look)

    async def _rows(
        self,
        unit: UnitOfWork,
        viewer: Viewer,
        page: Callable[[int, Sent | None], Awaitable[list[Sent]]],
        limit: int,
    ) -> list[LetterRow]:
        """As many as are wanted of those he may see, however many others stand between them."""
        rows: list[LetterRow] = []
        past: Sent | None = None
        while len(rows) < limit:
            some = await page(_PAGE, past)
            for one in some:
                case = None if one.case is None else await unit.cases.get(one.case)
                if self._sees(viewer, one, case):
                    rows.append(self._row(one, case))
            if len(some) < _PAGE:
                break
            past = some[-1]
        return rows[:limit]

    def _sees(self, viewer: Viewer, one: Delivery | Announcement, case: Case | None) -> bool:
        """By the case, else by the group, else by whoever it is for; what belongs to nobody any
        more is for those who are bound to no area.
        """
        if case is not None:
            return viewer.sees(case)
        if isinstance(one, Announcement):
            return _is_everywhere(viewer)
        directory = self._directory()
        room = directory.room(one.room) if one.room else None
        if room is not None:
            return viewer.reaches(room.grid, directory.grids_of(room.community))
        home = directory.home_of(directory.person(one.person)) if one.person else None
        return _is_everywhere(viewer) if home is None else viewer.covers(home.id)

    def _row(self, one: Delivery | Announcement, case: Case | None) -> LetterRow:
        number = None if case is None else case.number
        if isinstance(one, Announcement):
            return LetterRow(
                due_at=one.due_at if one.state is AnnouncementState.QUEUED else one.at,
                channel=WEBHOOK,
                to=one.to,
                number=number,
                state=one.state.value,
                reason=one.reason,
                attempts=one.attempts,
            )
        return LetterRow(
            due_at=one.due_at,
            channel=one.address.channel,
            to=self._to(one),
            number=number,
            state=one.state.value,
            reason=one.reason,
            urgent=one.urgent,
            attempts=one.attempts,
        )

    def _to(self, one: Delivery) -> str:
        """A resident by his role only."""
        room = self._directory().room(one.room) if one.room else None
        if room is not None:
            return room.name
        if one.person is None:
            return ""
        person = self._directory().person(one.person)
        if person.is_staff or Role.BUILDING_LEADER in person.roles:
            return person.name
        return self._words.term("role", person.main_role.value)


def _is_everywhere(viewer: Viewer) -> bool:
    """Whether he is bound to no area."""
    return viewer.scope.grids is None and viewer.within is None
