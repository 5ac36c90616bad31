"""What a building leader does comes out of her talk; she may ask, and nobody is ranked."""

from dataclasses import replace

import pytest

from bot.domain.people import Role
from tests.builders import CHEN, HE, LIU, SUN, WANG, directory, group, person, private

MEI = person("mei", "梅楼长", Role.BUILDING_LEADER, grids=("g1",), buildings=("1栋",))
DAY = 24 * 3600


@pytest.fixture
def office(office):
    return replace(office, areas=directory(people=(WANG, CHEN, MEI, LIU, HE, SUN)))


def told(rig, who):
    """What somebody was told alone."""
    return [one.text for one in rig.channel.sent if one.address == private(f"a-{who}")]


async def ask(rig, text, who="chen"):
    await rig.say(text, sender=f"a-{who}", address=private(f"a-{who}"))


async def test_it_comes_out_of_her_talk(rig):
    await rig.say("通知：明天上午停水检修，大家提前储水", sender="a-chen")
    await rig.say("3栋门口的路灯坏了", sender="a-chen", address=group("lead1"))
    await ask(rig, "排查高空悬挂物，3天内，每栋报一次", "he")
    await ask(rig, "查完了，没有")
    await ask(rig, "我这个月做了啥？")
    assert told(rig, "chen")[-1] == ("您3月：讲一讲1次、查一查1次、报一报1次。辛苦了，谢谢您。")


async def test_where_nothing_was_heard_nobody_is_blamed(rig):
    await ask(rig, "我这个月做了什么")
    assert told(rig, "chen") == [
        "您3月群理还没记到什么；平时转通知、报事、排查、走访都会自己记上，不用填表。"
    ]


async def test_the_month_before_is_by_itself(rig):
    await rig.say("通知：明天上午停水检修，大家提前储水", sender="a-chen")
    await rig.wait(31 * DAY)
    await ask(rig, "我这个月做了啥")
    await ask(rig, "上个月我做了啥")
    assert told(rig, "chen")[-2].startswith("您4月群理还没记到什么")
    assert told(rig, "chen")[-1] == "您3月：讲一讲1次。辛苦了，谢谢您。"


async def test_talk_and_other_people_count_for_nothing(rig):
    await rig.say("大家早上好", sender="a-chen")
    await rig.say("通知：明天上午停水检修，大家提前储水", sender="a-liu")
    heard = await rig.store.look(lambda unit: unit.deeds.heard(rig.clock.now().replace(year=2020)))
    assert heard == []


async def test_the_grid_leader_sees_which_buildings_are_silent(rig):
    await rig.say("通知：明天上午停水检修，大家提前储水", sender="a-chen")
    await ask(rig, "哪些楼没动静", "he")
    assert told(rig, "he") == [
        "近30天没动静的楼：1栋。还没有楼长的楼：2栋。只告诉您，方便时问候一声。"
    ]


@pytest.mark.parametrize("who", ["wang", "chen"])
async def test_nobody_else_does(rig, who):
    await ask(rig, "哪些楼没动静", who)
    assert not any("没动静" in text for text in told(rig, who))


async def test_what_she_passed_on_and_put_right_counts(rig):
    await rig.say("停水通知已经转到3栋群了", sender="a-chen", address=group("lead1"))
    await ask(rig, "挨家讲过了")
    assert told(rig, "chen") == ["好的，记下了，谢谢您。"]
    await rig.say("3栋门口的路灯坏了", address=group("own1"))
    await rig.say("1修好了，换了个灯泡", sender="a-chen", address=group("lead1"))
    await ask(rig, "我这个月做了啥")
    assert told(rig, "chen")[-1] == "您3月：讲一讲2次、做一做1次。辛苦了，谢谢您。"
