"""How long what belongs to a case is kept after it is over, and what is left then (domain rules
§11.4).

Comes in: a case that is over, now. Goes out: whether its time is up, and the case without words and
people. Does not: delete; touch its history, which is the office's record and names residents by
their account only.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.case import FINAL, Case, CaseStatus
from bot.domain.forgetting import STAND_IN

OVER: Final = FINAL | {
    CaseStatus.CLOSED,
    CaseStatus.PENDING_VISIT,
    CaseStatus.EVALUATED,
    CaseStatus.ANSWERED,
}
"""Nobody works on these any more."""

_TURNED_AWAY: Final = frozenset({CaseStatus.REJECTED, CaseStatus.MERGED, CaseStatus.CANCELED})
_DISPUTE: Final = "JF"


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRules:
    """Terms after the end of a case; zero keeps for good. `said` is for the bot's own words that
    are about no case.
    """

    case: timedelta = timedelta(days=730)
    dispute: timedelta = timedelta(0)
    emergency: timedelta = timedelta(days=30)
    turned_away: timedelta = timedelta(days=30)
    said: timedelta = timedelta(days=180)

    def term(self, case: Case) -> timedelta:
        """The term of a case. Danger before all else, for its words were taken without asking."""
        if case.emergency is not None:
            return self.emergency
        if case.status in _TURNED_AWAY:
            return self.turned_away
        return self.dispute if case.category == _DISPUTE else self.case

    @property
    def shortest(self) -> timedelta | None:
        """Before this no case's time is up; None where every case is kept for good."""
        terms = (self.case, self.dispute, self.emergency, self.turned_away)
        return min((term for term in terms if term), default=None)


def ended_at(case: Case) -> datetime:
    """When it was closed; what was turned away, when it was last touched."""
    return case.closed_at or case.touched_at


def is_due(case: Case, rules: RetentionRules, now: datetime) -> bool:
    """Whether the time of a case is up."""
    term = rules.term(case)
    return bool(term) and case.status in OVER and ended_at(case) + term <= now


def emptied(case: Case) -> Case:
    """What stays: number, matter, grid, building, times, who worked on it, how it ended. How many
    stood behind it stays, too.
    """
    return replace(
        case,
        words="",
        reporter=STAND_IN,
        concerned=None if case.concerned is None else STAND_IN,
        last_speaker=None if case.last_speaker is None else STAND_IN,
        supporters=(STAND_IN,) * len(case.supporters),
        place=replace(case.place, room=None, floor=None, spot=None),
    )
