"""What a ledger tells of one case, and its columns.

Comes in: cases with what was said of the work. Goes out: `LedgerRow`s. Does not: write files, or
name columns for people.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from bot.domain.facts import Period

Cell = str | int | float | bool | date | datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One case: instants are aware UTC, words are masked, empty where the case is restricted."""

    number: int
    grid: str
    place: str
    category: str
    item: str
    problem: str
    urgency: str
    status: str
    level: str
    department: str
    owner: str
    opened_at: datetime
    accept_until: datetime | None
    accepted_at: datetime | None
    resolve_until: datetime | None
    done_at: datetime | None
    closed_at: datetime | None
    measure: str
    rating: int | None
    reopened: int

    @property
    def on_time(self) -> bool | None:
        """Whether it was done by its deadline; None where it is not done or has none."""
        if self.done_at is None or self.resolve_until is None:
            return None
        return self.done_at <= self.resolve_until


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOrder:
    """Which list beside cases is wanted: of days, of a grid (None: all that may be seen), with
    which columns (none: all of them).
    """

    name: str
    period: Period
    grid: str | None = None
    columns: tuple[str, ...] = ()


COLUMNS: Final = (
    *("number", "opened_at", "grid", "place", "category", "item", "problem", "urgency"),
    *("status", "level", "department", "owner", "accept_until", "accepted_at", "resolve_until"),
    *("done_at", "on_time", "measure", "closed_at", "rating", "reopened"),
)
"""Every column there is, in the order in which they stand where nothing else is wanted."""

LISTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "problems": ("number", "opened_at", "grid", "place", "category", "item", "problem"),
        "measures": ("number", "item", "problem", "measure", "done_at"),
        "responsibility": ("number", "item", "level", "department", "owner", "resolve_until"),
        "effects": ("number", "item", "status", "on_time", "closed_at", "rating", "reopened"),
    }
)
"""The four lists: problem, measure, responsibility, effect."""


def cell(row: LedgerRow, column: str) -> Cell:
    """What stands in a column; KeyError where there is none of this name."""
    if column not in COLUMNS:
        raise KeyError(column)
    value: Cell = getattr(row, column)
    return value
