"""Files of the office in any state: read, or refused with what is wrong; nothing else, and of good
rows none is lost.
"""

from __future__ import annotations

import copy
import csv
import io
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.config.reading import check_config, read_config
from bot.domain.errors import ConfigError
from bot.exchange.mapping import read_mapping
from bot.exchange.reading import Ticket, Unreadable, read_rows
from bot.listing.reading import parse

SHIPPED = (Path(__file__).parents[2] / "config.yaml").read_text(encoding="utf-8")
CONFIG: dict[str, Any] = yaml.load(SHIPPED, yaml.BaseLoader)
MATTERS = resources.files("bot.data").joinpath("matters.csv").read_text(encoding="utf-8")
ROWS = list(csv.reader(io.StringIO(MATTERS, newline="")))
TICKETS = read_mapping("hotline12345")
NUMBER = TICKETS.taken["number"][0]
SAID = TICKETS.taken["words"][0]
CELLS = st.text(max_size=12) | st.sampled_from(
    ["=1+1", "@SUM(A1)", '"', ",", "\n", "\ufeff", "是", "GY-11", "-5", "3月1日", "\x00", "⑧"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | CELLS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=5,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every path into nested lists and mappings."""
    pairs: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        pairs = list(value.items())
    elif isinstance(value, list):
        pairs = list(enumerate(value))
    return [*([path] if path else []), *(p for key, v in pairs for p in places(v, (*path, key)))]


PATHS = places(CONFIG)


def refused(err: ConfigError) -> None:
    assert err.problems
    assert all(isinstance(one, str) and one.strip() for one in err.problems)


@given(path=st.sampled_from(PATHS), value=VALUES, drop=st.booleans())
def test_a_configuration_is_good_or_told_what_is_wrong(
    path: tuple[Any, ...], value: Any, drop: bool
) -> None:
    data = copy.deepcopy(CONFIG)
    inner: Any = data
    for key in path[:-1]:
        inner = inner[key]
    if drop:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    try:
        check_config(data)
    except ConfigError as err:
        refused(err)


@given(at=st.integers(0, len(SHIPPED)), away=st.integers(0, 40), put=st.binary(max_size=8))
def test_a_damaged_file_of_it_is_told(
    tmp_path_factory: Any, at: int, away: int, put: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.yaml"
    whole = SHIPPED.encode()
    path.write_bytes(whole[:at] + put + whole[at + away :])
    try:
        read_config(path)
    except ConfigError as err:
        refused(err)


@given(row=st.integers(1, len(ROWS) - 1), column=st.integers(0, len(ROWS[0]) - 1), cell=CELLS)
def test_an_admission_list_loses_no_row_unsaid(row: int, column: int, cell: str) -> None:
    rows = [list(one) for one in ROWS]
    rows[row][column] = cell
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    matters, problems = parse(out.getvalue())
    assert problems or len(matters.rows) == len(ROWS) - 1
    assert all(one.strip() for one in problems)


@given(st.text(max_size=400))
def test_any_text_as_an_admission_list(text: str) -> None:
    try:
        _, problems = parse(text)
    except ConfigError as err:
        refused(err)
    else:
        assert problems


@given(st.lists(st.tuples(CELLS, CELLS), max_size=12), st.sampled_from(["utf-8-sig", "gb18030"]))
def test_every_ticket_of_a_workbook_has_a_fate(cells: list[tuple[str, str]], coding: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([(NUMBER, SAID), *cells])
    data = out.getvalue().encode(coding, errors="replace")
    told = [one for one in cells if any(cell.replace("\0", " ").strip() for cell in one)]
    try:
        rows = read_rows(data, TICKETS)
    except ConfigError as err:
        refused(err)
        return
    assert len(rows) == len(told)
    assert [row.line for row in rows] == sorted(row.line for row in rows)
    for row in rows:
        assert isinstance(row, Ticket | Unreadable)
        assert not row.number.startswith(("=", "'"))


@given(st.binary(max_size=300))
def test_any_bytes_as_tickets(data: bytes) -> None:
    try:
        rows = read_rows(data, TICKETS)
    except ConfigError as err:
        refused(err)
    else:
        assert all(row.line >= 1 for row in rows)
