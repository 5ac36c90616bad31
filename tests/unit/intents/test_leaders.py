"""What building leaders say about leading, as people say it."""

import pytest

from intents.leaders import Quit, Visited, is_passed_on, read_quit, read_visit, says
from intents.text import normalise

FAMILIES = ("李奶奶", "何伯")


@pytest.mark.parametrize(
    ("text", "taker"),
    [
        ("我不做楼长了，交给王姐", "王姐"),
        ("年纪大了，不想再当楼长了", None),
        ("唔做楼长喇，交畀", None),
        ("3栋楼长我想交给赵强", "赵强"),
        ("下个月搬家，没法再当3栋楼长了，请陈师傅接手", "陈师傅"),
        ("我想把楼长让给老李", "老李"),
        ("想辞了楼长", None),
    ],
)
def test_somebody_stops(text, taker):
    assert read_quit(text) == Quit(taker=taker)


@pytest.mark.parametrize(
    "text",
    ["谁做楼长？", "楼长在吗", "她不做楼长了吧", "要是不当楼长了怎么办", "楼长把钥匙交给王姐了"],
)
def test_nobody_stops(text):
    assert read_quit(text) is None


@pytest.mark.parametrize(
    ("text", "called", "well"),
    [
        ("去看过李奶奶了，都好", "李奶奶", True),
        ("今早上门看了何伯，精神好得很", "何伯", True),
        ("李奶奶家走访了，一切正常", "李奶奶", True),
        ("去睇过，看了李奶奶，有点咳嗽", "李奶奶", False),
        ("何伯那边去了，敲门没人应", "何伯", False),
        ("去看了李奶奶，都好，就是厨房灯坏了", "李奶奶", False),
    ],
)
def test_a_visit(text, called, well):
    assert read_visit(text, FAMILIES) == Visited(called=called, well=well)


@pytest.mark.parametrize(
    "text",
    [
        "明天去看李奶奶",
        "李奶奶家灯坏了",
        "谁去看看李奶奶",
        "去看过王爷爷了，都好",
        "还没去看何伯",
        "李奶奶家灯坏了，麻烦看下",
    ],
)
def test_no_visit(text):
    assert read_visit(text, FAMILIES) is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("consent", "愿意"),
        ("consent", "我接"),
        ("decline", "接不了，家里走不开"),
        ("agree", "同意交接"),
        ("disagree", "不同意交接"),
        ("mine", "我这个月做了啥？"),
        ("mine", "上个月我做了什么"),
        ("quiet", "哪些楼没动静"),
        ("quiet", "最近".join(["哪几栋", "没动静？"])),
        ("families", "我联系的户"),
        ("families", "该去看谁"),
    ],
)
def test_short_words(name, text):
    assert says(name, normalise(text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("consent", "我愿意出50块"),
        ("agree", "同意"),
        ("mine", "物业这个月做了什么？"),
        ("quiet", "楼上没动静了"),
    ],
)
def test_other_words(name, text):
    assert not says(name, normalise(text))


@pytest.mark.parametrize(
    "text",
    ["停水通知已经转到1栋群了", "通知都贴在楼道口了", "都通知到了", "挨家讲过了，大家都知道了"],
)
def test_something_is_passed_on(text):
    assert is_passed_on(text)


@pytest.mark.parametrize(
    "text",
    ["通知转到群里了吗", "通知还没发", "明天通知大家", "谁都通知到了？", "停水通知：明天停水"],
)
def test_nothing_is_passed_on(text):
    assert not is_passed_on(text)
