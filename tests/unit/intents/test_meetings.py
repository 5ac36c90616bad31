"""What meetings have decided, as people type it, and that it is done."""

from datetime import date

import pytest

from intents.meetings import (
    Resolved,
    is_done,
    is_list_wanted,
    likeliest,
    read_number,
    read_resolved,
    yes_or_no,
)
from intents.terms import Term
from intents.text import normalise

MONDAY = date(2026, 3, 2)
FRIDAY = Term(day=date(2026, 3, 6))
END = Term(day=date(2026, 3, 31))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "会议决定：供电所月底前换表箱，老李负责",
            [Resolved(matter="供电所月底前换表箱", who="老李", term=END)],
        ),
        (
            "今天例会定了，周五前清完2栋楼道，由陈楼长牵头",
            [Resolved(matter="周五前清完2栋楼道", who="陈楼长", term=FRIDAY)],
        ),
        (
            "联席会议定：1.月底前换表箱，老李负责；2.周五前修好岗亭，物业负责",
            [
                Resolved(matter="月底前换表箱", who="老李", term=END),
                Resolved(matter="周五前修好岗亭", who="物业", term=FRIDAY),
            ],
        ),
        (
            "開會決定：刘网格员3天内把充电桩位置画好",
            [Resolved(matter="刘网格员3天内把充电桩位置画好", who=None, term=Term(days=3))],
        ),
        (
            "会上明确了：负责人何网格长，下周三前联系好义诊",
            [
                Resolved(
                    matter="下周三前联系好义诊", who="何网格长", term=Term(day=date(2026, 3, 11))
                )
            ],
        ),
        ("会议决定：老李负责换表箱", [Resolved(matter="换表箱", who="老李", term=None)]),
    ],
)
def test_what_was_decided(text, expected):
    assert read_resolved(text, MONDAY) == expected


@pytest.mark.parametrize(
    "text",
    [
        "明天下午三点开会，大家准时",
        "业主大会决定罢免物业",
        "会议室的灯坏了",
        "这事会不会上会决定",
        "我决定：明天去看看",
        "会议纪要发群里了",
    ],
)
def test_nothing_decided(text):
    assert read_resolved(text, MONDAY) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("决定3办好了", True),
        ("表箱换好了", True),
        ("已经落实了", True),
        ("搞掂", True),
        ("还没办好", False),
        ("表箱换好了吗", False),
        ("换不了", False),
        ("快换好了", False),
    ],
)
def test_done(text, expected):
    assert is_done(normalise(text)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("对", True), ("好的。", True), ("不对", False), ("错了，是老王", False), ("对面漏水", None)],
)
def test_a_word(text, expected):
    assert yes_or_no(normalise(text)) is expected


@pytest.mark.parametrize(
    ("text", "number"), [("决定3办好了", 3), ("会议决定第12条完成了", 12), ("3办好了", None)]
)
def test_the_number(text, number):
    assert read_number(text) == number


def test_the_likeliest_matter():
    matters = ["供电所月底前换表箱", "周五前清完楼道"]
    assert likeliest("表箱换好了", matters) == 0
    assert likeliest("楼道清好了", matters) == 1
    assert likeliest("办好了", matters) is None


def test_the_list():
    assert is_list_wanted("@群理 会议决定有哪些？")
    assert not is_list_wanted("会议决定：月底前换表箱")
