"""What the office answers questions with: entries of its list, and proposals for new ones.

Comes in: values out of the list or out of rows. Goes out: frozen values. Does not: read files
(`bot.knowledge.reading` does) or find the entry that fits (`bot.knowledge.retrieval` does).
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class SourceKind(StrEnum):
    """Where an answer comes from: a law, a notice with a number, or the office that knows."""

    LAW = "law"
    NOTICE = "notice"
    OFFICE = "office"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Named with every answer; `date` is the version of it that was read."""

    kind: SourceKind
    name: str
    date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One answer with the questions it answers, as people ask them.

    Of `about` and of `must` one each has to occur in a question, of `unless` none; empty lists ask
    for nothing. `since` and `until` bound the days on which it holds. `community` and `grid` say
    where; None is everywhere.
    """

    id: str
    item: str
    questions: tuple[str, ...]
    answer: str
    source: Source
    about: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    community: str | None = None
    grid: str | None = None

    def holds(self, day: date) -> bool:
        """Whether the answer may be given that day."""
        begun = self.since is None or self.since <= day
        return begun and (self.until is None or day <= self.until)

    def serves(self, community: str, grid: str | None) -> bool:
        """Whether it is an answer for people there."""
        if self.community is not None and self.community != community:
            return False
        return self.grid is None or self.grid == grid


class ProposalState(StrEnum):
    """What became of a proposal; only accepted ones are ever answered with."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An answer that somebody of the staff gave to the question of a case, for the list; or one
    that the office wrote at the desk (`own_key`), also in the place of an entry (`entry_key`; an
    empty answer: the entry is not used any more).

    Neither text holds names, telephone numbers or rooms. `number` is the case's, by which people
    speak of it. `question` has a line for each way of asking. `community` empty: for everybody.
    `decided_by` is the person who took it in or left it out.
    """

    case: str
    number: int
    community: str
    grid: str | None
    item: str
    question: str
    answer: str
    proposed_at: datetime
    state: ProposalState = ProposalState.PROPOSED
    decided_by: str | None = None
    decided_at: datetime | None = None

    @property
    def questions(self) -> tuple[str, ...]:
        """Each way of asking."""
        return tuple(line for line in self.question.splitlines() if line)

    def entry(self, source: str) -> Entry:
        """The proposal as an entry of the list, with the name of who answers for it."""
        day = (self.decided_at or self.proposed_at).date()
        return Entry(
            id=f"case-{self.case}",
            item=self.item,
            questions=self.questions,
            answer=self.answer,
            source=Source(kind=SourceKind.OFFICE, name=source, date=day),
            community=self.community or None,
        )


def entry_key(entry: str) -> str:
    """What stands in the place of an entry of the list."""
    return f"entry-{entry}"


def own_key(identity: str) -> str:
    """An answer that the office wrote, to no question of anybody."""
    return f"own-{identity}"
