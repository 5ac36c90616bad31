"""Words by which a department outside the group has been told."""

import pytest

from intents.handover import told_whom


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("312已电话供电所", "供电所"),
        ("312已转供电企业", "供电企业"),
        ("已经打电话通知交警了", "交警"),
        ("刚联系了自来水公司，说下午来", "自来水公司"),
        ("312跟燃气公司打过电话了", "燃气公司"),
        ("312给燃气公司打了电话", "燃气公司"),
        ("转给市场监管了", "市场监管"),
        ("供电所那边已经受理了", "供电所"),
        ("交警说马上到", "交警"),
        ("312打不通供电所", None),
        ("供电所电话没人接", None),
        ("已经转供电所了吗", None),
        ("等下我打电话给供电所", None),
        ("请帮忙转供电所", None),
        ("312我去看", None),
        ("修好了，换了灯泡", None),
        ("往上报", None),
        ("", None),
    ],
)
def test_told(text, whom):
    assert told_whom(text) == whom
