"""Calls for volunteers as people write them: what for, how many, when."""

from datetime import datetime, timedelta, timezone

import pytest

from intents.musters import read_call

NOW = datetime(2026, 4, 2, 9, 30, tzinfo=timezone(timedelta(hours=8)))  # a Thursday


@pytest.mark.parametrize(
    ("text", "matter", "wanted", "starts"),
    [
        ("周六早上要10个人巡堤，自带雨衣", "巡堤", 10, "04-04 08:00"),
        ("后天下午想组织一次捡垃圾，要10个人，有愿意的报名", "捡垃圾", 10, "04-04 14:00"),
        (
            "本周日下午两点小区大扫除，招募志愿者15名，工具社区提供，报名请私信我",
            "小区大扫除",
            15,
            "04-05 14:00",
        ),
        ("下雪了 七点半铲雪 要十来个人 自己带锹", "铲雪", 10, "04-03 07:30"),
        ("周五晚上8点夜巡 缺2个 谁来", "夜巡", 2, "04-03 20:00"),
        ("楼下花坛要补种，星期天早上八点，来六个人就够了", "楼下花坛要补种", 6, "04-05 08:00"),
        ("疫情登记缺人 后天8点到12点 需要4位 会用电脑的优先", "疫情登记缺人", 4, "04-04 08:00"),
        ("下周三上午慰问老人 需要志愿者8名 负责送米送油", "负责送米送油", 8, "04-08 09:00"),
        ("紧急！河堤漏水，现在要20个劳力扛沙袋，到闸口集合", "扛沙袋", 20, "04-02 09:45"),
    ],
)
def test_what_for_how_many_and_when(text, matter, wanted, starts):
    call = read_call(text, NOW)
    assert call is not None
    assert call.starts_at is not None
    assert (call.matter, call.wanted, f"{call.starts_at:%m-%d %H:%M}") == (matter, wanted, starts)


@pytest.mark.parametrize(
    "text",
    [
        "要三个月才能修好",
        "家里来了六个人",
        "招募志愿者的通知看到没？",
        "要10个人签名才能开业主大会",
    ],
)
def test_nobody_is_called(text):
    assert read_call(text, NOW) is None
