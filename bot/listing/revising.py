"""The office's own admission list: read, and changed from a day on by command and desk alike.

Comes in: the text of a new list, the first day of its rules, the items of running cases. Goes out:
what would become of each row, then the file. Does not: record who changed it. A day that is over is
refused, and nothing is written unless everything is right.
"""

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from bot.domain.errors import ConfigError
from bot.domain.listing import COLUMNS, FIRST_ROW, read_list, row_of
from bot.domain.matters import Matter, Matters
from bot.listing.merging import merged
from bot.listing.reading import parse, read_matters, shipped
from bot.listing.words import sentence, told
from bot.listing.writing import as_csv, write

Stamp = tuple[int, int] | None
"""By what a file is known to be another than before; None where there is none."""

_DAYS: Final = frozenset({"valid_from", "valid_to"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What becomes of a row: new, changed (with the columns), same, past, wrong (with why), or, of
    an item that the new list lacks, ended (row 0).
    """

    row: int
    item: str
    name: str
    kind: str
    columns: tuple[str, ...] = ()
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A new list from `first` on: the whole result, what becomes of each row, what is wrong."""

    first: date
    old: Matters
    result: Matters
    fates: tuple[Fate, ...]
    problems: tuple[str, ...]

    @property
    def is_change(self) -> bool:
        """Whether anything would be other than before."""
        return not self.problems and self.result.rows != self.old.rows

    def count(self, kind: str) -> int:
        """How many rows this becomes of."""
        return sum(fate.kind == kind for fate in self.fates)


def facts_of(revision: Revision) -> dict[str, object]:
    """What the history of the list says of it: from when on, and which items."""
    facts: dict[str, object] = {"first": revision.first.isoformat()}
    for kind in ("new", "changed", "ended"):
        facts[kind] = [fate.item for fate in revision.fates if fate.kind == kind]
    return facts


class ListFile:
    """The file of an office; `path` None: it has none, and uses the list of the program."""

    def __init__(self, path: str | None, departments: Collection[str] = ()) -> None:
        self._path = Path(path) if path is not None else None
        self._departments = departments

    @property
    def is_own(self) -> bool:
        """Whether the configuration says where the office's list is."""
        return self._path is not None

    def stamp(self) -> Stamp:
        """What the file is known by."""
        try:
            found = self._path.stat() if self._path is not None else None
        except OSError:
            return None
        return (found.st_mtime_ns, found.st_size) if found is not None else None

    def read(self, running: Mapping[str, Sequence[int]] | None = None) -> Matters:
        """The list that is in use, with all its days; ConfigError with every problem."""
        missing = self._path is None or not self._path.exists()
        path = None if missing else str(self._path)
        return read_matters(path, departments=self._departments, running=running)

    def revise(
        self, text: str, *, first: date, today: date, running: Mapping[str, Sequence[int]]
    ) -> Revision:
        """What the text of a list would make of the one in use from a day on."""
        old = self.read()
        known = {name for row in shipped().rows for name in row.departments}
        departments = known | set(self._departments)
        new, problems = parse(text, departments=departments, running=running)
        if first < today:
            problems = [sentence("past", day=first, today=today), *problems]
        result = old if problems else merged(old, new, first)
        if not problems:
            _, problems = parse(as_csv(result.rows))
        fates = tuple(_fates(text, old, first, departments))
        if not problems:
            fates = (*fates, *_ended(old, new, first))
        return Revision(first=first, old=old, result=result, fates=fates, problems=tuple(problems))

    def write(self, revision: Revision) -> None:
        """Put it in the place of the file."""
        if self._path is None:
            raise ConfigError([sentence("no_file")])
        if revision.problems:
            raise ConfigError(list(revision.problems))
        write(self._path, revision.result.rows)


def _fates(text: str, old: Matters, first: date, departments: Collection[str]) -> Iterator[Fate]:
    """What becomes of each row by itself."""
    for number, cells in enumerate(_rows(text), start=FIRST_ROW):
        found, faults = read_list([cells], departments=departments)
        why = tuple(told(fault) for fault in faults if fault.kind not in _OF_THE_LIST)
        item, name = (cells.get("item") or "").strip(), (cells.get("name") or "").strip()
        if why or not found.rows:
            yield Fate(row=number, item=item, name=name, kind="wrong", why=why)
            continue
        (matter,) = found.rows
        kind, columns = _kind(matter, old, first)
        yield Fate(row=number, item=item, name=name, kind=kind, columns=columns)


_OF_THE_LIST: Final = frozenset({"unknown_replacement", "cycle", "gap", "overlap", "running"})
"""Faults that one row alone does not have."""


def _rows(text: str) -> list[dict[str, str | None]]:
    return list(csv.DictReader(io.StringIO(text.replace("\0", ""), newline="")))


def _kind(matter: Matter, old: Matters, first: date) -> tuple[str, tuple[str, ...]]:
    if matter in old.rows:
        return "same", ()
    if matter.valid_to is not None and matter.valid_to < first:
        return "past", ()
    old = old.on(first)
    if matter.item not in old:
        return "new", ()
    before, after = row_of(old[matter.item]), row_of(matter)
    columns = tuple(name for name in COLUMNS if before[name] != after[name])
    return ("changed" if set(columns) - _DAYS else "same"), columns


def _ended(old: Matters, new: Matters, first: date) -> Iterator[Fate]:
    """Items in force that the new list no longer has in force."""
    before, after = old.on(first), new.on(first)
    for item in before:
        if before.standing_in(item) == item and (
            item not in after or after.standing_in(item) != item
        ):
            yield Fate(row=0, item=item, name=before[item].name, kind="ended")
