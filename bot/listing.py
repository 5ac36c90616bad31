"""The admission list as a file: a CSV that a spreadsheet opens.

Comes in: a path, or nothing for the list that comes with the program. Goes out: the list, or
ConfigError with every problem at once, each with its row and how to mend it; a file written whole
or not at all. Does not: decide what is wrong with it (`bot.domain.listing` does).
"""

import csv
import io
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import yaml

from bot.domain.errors import ConfigError
from bot.domain.listing import COLUMNS, NEEDED, Fault, read_list, row_of
from bot.domain.matters import Matter, Matters

_ENCODINGS: Final = ("utf-8-sig", "gb18030")
"""As it was exported, and as spreadsheets here save it."""


def read_matters(
    path: str | None,
    *,
    departments: Collection[str] = (),
    running: Mapping[str, Sequence[int]] | None = None,
) -> Matters:
    """The admission list of the office, or the one that comes with the program. `departments` are
    known beside those of the latter.
    """
    if path is None:
        lost = [item for item in running or () if item not in shipped()]
        if lost:
            told_of = {item: (running or {})[item] for item in lost}
            _, faults = read_list(map(row_of, shipped().rows), running=told_of)
            raise ConfigError([f"matters: {told(fault)}" for fault in faults])
        return shipped()
    known = {name for row in shipped().rows for name in row.departments} | set(departments)
    matters, problems = parse(read_file(path), departments=known, running=running)
    if problems:
        raise ConfigError([f"matters: {problem}" for problem in problems])
    return matters


@cache
def shipped() -> Matters:
    """The list that comes with the program."""
    text = resources.files("bot.data").joinpath("matters.csv").read_text(encoding="utf-8")
    matters, problems = parse(text)
    if problems:
        raise ConfigError([f"bot/data/matters.csv: {problem}" for problem in problems])
    return matters


def parse(
    text: str,
    *,
    departments: Collection[str] | None = None,
    running: Mapping[str, Sequence[int]] | None = None,
) -> tuple[Matters, list[str]]:
    """The list of a file and what is wrong with it, in words."""
    reader = csv.DictReader(io.StringIO(text.replace("\0", ""), newline=""))
    missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
    if missing:
        return Matters(()), [sentence("columns", columns=" ".join(missing))]
    matters, faults = read_list(reader, departments=departments, running=running)
    return matters, [told(fault) for fault in faults]


def told(fault: Fault) -> str:
    """A fault in words, with its row and how to mend it."""
    words = str(_words()["faults"][fault.kind]).format(**fault.facts)
    return sentence("row", row=fault.row, told=words) if fault.row else words


def sentence(name: str, **facts: object) -> str:
    """One of the other sentences about lists."""
    return str(_words()[name]).format(**facts)


@cache
def _words() -> Mapping[str, Any]:
    text = resources.files("bot.data").joinpath("listing.yaml").read_text(encoding="utf-8")
    words: Mapping[str, Any] = yaml.safe_load(text)
    return words


def read_file(path: str) -> str:
    """The text of a file, as it was exported or as spreadsheets here save it."""
    try:
        content = Path(path).read_bytes()
    except OSError as err:
        reason = err.strerror or str(err)
        raise ConfigError([f"matters: {sentence('unreadable', path=path, reason=reason)}"]) from err
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ConfigError([f"matters: {sentence('unreadable', path=path, reason='UTF-8, GB18030')}"])


def as_csv(rows: Iterable[Matter]) -> str:
    """The file of a list."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(row_of(row) for row in rows)
    return out.getvalue()


def write(path: Path, rows: Iterable[Matter]) -> None:
    """Whole or not at all, with the mark by which spreadsheets know UTF-8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    try:
        new.write_text(as_csv(rows), encoding="utf-8-sig", newline="")
        os.replace(new, path)
    except OSError as err:
        new.unlink(missing_ok=True)
        reason = err.strerror or str(err)
        raise ConfigError([sentence("unreadable", path=path, reason=reason)]) from err


def completed(matters: Matters, used: Iterable[str]) -> Matters:
    """The list with what the program's own says of items that it lacks and old cases have; they are
    in force on no day, so that nothing new comes under them.
    """
    over = date.min
    known = shipped()
    gone = [item for item in used if item not in matters and item in known]
    lost = [replace(known[item], valid_from=over, valid_to=over) for item in gone]
    return Matters((*matters.rows, *lost)) if lost else matters


def merged(old: Matters, new: Matters, begin: date) -> Matters:
    """The new list from a day on, and before it whatever was in force: nothing that cases were
    opened under is lost.
    """
    rows: dict[str, list[Matter]] = {}
    for row in new.rows:
        rows.setdefault(row.item, []).append(row)
    kept: list[Matter] = []
    last = begin - timedelta(days=1)
    for row in old.rows:
        coming = rows.get(row.item, [])
        if row in coming or (row.valid_from is not None and row.valid_from >= begin):
            continue
        if any(_same_rules(row, other) and _covers(other, row, last) for other in coming):
            continue
        past = row if row.valid_to is not None and row.valid_to < begin else _ended(row, last)
        kept.append(past)
        starts = (past.valid_to or last) + timedelta(days=1)
        rows[row.item] = [late for other in coming if (late := _from(other, starts)) is not None]
    return Matters(
        sorted(
            [*kept, *(row for found in rows.values() for row in found)],
            key=lambda row: (_place(row.item, old, new), row.valid_from or date.min),
        )
    )


def _same_rules(one: Matter, other: Matter) -> bool:
    blank = {"valid_from": None, "valid_to": None, "basis": "", "approver": "", "replaced_by": None}
    return replace(one, **blank) == replace(other, **blank)  # type: ignore[arg-type]


def _covers(new: Matter, old: Matter, last: date) -> bool:
    """Whether the new row is in force on every day of the old one until `last`."""
    until = min(old.valid_to or last, last)
    begun = new.valid_from is None or (old.valid_from or date.min) >= new.valid_from
    return begun and (new.valid_to is None or new.valid_to >= until)


def _ended(row: Matter, last: date) -> Matter:
    return replace(row, valid_to=last)


def _from(row: Matter, day: date) -> Matter | None:
    """The row from a day on, None where it ends before."""
    if row.valid_to is not None and row.valid_to < day:
        return None
    return replace(row, valid_from=day) if (row.valid_from or date.min) < day else row


def _place(item: str, old: Matters, new: Matters) -> int:
    order = list(dict.fromkeys((*old, *new)))
    return order.index(item)
