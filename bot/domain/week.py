"""What became of the cases of an owners' group within a week, failures included.

Comes in: cases of one group (or of one resident). Goes out: who says it is fine, what is not, what
waits for a word. Does not: make a rate of it; count what was taken back, turned away or merged, or
what may not be told in a group.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.case import DONE, Case, CaseStatus
from bot.domain.facts import Period
from bot.domain.matters import NOT_FOR_THE_GRID
from bot.domain.recount import NOT_SOLVED

_TURNED_AWAY = (CaseStatus.MERGED, CaseStatus.REJECTED, CaseStatus.CANCELED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Cases of which residents said in the week that they are settled, those that are not settled,
    the oldest first, and those that are said to be by whoever did it only.
    """

    confirmed: tuple[Case, ...]
    unsettled: tuple[Case, ...]
    unconfirmed: tuple[Case, ...]

    @property
    def count(self) -> int:
        """All of them."""
        return len(self.confirmed) + len(self.unsettled) + len(self.unconfirmed)


def week_of(cases: Iterable[Case], period: Period, *, restricted: bool = False) -> Week:
    """Of those that were settled within the period, or are not yet; `restricted` ones are only told
    to whoever reported them."""
    told = [case for case in cases if _is_told(case, restricted=restricted)]
    settled = [case for case in told if case.done_at in period]
    return Week(
        confirmed=tuple(case for case in settled if (case.rating or 0) > NOT_SOLVED),
        unsettled=tuple(sorted((c for c in told if not _is_settled(c)), key=_age)),
        unconfirmed=tuple(case for case in settled if case.rating is None),
    )


def _is_told(case: Case, *, restricted: bool) -> bool:
    if case.drill or case.status in _TURNED_AWAY or case.item.startswith(NOT_FOR_THE_GRID):
        return False
    return restricted or not case.is_restricted


def _is_settled(case: Case) -> bool:
    """Whether somebody entitled has said so, and no resident that it is not."""
    over = case.status in DONE or case.status is CaseStatus.ARCHIVED
    bad = case.rating is not None and case.rating <= NOT_SOLVED
    return over and not bad


def _age(case: Case) -> tuple[datetime, int]:
    return case.opened_at, case.number
