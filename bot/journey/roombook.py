"""The history of a group: when it was linked, how far the bot listened there, when that ended. It
is chained and sealed as those of cases are.

Comes in: what happened. Goes out: a line of history. Does not: decide anything. Residents stand in
it without their names.
"""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.case import CaseEvent, EventKind
from bot.domain.people import Person
from bot.domain.wishes import about_room
from bot.ports import UnitOfWork

SOMEBODY = "resident"


async def note(
    unit: UnitOfWork,
    room: str,
    kind: EventKind,
    *,
    by: Person | None,
    at: datetime,
    detail: Mapping[str, object],
) -> None:
    """Add a line; nobody is the bot itself."""
    actor = "bot" if by is None else by.id if by.is_staff else SOMEBODY
    line = CaseEvent(case=about_room(room), at=at, kind=kind, actor=actor, detail=detail)
    await unit.cases.record([line])
