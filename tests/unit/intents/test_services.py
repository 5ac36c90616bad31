"""What is answered about services, and what of the lists' words brings both together."""

from datetime import date

import pytest

from intents.services import (
    Answer,
    Choice,
    comes_home,
    heads_in,
    is_list_wanted,
    minutes_in,
    only_day,
    read_answer,
    read_choice,
)
from intents.text import normalise

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("text", "wanted", "declined"),
    [
        ("1", (1,), ()),
        ("第2条", (2,), ()),
        ("1、3", (1, 3), ()),
        ("1和2可以", (1, 2), ()),
        ("促成1", (1,), ()),
        ("1，2，3", (1, 2, 3), ()),
        ("二", (2,), ()),
        ("1不要", (), (1,)),
        ("1，2不要", (), (1, 2)),
        ("换掉2", (), (2,)),
        ("2换一个吧", (), (2,)),
        ("1要，2不要", (1,), (2,)),
        ("1可以；3不合适", (1,), (3,)),
        ("都行", None, ()),
        ("好的", None, ()),
        ("都不要", (), None),
        ("换一个", (), None),
    ],
)
def test_what_a_leader_chooses(text, wanted, declined):
    assert read_choice(normalise(text)) == Choice(wanted=wanted, declined=declined)


@pytest.mark.parametrize(
    "text",
    ["312派物业", "1栋漏水了", "3栋着火了", "那个老人我认识", "1派物业", "好像不太对", "1点开会"],
)
def test_what_is_no_choice(text):
    assert read_choice(normalise(text)) is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("行", Answer.YES),
        ("好的", Answer.YES),
        ("可以，谢谢", Answer.YES),
        ("要的，谢谢", Answer.YES),
        ("好啊 麻烦了", Answer.YES),
        ("做完了", Answer.YES),
        ("来过了", Answer.YES),
        ("来过了，谢谢", Answer.YES),
        ("已经修好了，辛苦师傅", Answer.YES),
        ("收到了", Answer.YES),
        ("已经修好了", Answer.YES),
        ("不用了", Answer.NO),
        ("没来", Answer.NO),
        ("没空", Answer.NO),
        ("去不了了", Answer.NO),
        ("还没", Answer.LATER),
        ("过两天吧", Answer.LATER),
    ],
)
def test_what_they_answer(text, answer):
    assert read_answer(normalise(text)) is answer


@pytest.mark.parametrize(
    "text",
    ["我家水管爆了", "3栋电梯又坏了", "好什么好", "来人啊着火了", "好了伤疤忘了疼", "你是谁"],
)
def test_what_answers_nothing(text):
    assert read_answer(normalise(text)) is None


def test_what_the_words_of_the_lists_say():
    assert comes_home("可以上门量血压")
    assert not comes_home("在小广场义诊")
    assert only_day("我们医院周六可以来义诊", MONDAY) == date(2026, 3, 7)
    assert only_day("周六前都可以来拿", MONDAY) is None
    assert only_day("随时都行", MONDAY) is None
    assert (heads_in("三名"), heads_in("2台"), heads_in("两小时"), heads_in("")) == (
        3,
        2,
        None,
        None,
    )
    assert [minutes_in(amount) for amount in ("两小时", "半小时", "1个半小时", "三名")] == [
        120,
        30,
        90,
        None,
    ]
    assert is_list_wanted("服务清单")
    assert not is_list_wanted("这服务太差了")
