"""Answers by the numbers of a digest's lines."""

import pytest

from intents.acts_digest import answer_of, takes_back


@pytest.mark.parametrize(
    ("text", "numbers", "rest"),
    [
        ("2派物业", (2,), "派物业"),
        ("3吹哨供电所", (3,), "吹哨供电所"),
        ("1我去", (1,), "我去"),
        ("1 我去看看", (1,), "我去看看"),
        ("２，我去", (2,), "我去"),
        ("10.我去", (10,), "我去"),
        ("2：派给城管", (2,), "派给城管"),
        ("1、3我去", (1, 3), "我去"),
        ("1,3 我去", (1, 3), "我去"),
        ("1 3 我去", (1, 3), "我去"),
        ("1和2派物业", (1, 2), "派物业"),
        ("第2条派物业", (2,), "派物业"),
        ("第二条我去", (2,), "我去"),
        ("第十一条我去", (11,), "我去"),
        ("第1、第3条我去", (1, 3), "我去"),
        ("2", (2,), ""),
        ("2 修好了，换了灯泡", (2,), "修好了,换了灯泡"),
        ("二派物业", (2,), "派物业"),
        ("一和三我去", (1, 3), "我去"),
        ("第一个我去", (1,), "我去"),
        ("1号我去看看", (1,), "我去看看"),
        ("3 那个叫市政的人来看", (3,), "叫市政的人来看"),
        ("说说2", (2,), ""),
        ("看一下第3条", (3,), ""),
    ],
)
def test_lines_are_named(text, numbers, rest):
    answer = answer_of(text)
    assert answer is not None
    assert (answer.numbers, answer.rest) == (numbers, rest)


@pytest.mark.parametrize(
    "text",
    [
        "312修好了",
        "#2派物业",
        "2栋路灯坏了",
        "3号楼电梯停了",
        "2单元没水",
        "8点开会",
        "8:30开会",
        "2天了还没来",
        "3个人在修",
        "1.5米的管子",
        "5月6日到期",
        "2楼漏水",
        "我去",
        "两台电梯都坏了",
        "一起去看看",
        "第三次了",
        "第二天再说",
        "第一个人已经到了",
        "一派胡言",
        "3人受伤",
        "2位老人被困",
        "十分感谢",
        "三天后派人来",
        "二期交房",
        "",
    ],
)
def test_no_lines_are_named(text):
    assert answer_of(text) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2详细", True),
        ("2详情？", True),
        ("2 什么情况", True),
        ("2怎么回事", True),
        ("2看看", True),
        ("2呢", True),
        ("2是什么", True),
        ("2啥情况啊", True),
        ("2到哪步了", True),
        ("2", True),
        ("2我去看看", False),
        ("2派物业", False),
        ("2情况属实", False),
    ],
)
def test_whether_more_is_to_be_told(text, wanted):
    answer = answer_of(text)
    assert answer is not None
    assert answer.wants_details is wanted


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("撤", True),
        ("撤！", True),
        ("取消", True),
        ("撤销一下", True),
        ("刚才的撤了", True),
        ("撤回", True),
        ("撤了那个摊子", False),
        ("取消停水通知", False),
        ("312撤", False),
    ],
)
def test_whether_the_last_is_to_be_taken_back(text, back):
    assert takes_back(text) is back
