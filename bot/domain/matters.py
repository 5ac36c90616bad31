"""The admission list: what each grid item asks of whom, how fast, and who may see it (domain rules
§2, §8).

Comes in: rows that have been read (`bot.domain.listing`). Goes out: `Matters`, looked up by item
code, as of a day. Does not: read files, or sort texts into items.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

NOT_FOR_THE_GRID: Final = "NEG"


class Urgency(StrEnum):
    """P0 emergency, P1 pressing, P2 ordinary, P3 long-term (domain rules §5.2)."""

    P0 = "P0"
    P1 = "P1"
    P2 = "P2"
    P3 = "P3"

    def raised(self) -> "Urgency":
        """One step more pressing, but never P0: that takes an emergency (domain rules §3.5)."""
        return {Urgency.P3: Urgency.P2, Urgency.P2: Urgency.P1}.get(self, self)


class OnSite(StrEnum):
    """Whether the grid member settles it on the spot (Y), makes safe first (P), or reports upward
    (N).
    """

    YES = "Y"
    PARTLY = "P"
    NO = "N"


class Privacy(StrEnum):
    """Who may see a case: everybody masked (N), only those who handle it (R), named people (S)."""

    NORMAL = "N"
    RESTRICTED = "R"
    SENSITIVE = "S"


class Admission(StrEnum):
    """Admitted, assist only, or not for the grid (domain rules §8). Values are the list's own ASCII
    codes.
    """

    ADMITTED = "admitted"
    ASSIST = "assist"
    NEGATIVE = "negative"


class Standing(StrEnum):
    """Whether an item has gone through admission: it has, it is on trial, it has not (domain rules
    §8.2).
    """

    ADMITTED = "admitted"
    TRIAL = "trial"
    REFUSED = "refused"


class Level(StrEnum):
    """Whose turn it is, from below to above (the four calls, domain rules §7.2)."""

    GRID = "grid"
    COMMUNITY = "community"
    STREET = "street"
    DEPARTMENT = "department"
    LEADERS = "leaders"

    def above(self) -> "Level":
        """The next level up; the leaders' level has none above and stays."""
        order = list(Level)
        return order[min(order.index(self) + 1, len(order) - 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One item of the list, as it is between two days (None: open on that side; both days are its
    own). `departments[0]` leads, the others help. Hours and working days are integers or halves.
    `replaced_by` is the item that takes its reports when it has ended; `basis` and `approver` tell
    by what document and by whom it was admitted.
    """

    item: str
    name: str
    category: str
    category_name: str
    departments: tuple[str, ...]
    first_level: Level
    urgency: Urgency
    on_site: OnSite
    admission: Admission
    privacy: Privacy
    accept_hours: float
    resolve_workdays: int
    standing: Standing = Standing.ADMITTED
    basis: str = ""
    approver: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    replaced_by: str | None = None

    @property
    def lead_department(self) -> str:
        """Who has to act in the end."""
        return self.departments[0]

    @property
    def is_negative(self) -> bool:
        """True for matters that are not for the grid; people are told where to go instead."""
        return self.admission is Admission.NEGATIVE

    @property
    def helpers(self) -> tuple[str, ...]:
        """Who else has a part in it."""
        return self.departments[1:]

    def covers(self, day: date) -> bool:
        """Whether it is in force on a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True, eq=False)
class Matters(Mapping[str, Matter]):
    """The list, looked up by item code, as of `day` (None: of no day in particular, the last words
    on every item). Items that have ended are still found, for cases that were opened under them. An
    unknown code is a KeyError. `is_dated` tells whether anything in it begins or ends.
    """

    rows: tuple[Matter, ...]
    day: date | None = None
    _by_item: dict[str, Matter] = field(init=False, repr=False)
    _days: dict[date, "Matters"] = field(init=False, repr=False)
    is_dated: bool = field(init=False, repr=False)

    def __init__(self, rows: Iterable[Matter], day: date | None = None) -> None:
        ordered = tuple(rows)
        found: dict[str, Matter] = {}
        for row in sorted(ordered, key=lambda row: _nearness(row, day)):
            found.setdefault(row.item, row)
        by_item = {row.item: found[row.item] for row in ordered}
        looked_up = {"_by_item": by_item, "_days": {}, "is_dated": any(map(_is_dated, ordered))}
        for name, value in ({"rows": ordered, "day": day} | looked_up).items():
            object.__setattr__(self, name, value)

    def __getitem__(self, item: str) -> Matter:
        return self._by_item[item]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_item)

    def __len__(self) -> int:
        return len(self._by_item)

    def on(self, day: date) -> "Matters":
        """The list as of a day."""
        if not self.is_dated:
            return self
        if day not in self._days:
            if len(self._days) >= _DAYS_KEPT:
                self._days.clear()
            self._days[day] = Matters(self.rows, day)
        return self._days[day]

    def standing_in(self, item: str) -> str | None:
        """The item that reports of this one come to on the day of the list: itself, or what has
        taken its place; None where nothing has.
        """
        seen: set[str] = set()
        while item in self._by_item and item not in seen:
            row = self._by_item[item]
            if self.day is None or row.covers(self.day):
                return item
            seen.add(item)
            item = row.replaced_by or ""
        return None


_DAYS_KEPT: Final = 64


def _is_dated(row: Matter) -> bool:
    return row.valid_from is not None or row.valid_to is not None


def _nearness(row: Matter, day: date | None) -> tuple[int, int]:
    """The row in force first, then the last that has ended, then the next to begin."""
    if day is None:
        return 0, -(row.valid_from or date.min).toordinal()
    if row.covers(day):
        return 0, 0
    if row.valid_to is not None and row.valid_to < day:
        return 1, -row.valid_to.toordinal()
    return 2, (row.valid_from or date.max).toordinal()
