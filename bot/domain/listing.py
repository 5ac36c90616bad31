"""Rows of the admission list as an office edits it: read, and everything that is wrong with them.

Comes in: mappings of column to text, the departments that are known, the items of running cases.
Goes out: a list and its faults, each with its row. Does not: read files, or put faults into words.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final, TypeVar

from bot.domain.matters import (
    Admission,
    Level,
    Matter,
    Matters,
    OnSite,
    Privacy,
    Standing,
    Urgency,
)

NEEDED: Final = (
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
COLUMNS: Final = (*NEEDED, "standing", "basis", "approver", "valid_from", "valid_to", "replaced_by")
CATEGORIES: Final = ("CG", "ZZ", "JF", "AQ", "GY", "WY", "MS", "LD", "SC", "WJ", "NEG")
MOST_HOURS: Final = 1000
MOST_WORKDAYS: Final = 500
"""Beyond these a number is a slip of the pen."""

FIRST_ROW: Final = 2
"""The row after the names of the columns, as a spreadsheet counts."""

_CODE = re.compile(r"([A-Z]{2,3})-(?!00)\d{2}")
_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something wrong: its kind (a key of the sentences), its row (0: the whole list), facts."""

    kind: str
    row: int = 0
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class _Row:
    """One row while it is read: what was wrong is kept with it."""

    number: int
    cells: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)

    def wrong(self, kind: str, **facts: object) -> None:
        self.faults.append(Fault(kind=kind, row=self.number, facts=facts))

    def chosen(self, column: str, kind: type[_Choice], usual: _Choice | None = None) -> _Choice:
        """One of a few words; the first where it is none, which is a fault."""
        text = self.cells[column]
        options = list(kind)
        if not text and usual is not None:
            return usual
        if text and text not in [option.value for option in options]:
            allowed = " ".join(option.value for option in options)
            self.wrong("unknown_value", column=column, value=text, allowed=allowed)
        return next((option for option in options if option.value == text), options[0])

    def number_in(self, column: str, most: int, *, whole: bool) -> float:
        """A number from 0; 0 where it is none, which is a fault."""
        text = self.cells[column]
        if not text:
            return 0
        try:
            value = int(text) if whole else float(text)
        except ValueError:
            self.wrong("no_number", column=column, value=text)
            return 0
        if not 0 <= value <= most:
            self.wrong("out_of_range", column=column, value=text, most=most)
            return 0
        return value

    def day(self, column: str) -> date | None:
        """A day, None where there is none."""
        text = self.cells[column]
        if not text:
            return None
        try:
            return date.fromisoformat(text.replace("/", "-"))
        except ValueError:
            self.wrong("no_date", column=column, value=text)
            return None


def read_list(
    rows: Iterable[Mapping[str, str | None]],
    *,
    departments: Collection[str] | None = None,
    running: Mapping[str, Sequence[int]] | None = None,
) -> tuple[Matters, tuple[Fault, ...]]:
    """The list and everything that is wrong with it. `departments` are those that are known (None:
    any), `running` the items of open cases with their numbers.
    """
    read: list[tuple[_Row, Matter]] = []
    faults: list[Fault] = []
    for number, cells in enumerate(rows, start=FIRST_ROW):
        row = _Row(number, {name: (cells.get(name) or "").strip() for name in COLUMNS})
        matter = _matter(row, departments)
        faults += row.faults
        if matter is not None:
            read.append((row, matter))
    if not read and not faults:
        faults.append(Fault(kind="empty_list", row=FIRST_ROW))
    matters = Matters(matter for _, matter in read)
    faults += _overlaps(read)
    faults += _bad_replacements(read, matters)
    faults += _cycles(matters)
    faults += _holes(matters, running or {})
    return matters, tuple(sorted(faults, key=lambda fault: (fault.row == 0, fault.row)))


def _matter(row: _Row, departments: Collection[str] | None) -> Matter | None:
    """The row's values; None where it cannot even be told which item it is."""
    cells = row.cells
    names = tuple(part.strip() for part in cells["departments"].split("\u00b7") if part.strip())
    empty = [name for name in NEEDED if not (names if name == "departments" else cells[name])]
    if empty:
        row.wrong("empty", columns=" ".join(empty))
    _code(row)
    for name in names if departments is not None else ():
        if name not in (departments or ()):
            row.wrong("unknown_department", value=name)
    since, until = row.day("valid_from"), row.day("valid_to")
    if since is not None and until is not None and until < since:
        row.wrong("ends_first", since=since, until=until)
    if not cells["item"]:
        return None
    return Matter(
        item=cells["item"],
        name=cells["name"],
        category=cells["category"],
        category_name=cells["category_name"],
        departments=names or ("",),
        first_level=row.chosen("first_level", Level),
        urgency=row.chosen("urgency", Urgency),
        on_site=row.chosen("on_site", OnSite),
        admission=row.chosen("admission", Admission),
        privacy=row.chosen("privacy", Privacy),
        accept_hours=row.number_in("accept_hours", MOST_HOURS, whole=False),
        resolve_workdays=int(row.number_in("resolve_workdays", MOST_WORKDAYS, whole=True)),
        standing=row.chosen("standing", Standing, Standing.ADMITTED),
        basis=cells["basis"],
        approver=cells["approver"],
        valid_from=since,
        valid_to=until,
        replaced_by=cells["replaced_by"] or None,
    )


def _code(row: _Row) -> None:
    """An item's code tells its category, which is one of those that the program knows."""
    item, category = row.cells["item"], row.cells["category"]
    if category and category not in CATEGORIES:
        row.wrong("unknown_category", value=category, allowed=" ".join(CATEGORIES))
    found = _CODE.fullmatch(item)
    if item and found is None:
        row.wrong("bad_code", value=item)
    elif found is not None and category and found[1] != category:
        row.wrong("other_category", item=item, value=category)


def _overlaps(read: Sequence[tuple[_Row, Matter]]) -> Iterator[Fault]:
    """Of one item no two rows are in force on the same day."""
    for rows in _by_item(read).values():
        for (first, one), (second, other) in pairwise(rows):
            if one.valid_to is None or other.valid_from is None or other.valid_from <= one.valid_to:
                facts = {"item": one.item, "other": first.number}
                yield Fault(kind="overlap", row=second.number, facts=facts)


def _by_item(read: Sequence[tuple[_Row, Matter]]) -> dict[str, list[tuple[_Row, Matter]]]:
    found: dict[str, list[tuple[_Row, Matter]]] = {}
    for pair in sorted(read, key=lambda pair: (pair[1].valid_from or date.min, pair[0].number)):
        found.setdefault(pair[1].item, []).append(pair)
    return found


def _bad_replacements(read: Sequence[tuple[_Row, Matter]], matters: Matters) -> Iterator[Fault]:
    """What takes an item's place is in the list."""
    for row, matter in read:
        if matter.replaced_by is not None and matter.replaced_by not in matters:
            facts = {"item": matter.item, "value": matter.replaced_by}
            yield Fault(kind="unknown_replacement", row=row.number, facts=facts)


def _cycles(matters: Matters) -> Iterator[Fault]:
    """Nothing takes its own place, however many stand between."""
    told: set[str] = set()
    for start in matters:
        chain = [start]
        while (following := matters[chain[-1]].replaced_by) is not None and following in matters:
            if following in chain:
                circle = chain[chain.index(following) :]
                if not told.intersection(circle):
                    told.update(circle)
                    yield Fault(kind="cycle", facts={"chain": " → ".join((*circle, following))})
                break
            chain.append(following)


def _holes(matters: Matters, running: Mapping[str, Sequence[int]]) -> Iterator[Fault]:
    """Running cases keep their item; between two rows of an item no day is left out."""
    for item, numbers in sorted(running.items()):
        if item not in matters:
            told = " ".join(f"#{number}" for number in numbers)
            yield Fault(kind="running", facts={"item": item, "numbers": told})
    rows: dict[str, list[Matter]] = {}
    for row in sorted(matters.rows, key=lambda row: row.valid_from or date.min):
        rows.setdefault(row.item, []).append(row)
    for item, found in rows.items():
        for one, other in pairwise(found):
            if one.valid_to is None or other.valid_from is None or one.replaced_by is not None:
                continue
            if other.valid_from > one.valid_to + timedelta(days=1):
                facts = {"item": item, "since": one.valid_to, "until": other.valid_from}
                yield Fault(kind="gap", facts=facts)


def running_of(used: Mapping[str, Sequence[int]]) -> dict[str, Sequence[int]]:
    """Of the items in use those that open cases have, with the numbers of these."""
    return {item: numbers for item, numbers in used.items() if numbers}


def row_of(matter: Matter) -> dict[str, str]:
    """The cells of a row, the opposite of reading it."""
    return {
        "item": matter.item,
        "name": matter.name,
        "category": matter.category,
        "category_name": matter.category_name,
        "departments": "\u00b7".join(matter.departments),
        "first_level": matter.first_level.value,
        "urgency": matter.urgency.value,
        "on_site": matter.on_site.value,
        "admission": matter.admission.value,
        "privacy": matter.privacy.value,
        "accept_hours": f"{matter.accept_hours:g}",
        "resolve_workdays": str(matter.resolve_workdays),
        "standing": matter.standing.value,
        "basis": matter.basis,
        "approver": matter.approver,
        "valid_from": matter.valid_from.isoformat() if matter.valid_from else "",
        "valid_to": matter.valid_to.isoformat() if matter.valid_to else "",
        "replaced_by": matter.replaced_by or "",
    }
