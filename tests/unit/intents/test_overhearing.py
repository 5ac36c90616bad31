"""What is looked for before words are heard at all."""

import pytest

from intents.overhearing import CodeSaid, code_in, is_to_the_bot, is_watched


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("48372915", CodeSaid("48372915", meant=False)),
        (" 4837 2915 ", CodeSaid("48372915", meant=False)),
        ("@群理 4837-2915", CodeSaid("48372915", meant=False)),
        ("绑定48372915", CodeSaid("48372915", meant=True)),
        ("@群理 绑定 4837 2915。", CodeSaid("48372915", meant=True)),
        ("綁定４８３７２９１５", CodeSaid("48372915", meant=True)),
        ("绑定码：48372915", CodeSaid("48372915", meant=True)),
        ("", None),
        ("4837291", None),
        ("483729156", None),
        ("13800138000", None),
        ("快递取件码48372915在驿站", None),
        ("我的码是48372915", None),
        ("48372915" + "，好" * 20, None),
    ],
)
def test_a_code_is_said_alone(text, said):
    assert code_in(text) == said


@pytest.mark.parametrize(
    ("text", "called"),
    [("报事：2栋路灯不亮", True), ("我要报修 水管", True), ("报事", True), ("他去报事了", False)],
)
def test_words_to_the_bot_without_its_name(text, called):
    assert is_to_the_bot(text) is called


@pytest.mark.parametrize(
    ("text", "watched"),
    [
        ("2栋楼道灯坏了", True),
        ("樓上漏水啦", True),
        ("着火了快来人", True),
        ("#12怎么样了", True),
        ("今晚吃什么", False),
        ("谢谢大家", False),
        ("明天一起爬山", False),
    ],
)
def test_words_that_let_a_group_be_heard(text, watched):
    assert is_watched(text) is watched


def test_an_office_adds_words_of_its_own():
    assert is_watched("今晚舞龙", ["舞龙"])
    assert not is_watched("今晚舞龙", ["舞狮"])
