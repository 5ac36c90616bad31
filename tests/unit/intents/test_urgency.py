"""Words that make a matter more pressing than its kind."""

import pytest

from intents.urgency import REASONS, pressing_reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("公共楼梯没有扶手，老人都是爬着上去的", "frail"),
        ("電梯停了，我阿婆坐輪椅出不去", "frail"),
        ("我妈八十了一个人住，门锁坏了", "frail"),
        ("健身器材脱落了，孩子差点受伤", "frail"),
        ("楼上有孕妇，油烟太大", "frail"),
        ("路口水管还在往外喷", "happening"),
        ("天花板越漏越大", "happening"),
        ("地下车库快淹了", "happening"),
        ("零下十度家里停暖了", "cut_off"),
        ("停电了，高温天怎么过", "cut_off"),
        ("楼道灯坏了", None),
        ("小区老人多，能不能多装几张椅子", None),
        ("孩子上小学怎么报名", None),
        ("现在去医院要带什么", None),
        ("我正在看这个通知", None),
        ("流泪了", None),
        ("", None),
    ],
)
def test_why_it_cannot_wait(text, reason):
    assert pressing_reason(text) == reason


def test_every_reason_has_an_example():
    assert REASONS == ("frail", "happening", "cut_off")
