"""What a meeting decides is echoed, confirmed with one word, asked after, done by a plain word."""

from dataclasses import replace

import pytest

from bot.domain.people import Role
from tests.builders import CHEN, HE, LIU, SHU, SUN, WANG, directory, group, person, private

LI = person("li", "李电工", Role.DEPARTMENT, department="供电所")
DECIDED = "会议决定：供电所月底前换表箱，老李负责"
DAY = 24 * 3600


@pytest.fixture
def office(office):
    return replace(office, areas=directory(people=(WANG, CHEN, LI, LIU, HE, SUN, SHU)))


def told(rig, who):
    """What somebody was told alone."""
    return [one.text for one in rig.channel.sent if one.address == private(f"a-{who}")]


def heard(rig):
    """What was said in the leaders' group."""
    return [one.text for one in rig.channel.sent if one.address == group("lead1")]


async def ask(rig, text, who="he"):
    await rig.say(text, sender=f"a-{who}", address=private(f"a-{who}"))


async def write(rig, text, who="he"):
    await rig.say(text, sender=f"a-{who}", address=group("lead1"))


@pytest.fixture
async def decided(rig):
    await write(rig, DECIDED)
    await write(rig, "对")
    return rig


async def test_it_is_echoed_and_kept_when_confirmed(rig):
    await write(rig, DECIDED)
    assert heard(rig) == [
        "记成这样，对吗？供电所月底前换表箱（李电工，03-31前）；对就回“对”，不对回“不对”再说一遍。"
    ]
    await write(rig, "对")
    assert heard(rig)[-1] == (
        "定了：决定1：供电所月底前换表箱（李电工，03-31前）；到期我来问经手的人。"
    )
    assert await rig.cases() == []


async def test_it_is_not_kept_where_it_was_wrong(rig):
    await write(rig, DECIDED)
    await write(rig, "不对")
    assert heard(rig)[-1] == "好的，没记。"
    await ask(rig, "会议决定有哪些")
    assert told(rig, "he")[-1] == "会议决定都办完了。"


async def test_only_the_one_who_wrote_it_confirms_it(rig):
    await write(rig, DECIDED)
    await write(rig, "对", who="chen")
    assert len(heard(rig)) == 1


async def test_whoever_sees_to_it_is_told_and_asked_on_the_last_day(rig):
    await write(rig, "会议决定：周五前清完2栋楼道，陈楼长负责")
    await write(rig, "对")
    assert told(rig, "chen") == [
        "会议决定1：周五前清完2栋楼道，由您负责，03-06前。办好了回我“决定1办好了”。"
    ]
    await rig.wait(4 * DAY)
    assert told(rig, "chen")[-1] == (
        "决定1：周五前清完2栋楼道，03-06到期，办好了吗？回“办好了”，或说要到哪天。"
    )
    await ask(rig, "办好了", who="chen")
    assert told(rig, "chen")[-1] == "好的，决定1（周五前清完2栋楼道）记为办好了。"
    assert told(rig, "he")[-1] == "决定1：周五前清完2栋楼道，陈楼长这边办好了。"
    before = len(rig.channel.sent)
    await rig.wait(20 * DAY)
    assert len(rig.channel.sent) == before


@pytest.mark.parametrize("text", ["决定1办好了", "表箱换好了", "供电所那边表箱都换完啦"])
async def test_it_is_done_by_a_plain_word(decided, text):
    await ask(decided, text, who="li")
    assert told(decided, "li")[-1] == "好的，决定1（供电所月底前换表箱）记为办好了。"
    assert told(decided, "he")[-1] == "决定1：供电所月底前换表箱，李电工这边办好了。"
    assert await decided.cases() == []


async def test_another_day_is_told_to_the_one_who_wrote_it_down(rig):
    await write(rig, "会议决定：周五前清完2栋楼道，陈楼长负责")
    await write(rig, "对")
    await rig.wait(4 * DAY)
    await ask(rig, "还没，要到下周三", who="chen")
    assert told(rig, "chen")[-1] == "好的，决定1（周五前清完2栋楼道）改到03-11前。"
    assert told(rig, "he")[-1] == "决定1：周五前清完2栋楼道，陈楼长这边要到03-11。"


async def test_silence_is_asked_again_and_not_for_ever(rig):
    await write(rig, "会议决定：周五前清完2栋楼道，陈楼长负责")
    await write(rig, "对")
    for _ in range(20):
        await rig.wait(DAY)
    assert len([text for text in told(rig, "chen") if "办好了吗" in text]) == 3
    late = [text for text in told(rig, "he") if "还没回话" in text]
    assert len(late) == 2
    await ask(rig, "会议决定有哪些")
    assert told(rig, "he")[-1] == (
        "会议决定1件没办完：决定1：周五前清完2栋楼道（陈楼长，03-06前，过期）；"
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [("会议决定：月底前把充电桩的位置划出来", "谁负责"), ("会议决定：老李负责换表箱", "哪天前")],
)
async def test_what_is_lacking_is_asked_for(rig, text, why):
    await ask(rig, text)
    assert told(rig, "he") == [
        f"还差{why}，请写全，如“会议决定：月底前换表箱，老李负责”；几件用分号隔开。"
    ]


@pytest.mark.parametrize("who", ["wang", "chen", "liu", "li"])
async def test_nobody_else_says_what_was_decided(rig, who):
    await write(rig, DECIDED, who=who)
    assert heard(rig) == []


async def test_an_owners_group_is_not_listened_to(rig):
    await rig.say(DECIDED, sender="a-he")
    assert rig.channel.sent == []


async def test_several_at_once(rig):
    await write(rig, "联席会议定：1.月底前换表箱，老李负责；2.周五前清完楼道，陈楼长负责")
    await write(rig, "好的")
    assert heard(rig)[-1] == (
        "定了：决定1：月底前换表箱（李电工，03-31前）；决定2：周五前清完楼道（陈楼长，03-06前）；"
        "到期我来问经手的人。"
    )


async def test_somebody_else_may_not_call_it_done(decided):
    before = len(decided.channel.sent)
    await ask(decided, "决定1办好了", who="liu")
    assert len(decided.channel.sent) == before


async def test_a_yes_that_comes_late_confirms_nothing(rig):
    await write(rig, DECIDED)
    await rig.wait(31 * 60)
    await write(rig, "对")
    assert len(heard(rig)) == 1
    assert await rig.store.look(lambda unit: unit.resolutions.open_of(["li"])) == []


async def test_another_thing_that_is_done_is_another_thing(decided):
    """That something is mended is no name for what was decided."""
    await ask(decided, "电梯换好了", who="li")
    open_ = await decided.store.look(lambda unit: unit.resolutions.open_of(["li"]))
    assert [one.number for one in open_] == [1]
