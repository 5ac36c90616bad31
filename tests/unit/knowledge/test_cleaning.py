"""What staff say made fit for the list, and what is no answer at all."""

import pytest

from bot.knowledge.cleaning import LONGEST, clean, is_answer, verdict


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("带身份证到社区办就行", "带身份证到社区办就行"),
        ("带身份证到社区办。有事打13800138000", "带身份证到社区办。"),
        ("@陈姨 每月15号来，李姐也知道，在南门", "每月15号来，在南门"),
        ("问何书记，带上户口本[微笑]", "带上户口本"),
        ("3栋502的上次就是这样办的；先网上预约", "先网上预约"),
        ("拨12345或12333问", "拨12345或12333问"),
        ("13800138000", ""),
    ],
)
def test_parts_that_tell_of_somebody_are_left_out(text, left):
    assert clean(text, ["何书记", "陈姨"]) == left


def test_it_is_not_long():
    assert len(clean("问" * 500, ())) == LONGEST


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("带身份证到社区服务站办，当场就能领", True),
        ("每月15号上午在小区南门", True),
        ("我去问一下再回你", False),
        ("稍等，帮您核实", False),
        ("收到", False),
        ("是要迁户口吗", False),
        ("您是要办哪一种？", False),
        ("这个我不清楚", False),
        ("私聊我", False),
        ("好的", False),
    ],
)
def test_answers(text, expected):
    assert is_answer(text) is expected


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("12收录", True),
        ("#12 收录", True),
        ("收录。", True),
        ("12不收录", False),
        ("12 不收", False),
        ("12我去看", None),
        ("收录什么", None),
        ("", None),
    ],
)
def test_verdicts(text, taken):
    assert verdict(text) is taken
