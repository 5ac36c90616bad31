"""When two reports are one incident (domain rules §3.2 R2, §6.4).

Comes in: the item, grid and place of a new report, and a case. Goes out: whether it is the same
incident. Does not: read text or change cases.
"""

from datetime import datetime, timedelta
from typing import Final

from bot.domain.case import Case, CaseStatus
from bot.domain.place import Place

WINDOW: Final = timedelta(hours=72)
"""Longest time between two reports of one incident; offices may set another."""

NEIGHBOURS: Final = (
    frozenset({"CG-18", "JF-01", "JF-13"}),
    frozenset({"CG-19", "CG-20"}),
    frozenset({"AQ-03", "CG-04", "JF-03"}),
    frozenset({"AQ-01", "AQ-02", "GY-20", "WY-20"}),
    frozenset({"JF-02", "WY-02"}),
    frozenset({"WY-02", "GY-03"}),
    frozenset({"WY-04", "GY-14", "CG-23"}),
    frozenset({"JF-04", "WY-09", "CG-12", "AQ-04"}),
    frozenset({"WY-10", "JF-08"}),
    frozenset({"WY-16", "JF-09"}),
    frozenset({"WY-15", "JF-13"}),
    frozenset({"CG-25", "JF-05", "WJ-14"}),
    frozenset({"WY-01", "AQ-18", "NEG-16"}),
    frozenset({"GY-13", "AQ-14"}),
    frozenset({"AQ-10", "AQ-11"}),
    frozenset({"ZZ-09", "AQ-22"}),
    frozenset({"LD-01", "LD-02", "ZZ-10"}),
    frozenset({"SC-01", "SC-02", "WJ-07"}),
    frozenset({"GY-01", "GY-02", "GY-03", "WY-05"}),
    frozenset({"GY-04", "GY-05"}),
    frozenset({"GY-07", "GY-08"}),
    frozenset({"GY-11", "WY-03"}),
    frozenset({"CG-01", "CG-02", "CG-03", "WY-06"}),
)
"""Items of one line of domain rules §3.4 (B01-B24), and kinds of supply that people mix up."""

_PERSONAL: Final = frozenset({"JF", "MS", "LD"})
"""Matters between or about persons: two households are two cases, unless it is one speaker's
own.
"""


IN_A_BUILDING: Final = frozenset(
    {
        *("AQ-01", "AQ-02", "AQ-03", "AQ-05", "AQ-11", "AQ-18", "AQ-22", "GY-01", "GY-04"),
        *("JF-01", "JF-02", "JF-03", "JF-05", "JF-10", "JF-13"),
        *("WY-01", "WY-02", "WY-03", "WY-05", "WY-06", "WY-15", "ZZ-09"),
    }
)
"""What happens in every building alike: a spot alone does not tell where."""

CROWD: Final = (3, 5, 10, 20, 50)
"""Numbers of households worth telling those who lead."""

_CROWD_WITHIN: Final = timedelta(hours=24)


def households(case: Case) -> int:
    """How many have reported it."""
    return 1 + len(case.supporters)


def is_crowded(case: Case, now: datetime) -> bool:
    """Whether so many reported it within a day that it is more pressing (domain rules §3.5)."""
    return households(case) >= CROWD[0] and now - case.opened_at <= _CROWD_WITHIN


def neighbouring(one: str, other: str) -> bool:
    """Whether two items are the same or may be mixed up with each other."""
    return one == other or any({one, other} <= group for group in NEIGHBOURS)


def same_incident(
    case: Case, *, item: str, place: Place, speaker: str, now: datetime, window: timedelta = WINDOW
) -> bool:
    """Whether a report of `item` at `place` by `speaker` tells of the incident that `case` is
    about.
    """
    if not case.is_open or case.status is CaseStatus.CLOSED or now - case.touched_at > window:
        return False
    if not neighbouring(case.item, item) or case.place.contradicts(place):
        return False
    own = speaker == case.reporter or speaker in case.supporters
    if case.category in _PERSONAL and not own:
        return False
    return own or not _other_spot(case.place, place)


def _other_spot(one: Place, other: Place) -> bool:
    """Both name a spot, no building in common, and the spots share no word of two characters."""
    if not one.spot or not other.spot:
        return False
    if one.building is not None and one.building == other.building:
        return False
    pairs = {one.spot[i : i + 2] for i in range(len(one.spot) - 1)}
    return not any(other.spot[i : i + 2] in pairs for i in range(len(other.spot) - 1))
