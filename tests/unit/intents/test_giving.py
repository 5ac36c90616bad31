"""What is held out and looked for in plain talk, and what sounds like it and is not."""

from datetime import date

import pytest

from intents.giving import gives_away, holds_out, is_list_wanted, looks_for, read_ended, read_given
from intents.terms import Term

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("text", "kind", "amount"),
    [
        ("我们医院周六可以来义诊两小时", "clinic", "两小时"),
        ("我单位能出电工三名", "repair", "三名"),
        ("我们公司愿意捐50箱矿泉水", "goods", "50箱"),
        ("我家有梯子可以借", "tool", ""),
        ("本所可以免费给老人做法律咨询", "law", ""),
        ("我们单位有会议室可以借给大家用", "room", ""),
        ("我有空可以辅导孩子功课", "teach", ""),
        ("阿拉店里愿意给老人免费理发", "hair", ""),
    ],
)
def test_what_is_held_out(text, kind, amount):
    said = read_given(text, MONDAY)
    assert said is not None
    assert (said.offered, said.kind, said.amount) == (True, kind, amount)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("谁家有轮椅借我妈用一周", "aid"),
        ("谁能帮我搬个冰箱上六楼", "carry"),
        ("有没有人周五能陪我奶奶去医院，照看一下", "care"),
        ("边个屋企有梯子借下", "tool"),
        ("哪位方便接送一下孩子", "ride"),
        ("想找个人辅导孩子功课", "teach"),
    ],
)
def test_what_is_looked_for(text, kind):
    said = read_given(text, MONDAY)
    assert said is not None
    assert (said.offered, said.kind) == (False, kind)


@pytest.mark.parametrize(
    "text",
    [
        "出一辆二手轮椅300",
        "我家轮椅九成新，转让，200元带走",
        "谁的梯子忘在楼道了",
        "轮椅丢了，谁捡到了",
        "谢谢帮我搬东西的小伙子，我们全家能记一辈子",
        "我能说什么，电梯坏三天了，抬老人下楼吧",
        "我可以作证他家装修半夜电钻响",
        "隔壁小区有人免费理发",
        "我们能出三名律师去维权",
        "我们上门修水管收费合理，加微信",
        "谁家占了会议室的车位，物业管不管",
        "谁能来修灯啊坏了三天",
        "理发多少钱",
        "我们可以来吗，义诊？",
        "今天天气不错",
    ],
)
def test_what_is_neither(text):
    assert read_given(text, MONDAY) is None


def test_when_and_where():
    said = read_given("我周日可以在小广场帮大家修自行车", MONDAY)
    assert said is not None
    assert (said.term, said.place) == (Term(day=date(2026, 3, 8)), "小广场")
    lent = read_given("谁家有轮椅借我妈用两个月", MONDAY)
    assert lent is not None
    assert lent.term == Term(days=60)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("轮椅找到了", "aid"),
        ("义诊取消", "clinic"),
        ("轮椅借到了吗", None),
        ("停车的事解决了", None),
        ("取消", None),
    ],
)
def test_what_is_over(text, kind):
    assert read_ended(text) == kind


@pytest.mark.parametrize(
    ("words", "which"), [("资源清单", "resources"), ("看下需求清单", "needs"), ("清单", None)]
)
def test_which_list_is_wanted(words, which):
    assert is_list_wanted(words) == which


@pytest.mark.parametrize(
    "text",
    [
        "俺家闲一副双拐，谁用得上说一声，用完还我就中",
        "我有一辆七座车，高考那两天可以送三个孩子去考场，油钱不要",
        "阿拉单位食堂每日多两锅饭，可以给独居老人送",
        "我屋企有张护理床，嫲嫲走咗唔使用啦，边个要就嚟拎",
        "孩子大了，婴儿车婴儿床都在，谁家要直接抱走",
        "理发我在行，走不动的老人我上门剪，不要钱",
        "我们支部十个党员周六能来清楼道",
        "我可以陪王阿姨去医院",
        "我们物业公司可以免费出三个木工",
    ],
)
def test_a_plain_offer_is_one_whatever_it_names(text):
    assert holds_out(text)
    assert not looks_for(text)


@pytest.mark.parametrize(
    "text",
    [
        "谁家有轮椅借我妈用一周，摔了腿",
        "我想找个人帮忙把旧冰箱抬下楼，五楼没电梯",
        "我腿脚不好，谁下楼买菜能帮我捎两斤米",
        "谁会写毛笔字，帮老人写副挽联",
    ],
)
def test_a_hand_that_is_asked_for_is_a_need(text):
    assert looks_for(text)
    assert not holds_out(text)


@pytest.mark.parametrize(
    "text",
    [
        "我明天想去做体检，有一起的吗",
        "我们小区能不能有个活动室啊",
        "俺可以把孩子作业发你",
        "专业上门修家电，随叫随到，电话加我",
        "招两名电工，月薪六千，包吃住",
        "我妈从来不肯搬，老房子也住惯了",
        "要是有人给老人理发就好了，光说不练",
        "谁家有电钻 借用十分钟",
        "喂同志，我一个老头子搬不动那个旧柜子，你们派个人来搬",
    ],
)
def test_what_only_sounds_like_it_is_neither(text):
    assert not holds_out(text)
    assert not looks_for(text)


def test_somebody_who_needs_it_no_longer_says_so_with_the_thing():
    assert read_ended("我不用轮椅了") == "aid"


def test_what_has_no_name_here_may_be_there_for_the_taking():
    assert gives_away("多了两盆绿萝，谁要来我家拿")
    assert gives_away("我会开锁，邻居随时喊我，分文不取")
    assert not gives_away("物业说免费修，我家到现在还没人管")
    assert not gives_away("专业开锁，我随叫随到，谁要加微信")
