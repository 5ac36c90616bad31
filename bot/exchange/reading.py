"""Tickets out of another platform's file: CSV or JSON, in UTF-8 or GB 18030.

Comes in: bytes, a mapping. Goes out: a value for each row, in order: a ticket, or why it is none; a
bad row loses nothing of the others. Does not: decide what becomes of them.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from bot.domain.deadlines import SHANGHAI
from bot.domain.errors import ConfigError
from bot.exchange.mapping import PlatformMapping

MOST: Final = 20_000
_LONGEST: Final = 2_000
_LONGEST_NUMBER: Final = 64
_TIMES: Final = (
    *("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y/%m/%d %H:%M:%S"),
    *("%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y%m%d%H%M%S"),
)


class Fault(StrEnum):
    """Why a row is no ticket."""

    NO_NUMBER = "no_number"
    LONG_NUMBER = "long_number"
    NOTHING_SAID = "nothing_said"
    BAD_TIME = "bad_time"
    BAD_OURS = "bad_ours"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A row. `number` is theirs, `ours` ours where they tell it; `at` when it was said."""

    line: int
    number: str
    ours: int | None = None
    words: str = ""
    place: str = ""
    grid: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A row that is no ticket."""

    line: int
    number: str
    fault: Fault


Row = Ticket | Unreadable


def read_rows(data: bytes, mapping: PlatformMapping) -> list[Row]:
    """Every row; ConfigError where there are none to be read at all."""
    text = _decoded(data)
    cells = _of_json(text) if text.lstrip()[:1] in ("[", "{") else _of_csv(text, mapping)
    rows = [_row(line, one, mapping.taken) for line, one in cells]
    if len(rows) > MOST:
        raise ConfigError([f"exchange: {len(rows)} rows are too many, {MOST} at most at once"])
    return rows


def _decoded(data: bytes) -> str:
    """Offices' workbooks save GB 18030; what is neither is read with its broken signs marked."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("gb18030", errors="replace")


def _of_csv(text: str, mapping: PlatformMapping) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Rows by their titles, with the line each ends on."""
    first = text.partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text.replace("\0", " "), newline=""),
        delimiter=max(",\t;", key=first.count),
    )
    try:
        titles = [title.strip() for title in next(reader, [])]
        if not set(titles) & set(mapping.taken["number"]):
            wanted = ", ".join(mapping.taken["number"])
            raise ConfigError([f"exchange: no column for the number; one of: {wanted}"])
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, dict(zip(titles, cells, strict=False))
    except csv.Error as err:
        raise ConfigError([f"exchange: line {reader.line_num}: {err}"]) from err


def _of_json(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """A list of objects, or one with such a list in it."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as err:
        raise ConfigError([f"exchange: no JSON: {err}"]) from err
    if isinstance(found, dict):
        found = next((part for part in found.values() if isinstance(part, list)), [found])
    for number, one in enumerate(found, start=1):
        yield number, one if isinstance(one, dict) else {}


def _row(line: int, cells: Mapping[str, Any], taken: Mapping[str, Sequence[str]]) -> Row:
    said = {field: _cell(cells, taken.get(field, ())) for field in ("number", "ours", "at", "grid")}
    number = said["number"].lstrip("'`=").strip('"\t ')
    if not cells or any("\ufffd" in value for value in said.values()):
        return Unreadable(line=line, number="", fault=Fault.BROKEN)
    fault = _fault_of(number)
    words = _cell(cells, taken.get("words", ()))
    ours = said["ours"].lstrip("#")
    at = _instant(said["at"])
    if fault is None and ours and not (ours.isdecimal() and len(ours) < 10):
        fault = Fault.BAD_OURS
    elif fault is None and not ours and not words:
        fault = Fault.NOTHING_SAID
    elif fault is None and said["at"] and at is None:
        fault = Fault.BAD_TIME
    if fault is not None:
        return Unreadable(line=line, number=number[:_LONGEST_NUMBER], fault=fault)
    return Ticket(
        line=line,
        number=number,
        ours=int(ours) if ours else None,
        words=words[:_LONGEST],
        place=_cell(cells, taken.get("place", ()))[:_LONGEST_NUMBER],
        grid=said["grid"],
        at=at,
    )


def _fault_of(number: str) -> Fault | None:
    if not number:
        return Fault.NO_NUMBER
    return Fault.LONG_NUMBER if len(number) > _LONGEST_NUMBER else None


def _cell(cells: Mapping[str, Any], titles: Sequence[str]) -> str:
    """The first of these columns that is there and says something."""
    for title in titles:
        value = " ".join(str(cells.get(title) or "").split())
        if value:
            return value
    return ""


def _instant(text: str) -> datetime | None:
    for form in _TIMES:
        try:
            return datetime.strptime(text, form).replace(tzinfo=SHANGHAI)
        except ValueError:
            continue
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=SHANGHAI)
