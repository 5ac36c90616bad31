"""What a case lacks, and who takes it on, in the words of a group."""

import pytest

from intents.appeals import MONEY, gives_up, read_lack, read_pledge


@pytest.mark.parametrize(
    ("text", "named", "kind", "wanted"),
    [
        ("这个要200块材料费，谁支持", False, MONEY, 200),
        ("312 扶手缺200块材料费，谁支持一下", True, MONEY, 200),
        ("扶手大概要一千三百元 哪家单位赞助一点", False, MONEY, 1300),
        ("312缺个会电焊的", True, "repair", 1),
        ("还差两个会电焊的师傅，谁能来搭把手", False, "repair", 2),
        ("312要搬东西，缺三个壮劳力", True, "carry", 3),
        ("315还缺五把椅子，欢迎认领", True, "tool", 5),
        ("楼道灯材料费80元求支持", False, MONEY, 80),
    ],
)
def test_what_is_lacking(text, named, kind, wanted):
    lack = read_lack(text, named=named)
    assert lack is not None
    assert (lack.kind, lack.wanted) == (kind, wanted)


@pytest.mark.parametrize(
    "text",
    [
        "312我去看",
        "312修好了，换了轴承，花了80块",
        "谁支持换物业的报个名",
        "打官司要律师费五千，大家凑一凑谁出",
        "这个谁来管",
        "物业费要200块一个月",
        "要10个人巡堤，自带雨衣",
        "这里缺德的人太多了",
        "上访的路费500块谁支持",
    ],
)
def test_what_asks_for_nothing(text):
    assert read_lack(text, named=False) is None


@pytest.mark.parametrize(
    ("text", "amount", "kind"),
    [
        ("我们认领", None, None),
        ("我们支部认领了", None, None),
        ("312我认领", None, None),
        ("剩下的我们店包了", None, None),
        ("认领100块", 100, None),
        ("我出100", 100, MONEY),
        ("我们公司赞助五百元", 500, MONEY),
        ("俺家凑五十块", 50, MONEY),
        ("我来焊，免费", None, None),
        ("我们店可以去修，不收钱", None, None),
    ],
)
def test_who_takes_it_on(text, amount, kind):
    pledge = read_pledge(text)
    assert pledge is not None
    assert pledge.amount == amount
    assert kind is None or pledge.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "谁认领了",
        "能不能认领一半",
        "认领不了了",
        "我来看看",
        "我出门了",
        "我们出两个人",
        "失物招领处在哪",
        "我们免费吗",
        "我出差了",
    ],
)
def test_who_does_not(text):
    assert read_pledge(text) is None


@pytest.mark.parametrize("text", ["认领不了了，对不起", "我出不了了", "那边不认领了", "撤了认领"])
def test_who_takes_it_back(text):
    assert gives_up(text)


def test_words_go_in_masked():
    lack = read_lack("312缺200块，谁支持打我电话13812345678", named=True)
    assert lack is not None
    assert "138" not in lack.matter
