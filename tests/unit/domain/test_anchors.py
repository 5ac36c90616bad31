"""Seals of histories and their lines in a file."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.anchors import Anchor, Fault, Finding, Leaf, compared, read_line, seal
from tests.builders import T0

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
ONE = Leaf(case="case-1", position=3, digest="aa")
TWO = Leaf(case="case-2", position=1, digest="bb")
HEAD = seal("", MONDAY, [ONE, TWO])


def anchor(day: date, head: str, **fields) -> Anchor:
    fields = {"taken_at": T0, "previous": "", "cases": 2, "lines": 4} | fields
    return Anchor(day=day, head=head, **fields)


def test_a_seal_does_not_depend_on_the_order_of_histories():
    assert seal("", MONDAY, [TWO, ONE]) == HEAD


@pytest.mark.parametrize(
    ("previous", "day", "leaves"),
    [
        ("x", MONDAY, [ONE, TWO]),
        ("", TUESDAY, [ONE, TWO]),
        ("", MONDAY, [ONE]),
        ("", MONDAY, [ONE, replace(TWO, digest="bc")]),
        ("", MONDAY, [ONE, replace(TWO, position=2)]),
        ("", MONDAY, [ONE, replace(TWO, case="case-3")]),
    ],
)
def test_a_seal_depends_on_everything_else(previous, day, leaves):
    assert seal(previous, day, leaves) != HEAD


def test_a_line_is_read_as_it_was_written():
    written = anchor(MONDAY, HEAD).written

    assert str(written) == f"2026-03-02 {HEAD} cases=2 lines=4"
    assert read_line(f"{written}\n") == written


@pytest.mark.parametrize("text", ["", "2026-03-02", f"2026-02-30 {HEAD} cases=2 lines=4", "x" * 90])
def test_what_is_no_line(text):
    assert read_line(text) is None


def test_store_and_file_compared():
    known = [anchor(MONDAY, HEAD), anchor(TUESDAY, "b" * 64)]
    both = [one.written for one in known]

    assert compared(known, both) == []
    assert compared(known, both[:1]) == [Finding(fault=Fault.UNWRITTEN, day=TUESDAY)]
    assert compared(known[1:], both) == [Finding(fault=Fault.ANCHOR_MISSING, day=MONDAY)]
    assert compared(known, [replace(both[0], head="c" * 64), both[1]]) == [
        Finding(fault=Fault.OTHERWISE_WRITTEN, day=MONDAY)
    ]
