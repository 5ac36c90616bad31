"""What somebody can give, and what somebody is short of: the two lists of a grid.

Comes in: what a speaker said and confirmed. Goes out: `Giving`, and how long it counts. Does not:
read words, bring the two lists together, or tell anybody.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.deadlines import SHANGHAI
from bot.domain.people import Role

MAY_LIST: Final = frozenset({Role.GRID_LEADER, Role.COMMUNITY_SECRETARY})
"""Who is told the lists, alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivingRules:
    """What an office has decided: how something was understood is to be confirmed `confirm_within`
    that time, else it is not listed; it `stands_for` so long where nobody said until when. What a
    case lacks is asked for in the leaders' group; with `owners_too` in the owners' group that told
    of it, too. Whoever says first that he takes it on does; with `by_choice` the grid's leader
    chooses.
    """

    confirm_within: timedelta = timedelta(minutes=30)
    stands_for: timedelta = timedelta(days=30)
    owners_too: bool = False
    by_choice: bool = False


class Side(StrEnum):
    """A resource is held out, a need is looked for."""

    RESOURCE = "resource"
    NEED = "need"


@dataclass(frozen=True, slots=True, kw_only=True)
class Giving:
    """`matter` are the masked words of `person`, `kind` one of the data list's, `amount` how much
    was said ("" for nothing said), `place` where. It counts from its confirmation (`listed`) until
    `until`; whoever withdraws it deletes it. A need may be that of a case (its key): `wanted` yuan,
    hands or things, of which `pledged` were taken on.
    """

    id: str
    community: str
    grid: str | None
    side: Side
    kind: str
    matter: str
    amount: str
    place: str
    person: str
    made_at: datetime
    until: datetime
    listed: bool = False
    of_case: str | None = None
    wanted: int = 1
    pledged: int = 0


def last_instant(now: datetime, day: date | None, days: int | None) -> datetime:
    """The end of the local day that was named, or of the one so many days (all days) from now."""
    last = day or now.astimezone(SHANGHAI).date() + timedelta(days=days or 0)
    return datetime.combine(last, time(23, 59), SHANGHAI).astimezone(now.tzinfo)
