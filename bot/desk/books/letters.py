"""Words that never arrived, as the desk shows them.

Comes in: the store, who people and rooms are. Goes out: `LetterRow`s: where to, about which case,
why not; never the words. Does not: send them again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.domain.announcement import Announcement
from bot.domain.delivery import Delivery
from bot.domain.grid import Directory
from bot.domain.people import Role
from bot.ports import Store, UnitOfWork, Words

WEBHOOK: Final = "webhook"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """Words that were lost. `to` is a group's name, the name of somebody on the staff, a role, or
    with `WEBHOOK` as channel the name of a program.
    `state` is dead (not sent) or unknown (perhaps sent); `reason` is what the platform or the
    outbox said. `number` is that of the case they were about.
    """

    due_at: datetime
    channel: str
    to: str
    number: int | None
    state: str
    reason: str
    urgent: bool = False


class Letterbook:
    """Over the store; any number of callers at once."""

    def __init__(self, *, store: Store, directory: Callable[[], Directory], words: Words) -> None:
        self._store = store
        self._directory = directory
        self._words = words

    async def letters(self, limit: int) -> list[LetterRow]:
        """The newest first."""

        async def look(unit: UnitOfWork) -> list[LetterRow]:
            rows = [await self._row(unit, one) for one in await unit.deliveries.lost(limit)]
            rows += [await _told(unit, one) for one in await unit.announcements.lost(limit)]
            return sorted(rows, key=lambda row: row.due_at, reverse=True)[:limit]

        return await self._store.look(look)

    async def _row(self, unit: UnitOfWork, lost: Delivery) -> LetterRow:
        case = None if lost.case is None else await unit.cases.get(lost.case)
        return LetterRow(
            due_at=lost.due_at,
            channel=lost.address.channel,
            to=self._to(lost),
            number=None if case is None else case.number,
            state=lost.state.value,
            reason=lost.reason,
            urgent=lost.urgent,
        )

    def _to(self, lost: Delivery) -> str:
        """A resident by his role only."""
        room = self._directory().room(lost.room) if lost.room else None
        if room is not None:
            return room.name
        if lost.person is None:
            return ""
        person = self._directory().person(lost.person)
        if person.is_staff or Role.BUILDING_LEADER in person.roles:
            return person.name
        return self._words.term("role", person.main_role.value)


async def _told(unit: UnitOfWork, lost: Announcement) -> LetterRow:
    """What another program was to be told of."""
    case = await unit.cases.get(lost.case)
    return LetterRow(
        due_at=lost.at,
        channel=WEBHOOK,
        to=lost.to,
        number=None if case is None else case.number,
        state=lost.state.value,
        reason=lost.reason,
    )
