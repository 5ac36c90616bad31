"""Until when, in people's words; today is Monday, 2 March 2026."""

from datetime import date

import pytest

from intents.terms import Term, term_in

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("延期三天,等配件", Term(days=3)),
        ("再给5个工作日", Term(days=5, working=True)),
        ("要延期一周", Term(days=7)),
        ("延两个星期", Term(days=14)),
        ("延期半个月", Term(days=15)),
        ("延期到周五", Term(day=date(2026, 3, 6))),
        ("到下周三", Term(day=date(2026, 3, 11))),
        ("下下周一能来", Term(day=date(2026, 3, 16))),
        ("挂到下月15号", Term(day=date(2026, 4, 15))),
        ("挂到15日", Term(day=date(2026, 3, 15))),
        ("挂到1号", Term(day=date(2026, 4, 1))),
        ("等到4月5日", Term(day=date(2026, 4, 5))),
        ("等到二月十号", Term(day=date(2027, 2, 10))),
        ("到月底", Term(day=date(2026, 3, 31))),
        ("到下个月底", Term(day=date(2026, 4, 30))),
        ("年底前", Term(day=date(2026, 12, 31))),
        ("明天再来", Term(day=date(2026, 3, 3))),
        ("大后天", Term(day=date(2026, 3, 5))),
        ("到2月30日", None),
        ("先挂着", None),
        ("312延期", None),
        ("挂到31号,3号楼的", Term(day=date(2026, 3, 31))),
        ("3号楼等配件", None),
        ("下月31号", None),
        ("0天", None),
    ],
)
def test_terms(words, expected):
    assert term_in(words, TODAY) == expected
