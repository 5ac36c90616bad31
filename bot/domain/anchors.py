"""Anchors: once a day the ends of all histories that grew are sealed together with the anchor of
the day before, so that a history which was changed and linked anew shows.

Comes in: the last line of each history. Goes out: a seal, its line for a file that the office keeps
elsewhere, what is found wrong. Does not: read a store or a file.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

_LINE = re.compile(r"(\d{4}-\d\d-\d\d) ([0-9a-f]{64}) cases=(\d+) lines=(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """Where a history ended when an anchor was taken."""

    case: str
    position: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The seal of one day. `cases` histories had grown since the one before, which ends in
    `previous`; `lines` is how many lines they had in all.
    """

    day: date
    taken_at: datetime
    previous: str
    head: str
    cases: int
    lines: int

    @property
    def written(self) -> "Written":
        """As it stands in the file."""
        return Written(day=self.day, head=self.head, cases=self.cases, lines=self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A line of the file of anchors."""

    day: date
    head: str
    cases: int
    lines: int

    def __str__(self) -> str:
        return f"{self.day} {self.head} cases={self.cases} lines={self.lines}"


def read_line(text: str) -> Written | None:
    """A line of the file; None for what is none."""
    found = _LINE.fullmatch(text.strip())
    if found is None:
        return None
    try:
        day = date.fromisoformat(found[1])
    except ValueError:
        return None
    return Written(day=day, head=found[2], cases=int(found[3]), lines=int(found[4]))


def seal(previous: str, day: date, leaves: Iterable[Leaf]) -> str:
    """The head of a day: it follows from the head before and from where every history ended."""
    ends = sorted((leaf.case, leaf.position, leaf.digest) for leaf in leaves)
    content = json.dumps([previous, day.isoformat(), ends], separators=(",", ":"))
    return sha256(content.encode()).hexdigest()


class Fault(StrEnum):
    """What may be wrong with a history or with what seals it."""

    ALTERED = "altered"
    """A line does not say what it said when it was written."""
    REORDERED = "reordered"
    """A line stands where another stood."""
    MISSING = "missing"
    """There is no line of this number, and there are later ones."""
    RELINKED = "relinked"
    """The lines fit together, and are not those that an anchor sealed."""
    CUT = "cut"
    """The history is shorter than when an anchor sealed it."""
    STRAY = "stray"
    """Lines of a case that there is not."""
    EMPTY = "empty"
    """A case without any history."""
    ANCHOR_ALTERED = "anchor_altered"
    """An anchor does not follow from what it seals, or from the one before."""
    ANCHOR_MISSING = "anchor_missing"
    """The file has an anchor that the store has not."""
    UNWRITTEN = "unwritten"
    """The store has an anchor that the file has not."""
    OTHERWISE_WRITTEN = "otherwise_written"
    """The file has another anchor for this day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong: with which case (its number; its key where there is no case), which
    line, which anchor; for a line that was moved, whence.
    """

    fault: Fault
    case: str | None = None
    line: int | None = None
    day: date | None = None
    moved_from: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was looked at and what is wrong. `forgotten` are the numbers of cases whose history was
    linked anew because somebody in it asked to be forgotten.
    """

    cases: int
    lines: int
    anchors: int
    findings: tuple[Finding, ...] = ()
    forgotten: tuple[str, ...] = ()


def compared(known: Iterable[Anchor], written: Iterable[Written]) -> list[Finding]:
    """The store's anchors against those of the file."""
    kept = {anchor.day: anchor.written for anchor in known}
    filed = {line.day: line for line in written}
    found = []
    for day in sorted(kept.keys() | filed.keys()):
        if day not in kept:
            found.append(Finding(fault=Fault.ANCHOR_MISSING, day=day))
        elif day not in filed:
            found.append(Finding(fault=Fault.UNWRITTEN, day=day))
        elif kept[day] != filed[day]:
            found.append(Finding(fault=Fault.OTHERWISE_WRITTEN, day=day))
    return found
