"""Admission lists out of files.

Comes in: a path, or nothing for the list that comes with the program. Goes out: the list, or
ConfigError with every problem at once, each with its row and how to mend it. Does not: decide what
is wrong with it (`bot.domain.listing` does).
"""

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

from bot.domain.errors import ConfigError
from bot.domain.listing import NEEDED, read_list, row_of
from bot.domain.matters import Matters
from bot.listing.words import sentence, told

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


def read_file(path: str) -> str:
    """The text of a file, as it was exported or as spreadsheets here save it."""
    try:
        content = Path(path).read_bytes()
    except OSError as err:
        reason = err.strerror or str(err)
        raise ConfigError([f"matters: {sentence('unreadable', path=path, reason=reason)}"]) from err
    return decoded(content, path)


def decoded(content: bytes, path: str = "CSV") -> str:
    """The text of a file's content."""
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ConfigError([f"matters: {sentence('unreadable', path=path, reason='UTF-8, GB18030')}"])


def completed(matters: Matters, used: Iterable[str]) -> Matters:
    """The list with what the program's own says of items that it lacks and old cases have; they are
    in force on no day, so that nothing new comes under them.
    """
    over = date.min
    known = shipped()
    gone = [item for item in used if item not in matters and item in known]
    lost = [replace(known[item], valid_from=over, valid_to=over) for item in gone]
    return Matters((*matters.rows, *lost)) if lost else matters
