"""The admission list: what each grid item asks of whom, how fast, and who may see it (domain rules
§2, §8).

Comes in: rows of the office's list (mappings of column to text). Goes out: `Matters`, looked up by
item code. Does not: read files, or sort texts into items.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

NOT_FOR_THE_GRID: Final = "NEG"
COLUMNS: Final = (
    "item",
    "name",
    "category",
    "category_name",
    "departments",
    "first_level",
    "urgency",
    "on_site",
    "admission",
    "privacy",
    "accept_hours",
    "resolve_workdays",
)
MOST_HOURS: Final = 1000
MOST_WORKDAYS: Final = 500
"""Beyond these a number is a slip of the pen."""


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
    """One item of the list. `departments[0]` leads, the others help. Hours and working days are
    integers or halves.
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

    @property
    def lead_department(self) -> str:
        """Who has to act in the end."""
        return self.departments[0]

    @property
    def is_negative(self) -> bool:
        """True for matters that are not for the grid; people are told where to go instead."""
        return self.admission is Admission.NEGATIVE


class Matters(Mapping[str, Matter]):
    """The list, looked up by item code. An unknown code is a KeyError: models are checked against
    the list at start.
    """

    def __init__(self, matters: Iterable[Matter]) -> None:
        self._by_item = {matter.item: matter for matter in matters}

    def __getitem__(self, item: str) -> Matter:
        return self._by_item[item]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_item)

    def __len__(self) -> int:
        return len(self._by_item)

    @classmethod
    def parse(cls, rows: Iterable[Mapping[str, str]]) -> tuple[Self, tuple[str, ...]]:
        """Read rows; give the list and a problem for each row that cannot be used (numbered from 2,
        as in the file).
        """
        matters: dict[str, Matter] = {}
        problems: list[str] = []
        for number, row in enumerate(rows, start=2):
            try:
                matter = _matter(row)
            except (KeyError, ValueError) as err:
                problems.append(f"line {number}: {err}")
                continue
            if matter.item in matters:
                problems.append(f"line {number}: {matter.item} appears twice")
            matters[matter.item] = matter
        if not matters and not problems:
            problems.append("line 2: the list is empty")
        return cls(matters.values()), tuple(problems)


def _matter(row: Mapping[str, str]) -> Matter:
    values = {column: (row.get(column) or "").strip() for column in COLUMNS}
    departments = tuple(part.strip() for part in values["departments"].split("·") if part.strip())
    if not departments:
        values["departments"] = ""
    missing = [column for column, value in values.items() if not value]
    if missing:
        raise ValueError(f"no value for {', '.join(missing)}")
    hours, days = float(values["accept_hours"]), int(values["resolve_workdays"])
    if not 0 <= hours <= MOST_HOURS:
        raise ValueError(f"accept_hours must be 0 to {MOST_HOURS} (got {hours:g})")
    if not 0 <= days <= MOST_WORKDAYS:
        raise ValueError(f"resolve_workdays must be 0 to {MOST_WORKDAYS} (got {days})")
    return Matter(
        item=values["item"],
        name=values["name"],
        category=values["category"],
        category_name=values["category_name"],
        departments=departments,
        first_level=Level(values["first_level"]),
        urgency=Urgency(values["urgency"]),
        on_site=OnSite(values["on_site"]),
        admission=Admission(values["admission"]),
        privacy=Privacy(values["privacy"]),
        accept_hours=hours,
        resolve_workdays=days,
    )
