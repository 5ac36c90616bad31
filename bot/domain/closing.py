"""What a case still lacks before it may be closed (domain rules §6.2, §6.3).

Comes in: a case that was handed in, and its matter. Goes out: what is missing, in the order in
which it is asked for. Does not: ask anybody, or close it.
"""

from enum import StrEnum
from typing import Final

from bot.domain.case import Case
from bot.domain.matters import Matter, OnSite, Urgency

DISPUTES: Final = frozenset({"JF"})
"""Categories that are mediated: closed only when both parties agree, or know what is left to
them.
"""

_UNSEEN: Final = frozenset({"JF", "LD"})
"""Categories of which no picture is wanted (disputes, wages)."""

_CONTENT: Final = 3


class Lack(StrEnum):
    """What is missing."""

    PICTURE = "picture"
    SETTLEMENT = "settlement"
    CHECK = "check"
    RELEASE = "release"


def is_content(case: Case) -> bool:
    """Whether whoever reported it says that it is well."""
    return case.rating is not None and case.rating >= _CONTENT


def wants_picture(case: Case) -> bool:
    """Whether such a case is closed with a picture: all but private matters and disputes."""
    return not case.is_restricted and case.category not in _UNSEEN


def wants_release(case: Case) -> bool:
    """Whether the secretary or the street has to let it go: emergencies."""
    return case.urgency is Urgency.P0 or case.emergency is not None


def lacking(case: Case, matter: Matter) -> tuple[Lack, ...]:
    """What is missing. Of what is done on the spot, the word of whoever reported it stands for the
    picture and for the second pair of eyes.
    """
    vouched = matter.on_site is OnSite.YES and is_content(case)
    missing = {
        Lack.PICTURE: wants_picture(case) and case.pictures == 0 and not vouched,
        Lack.SETTLEMENT: case.category in DISPUTES and case.settlement is None,
        Lack.CHECK: case.checked_by is None and not vouched,
        Lack.RELEASE: wants_release(case) and case.released_by is None,
    }
    return tuple(lack for lack, is_missing in missing.items() if is_missing)
