"""A survey: a leader has something looked for in every building, the building leaders answer.

Comes in: an order, answers. Goes out: `Survey`, `Target`, and where it stands. Does not: read
words, store, or tell anybody but the one who asked how far others are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

_LAST_PART = 3
"""Whoever is silent is asked once more when this part of the time is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """`matter` is what is looked for, in the words of `asked_by`; `item` the one of the admission
    list that a finding is reported under, None where nobody knows. It is over at `until`, or when
    everybody has answered.
    """

    id: str
    community: str
    asked_by: str
    matter: str
    item: str | None
    asked_at: datetime
    remind_at: datetime
    until: datetime
    reminded: bool = False
    over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A building in which it is looked for, and by whom; None where nobody leads it or can be
    written to. `found` is how many households it was found in, None before there is an answer.
    """

    survey: str
    grid: str
    building: str
    leader: str | None
    found: int | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far it is: buildings of which nothing is found, those of which something is, those that
    nothing is known of, and those that nobody was asked about.
    """

    clear: tuple[str, ...]
    found: tuple[tuple[str, int], ...]
    silent: tuple[str, ...]
    nobody: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether everybody who was asked has answered."""
        return not self.silent


def remind_at(asked_at: datetime, until: datetime) -> datetime:
    """When the silent ones are asked once more."""
    return until - max((until - asked_at) / _LAST_PART, timedelta(0))


def standing(targets: Sequence[Target]) -> Standing:
    """How far a survey is."""
    known = [one for one in targets if one.found is not None]
    waiting = [one for one in targets if one.found is None]
    return Standing(
        clear=tuple(one.building for one in known if not one.found),
        found=tuple((one.building, one.found) for one in known if one.found),
        silent=tuple(one.building for one in waiting if one.leader is not None),
        nobody=tuple(one.building for one in waiting if one.leader is None),
    )
