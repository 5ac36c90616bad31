"""Words about points, and words that only sound like it."""

import pytest

from intents.points import Award, fits, read_award, read_code, read_taken_back, read_wanted
from intents.text import bare, normalise
from intents.words import lists


@pytest.mark.parametrize(
    ("text", "name", "minutes", "what"),
    [
        ("给李建国记3小时巡堤", "李建国", 180, "巡堤"),
        ("给王姨记一个半小时", "王姨", 90, ""),
        ("记分 李建国 巡堤 2小时", "李建国", 120, "巡堤"),
        ("給老周記半小時掃雪", "老周", 30, "扫雪"),
        ("给李建国登记45分钟值守。", "李建国", 45, "值守"),
        ("帮陈姨记两个小时义诊", "陈姨", 120, "义诊"),
        ("为孙医生记积分 十二小时义诊", "孙医生", 720, "义诊"),
    ],
)
def test_an_award(text, name, minutes, what):
    assert read_award(text) == Award(name=name, minutes=minutes, what=what)


@pytest.mark.parametrize(
    "text",
    [
        "我给老李记得是3小时",
        "帮我记一下",
        "给李建国打电话说3小时后来",
        "停了3小时了给个说法",
        "给张师傅记一功",
        "李建国巡堤3小时",
    ],
)
def test_no_award(text):
    assert read_award(text) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("兑换2", "2"),
        ("我要兑换 洗衣液", "洗衣液"),
        ("兑3", "3"),
        ("换灯泡", None),
        ("兑换的东西是坏的，找谁退？", None),
    ],
)
def test_what_is_wanted(text, wanted):
    assert read_wanted(text) == wanted


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("核销 12345678", "12345678"),
        ("核销123", None),
        ("12345678", None),
        ("核销:00000001", "00000001"),
    ],
)
def test_a_code(text, read):
    assert read_code(text) == read


def test_what_was_wrong():
    assert read_taken_back("撤销李建国的记分") == "李建国"
    assert read_taken_back("取消陈姨积分") == "陈姨"
    assert read_taken_back("撤销312") is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我的积分", "bot_points"),
        ("我有多少积分？", "bot_points"),
        ("积分能换什么", "bot_goods"),
        ("积分兑换", "bot_goods"),
        ("积分怎么兑换物业费", None),
        ("积分可以换几多管理费", None),
        ("我的积分怎么少了", None),
    ],
)
def test_words_about_ones_own(text, name):
    words = bare(normalise(text))
    found = [one for one in ("bot_points", "bot_goods") if lists("points")[one].search(words)]
    assert found == ([name] if name else [])


@pytest.mark.parametrize(
    ("spoken", "name", "is_his"),
    [
        ("建国", "李建国", True),
        ("老李", "李建国", True),
        ("李师傅", "李建国", True),
        ("欧阳姐", "欧阳娜", True),
        ("老王", "李建国", False),
        ("国", "李建国", False),
        ("李建", "李建国", False),
    ],
)
def test_how_somebody_is_called(spoken, name, is_his):
    assert fits(spoken, name) is is_his
