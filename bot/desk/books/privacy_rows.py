"""What the privacy desk shows: requests, whom somebody may mean, what is held of a person.

Comes in: nothing. Goes out: frozen rows, and what the pages ask of the book behind them. Does not:
read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.viewing import Viewer
from bot.domain.wishes import CameBy, WishKind


class Step(StrEnum):
    """What is written into the history of a person's data."""

    ASKED = "asked"
    FOUND = "found"
    LOOKED = "looked"
    EXPORTED = "exported"
    ERASED = "erased"
    ANSWERED = "answered"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    """A wish that is not answered yet: of whom, what, how it came (empty: by chat), until when."""

    person: str
    name: str
    kind: str
    came_by: str
    since: datetime
    until: datetime
    lamp: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who may be meant; `number` is the case he was found by, 0 for none."""

    person: str
    name: str
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldCase:
    """A case that knows a person, with his own words (none where nobody asked for them)."""

    key: str
    number: int
    item_name: str
    place: str
    status: str
    opened_at: datetime
    is_over: bool
    pictures: int
    words: Sequence[tuple[datetime, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """A line of the history of a person's data."""

    at: datetime
    who: str
    step: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """What is held of a person, as far as the viewer may answer for it. `helped` are his sign-ups
    and points. `partial`: there may be more where he has no right; `opened`: with the words.
    """

    person: str
    name: str
    messages: int
    kept: int
    told: int
    helped: int
    cases: Sequence[HeldCase]
    requests: Sequence[RequestRow]
    history: Sequence[StepRow]
    at: datetime
    partial: bool
    opened: bool = False


class PrivacyBook(Protocol):
    """What the pages ask. Everything answers nothing to whoever has no right."""

    async def requests(self, viewer: Viewer, /) -> Sequence[RequestRow]:
        """Those that wait, the oldest first."""

    async def find(self, viewer: Viewer, text: str, /) -> Sequence[Candidate]:
        """Who may be meant by a case number, an account or a name; leaves a trace."""

    async def ask(self, viewer: Viewer, person: str, kind: WishKind, came_by: CameBy, /) -> bool:
        """Enter a request; False where that is not possible."""

    async def dossier(self, viewer: Viewer, person: str, /) -> Dossier | None:
        """What is held of a person in numbers, None where it is not his to see."""

    async def open(self, viewer: Viewer, person: str, step: Step, /) -> Dossier | None:
        """The same with his words; the trace is written first."""

    async def settle(self, viewer: Viewer, person: str, step: Step, reason: str, /) -> bool:
        """Answered, refused, or to be erased; False where that is not possible."""
