"""Workbooks for Excel: real dates, a header that stays, no formulas out of people's words.

Comes in: rows and tables of text. Goes out: a file. Does not: choose cases, or mask words.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import xlsxwriter
import yaml

from bot.domain.deadlines import SHANGHAI
from bot.domain.ledger import LISTS, Cell, LedgerRow, cell

_WIDE: Final = frozenset({"problem", "measure", "item", "matter", "offered", "wanted", "names"})
_WIDTHS: Final = {True: 36, False: 16}


def load_words() -> Mapping[str, Any]:
    """Titles of sheets and columns."""
    text = resources.files("bot.ledgers").joinpath("words.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def write_workbook(
    path: Path,
    rows: Sequence[LedgerRow],
    columns: Sequence[str],
    scorecard: Sequence[Sequence[str | int]],
) -> None:
    """The ledger with these columns, the four lists, and the scorecard of departments (its first
    row are titles). OSError where the file cannot be written.
    """
    words = load_words()
    with _workbook(str(path)) as (book, forms):
        for name, wanted in {"ledger": tuple(columns), **LISTS}.items():
            sheet = book.add_worksheet(words["sheets"][name])
            _head(sheet, [words["columns"][column] for column in wanted], wanted, forms)
            for line, row in enumerate(rows, start=1):
                for place, column in enumerate(wanted):
                    _put(sheet, line, place, cell(row, column), forms, words)
        sheet = book.add_worksheet(words["sheets"]["scorecard"])
        _head(sheet, [str(title) for title in scorecard[0]], (), forms)
        for line, values in enumerate(scorecard[1:], start=1):
            for place, value in enumerate(values):
                _put(sheet, line, place, value, forms, words)


def list_workbook(
    name: str, rows: Sequence[Mapping[str, Cell]], columns: Sequence[str], titles: Mapping[str, str]
) -> bytes:
    """One sheet of this name with these columns, as a file."""
    words, file = load_words(), BytesIO()
    with _workbook(file) as (book, forms):
        sheet = book.add_worksheet(name)
        _head(sheet, [titles[column] for column in columns], columns, forms)
        for line, row in enumerate(rows, start=1):
            for place, column in enumerate(columns):
                _put(sheet, line, place, row.get(column), forms, words)
    return file.getvalue()


@contextmanager
def _workbook(file: str | BytesIO) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    """An open workbook and its formats; it is written at the end."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        yield (
            book,
            {
                "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
                "at": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
                "day": book.add_format({"num_format": "yyyy-mm-dd"}),
                "text": book.add_format({"text_wrap": True, "valign": "top"}),
            },
        )


def _head(
    sheet: Any,  # noqa: ANN401 - the library has no types
    titles: Sequence[str],
    columns: Sequence[str],
    forms: Mapping[str, Any],
) -> None:
    for place, title in enumerate(titles):
        wide = place < len(columns) and columns[place] in _WIDE
        sheet.set_column(place, place, _WIDTHS[wide])
        sheet.write_string(0, place, title, forms["head"])
    sheet.freeze_panes(1, 0)


def _put(
    sheet: Any,  # noqa: ANN401
    line: int,
    place: int,
    value: Cell,
    forms: Mapping[str, Any],
    words: Mapping[str, Any],
) -> None:
    """One cell. Words are always written as words, whatever sign they begin with."""
    match value:
        case None | "":
            return
        case bool():
            sheet.write_string(line, place, words["yes" if value else "no"])
        case int() | float():
            sheet.write_number(line, place, value)
        case datetime():
            local = value.astimezone(SHANGHAI).replace(tzinfo=None, microsecond=0)
            sheet.write_datetime(line, place, local, forms["at"])
        case date():
            sheet.write_datetime(line, place, value, forms["day"])
        case str():
            sheet.write_string(line, place, value, forms["text"])
