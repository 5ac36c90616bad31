"""Orders to look for something in every building, and what building leaders answer."""

from datetime import date

import pytest

from intents.surveys import SurveyAnswer, read_answer, read_order
from intents.terms import Term

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("text", "matter", "term"),
    [
        ("排查直排式热水器，3天内，每栋报一次", "直排式热水器", Term(days=3)),
        (
            "请各楼长排查一下楼道电动车充电情况，周五前每栋报",
            "楼道电动车充电",
            Term(day=date(2026, 3, 6)),
        ),
        ("摸排高空悬挂物 2天内各栋报我", "高空悬挂物", Term(days=2)),
        ("每栋排查燃气软管老化，三天内报", "燃气软管老化", Term(days=3)),
        ("排查消防通道堵塞，每个楼长报一次", "消防通道堵塞", None),
    ],
)
def test_an_order(text, matter, term):
    order = read_order(text, MONDAY)
    assert (order.matter, order.term) == (matter, term)


@pytest.mark.parametrize(
    "text",
    ["昨天有人排查热水器", "排查3栋漏水", "物业每栋都检查过了没有", "每栋都停水了，排查一下吧"],
)
def test_no_order(text):
    assert read_order(text, MONDAY) is None


@pytest.mark.parametrize(
    ("text", "buildings", "found", "rooms"),
    [
        ("3栋查完，2户不合格，502和601", (3,), 2, ("502", "601")),
        ("查完了，没有", (), 0, ()),
        ("三栋、4栋都查过了，全部合格", (3, 4), 0, ()),
        ("发现1户在用", (), 1, ()),
        ("2栋查了一遍，203、501有", (2,), 2, ("203", "501")),
        ("查過了 冇", (), 0, ()),
        ("挨家看了，三户还在用老的", (), 3, ()),
    ],
)
def test_an_answer(text, buildings, found, rooms):
    assert read_answer(text) == SurveyAnswer(buildings=buildings, found=found, rooms=rooms)


@pytest.mark.parametrize(
    "text", ["3栋漏水了", "好的收到", "明天去查", "312我去看", "电梯又停了，502有老人", "没有"]
)
def test_no_answer(text):
    assert read_answer(text) is None
