"""A leader calls for volunteers, neighbours sign up as they talk; nobody too many, nobody named."""

from dataclasses import replace

import pytest

from bot.domain.people import Role
from bot.domain.points import Activity, PointRules
from tests.builders import CHEN, HE, LIU, SUN, WANG, ZHAO, directory, group, person, private

LI = person("li", "李建国", Role.VOLUNTEER)
CALL = "周六早上8点到11点要3个人巡堤，南门集合，自带雨衣"
LINE = "志愿召集：巡堤，03-07 08:00，要3人，南门集合，请带雨衣。来的回“算我一个”。"
DAY = 24 * 3600


@pytest.fixture
def office(office):
    people = (WANG, ZHAO, CHEN, LIU, HE, SUN, LI)
    rules = PointRules(activities=(Activity(names=("巡堤",), an_hour=10),))
    return replace(office, areas=directory(people=people), points=rules)


def told(rig, who):
    """What somebody was told alone."""
    return [one.text for one in rig.channel.sent if one.address == private(f"a-{who}")]


def heard_in(rig, room="own1"):
    return [one.text for one in rig.channel.sent if one.address == group(room)]


async def say(rig, who, text, **fields):
    await rig.say(text, sender=f"a-{who}", address=group("own1"), **fields)


async def alone(rig, who, text):
    await rig.say(text, sender=f"a-{who}", address=private(f"a-{who}"))


async def musters(rig):
    return await rig.store.look(lambda unit: unit.musters.open())


@pytest.fixture
async def called(rig):
    await alone(rig, "he", CALL)
    return rig


async def test_a_call_said_to_the_bot_is_told_in_the_groups(called):
    assert heard_in(called) == [LINE]
    assert heard_in(called, "lead1") == [LINE]
    assert told(called, "he")[0].endswith("人够了、改时间、取消都直接跟我说。")
    assert called.witness.acts == [(CALL, "volunteer")]


async def test_a_call_said_in_a_group_is_heard_there(rig):
    await say(rig, "he", CALL)
    assert heard_in(rig) == [LINE]
    assert told(rig, "he") == []


async def test_sign_ups_are_counted_and_told_alone(called):
    await say(called, "wang", "算我一个")
    assert told(called, "wang") == [
        "给您报上了：巡堤，03-07 08:00，南门集合，请带雨衣。来不了回“来不了了”。"
    ]
    await say(called, "zhao", "我和老公两个")
    assert told(called, "zhao")[0].startswith("给您报上了：巡堤，03-07 08:00，2人")
    assert [one.taken for one in await musters(called)] == [3]
    assert heard_in(called) == [LINE, "巡堤够3人了，谢谢大家。再报的排候补。"]
    assert await called.cases() == []


async def test_who_is_too_many_waits_and_moves_up(called):
    await say(called, "wang", "我和老公两个")
    await say(called, "zhao", "我报名")
    await say(called, "li", "算我一个")
    assert told(called, "li") == ["巡堤人满了，您在候补第1位，有空位马上告诉您。"]
    await say(called, "zhao", "明天加班，来不了了")
    assert told(called, "zhao")[-1] == "知道了，巡堤给您取消了。"
    assert told(called, "li")[-1].startswith("有空位了，给您报上了：巡堤")
    assert [one.taken for one in await musters(called)] == [3]


async def test_words_twice_count_once_and_another_number_counts_anew(called):
    await say(called, "wang", "算我一个")
    await say(called, "wang", "算我一个")
    assert len(told(called, "wang")) == 1
    await say(called, "wang", "我和老公两个")
    assert [one.taken for one in await musters(called)] == [2]


async def test_people_are_reminded_the_evening_before_and_the_leader_learns_what_lacks(called):
    await say(called, "wang", "算我一个")
    await called.wait(4 * DAY + 10 * 3600)
    assert told(called, "wang")[-1] == (
        "提醒您：巡堤，03-07 08:00，南门集合，请带雨衣。来不了回“来不了了”。"
    )
    assert told(called, "he")[-1] == "巡堤，03-07 08:00，已报1人，还缺2人。"


async def test_who_came_is_the_leaders_word_and_makes_points(called):
    await say(called, "wang", "算我一个")
    await say(called, "li", "我报名")
    await called.wait(4 * DAY + 10 * 3600)
    await called.wait(DAY)
    assert told(called, "he")[-1].startswith("巡堤来齐了吗？")
    await alone(called, "he", "老李没来")
    assert told(called, "he")[-1] == "已给1人记巡堤的积分。"
    assert told(called, "wang")[-1] == "您巡堤3小时，记了30分，现有30分。谢谢您。"
    assert heard_in(called)[-1] == "巡堤来了1人，谢谢大家。"
    assert await musters(called) == []
    balances = await called.store.look(lambda unit: unit.points.balances())
    assert balances == {"person:wang": 30, "issued": -30}


async def test_of_a_number_the_leader_is_asked_who_did_not_come(called):
    await say(called, "wang", "算我一个")
    await say(called, "li", "我报名")
    await called.wait(5 * DAY)
    await alone(called, "he", "来了1个")
    assert told(called, "he")[-1].startswith("报名的是：")
    await alone(called, "he", "都到了")
    assert told(called, "he")[-1] == "已给2人记巡堤的积分。"


async def test_enough_moved_cancelled(called):
    await say(called, "wang", "算我一个")
    await alone(called, "he", "巡堤改到周日早上9点")
    assert heard_in(called)[-1] == "巡堤改到03-08 09:00，南门集合，来不了的说一声。"
    assert told(called, "wang")[-1] == heard_in(called)[-1]
    await alone(called, "he", "人够了")
    assert heard_in(called)[-1] == "巡堤不再报名了，谢谢大家。"
    await say(called, "zhao", "算我一个")
    assert told(called, "zhao") == []
    await alone(called, "he", "下雨，巡堤取消")
    assert told(called, "wang")[-1] == "巡堤取消了，不用来了。"
    assert await musters(called) == []


async def test_an_incomplete_call_to_the_bot_is_asked_after(rig):
    await alone(rig, "he", "要10个人巡堤")
    assert told(rig, "he")[0].startswith("要几个人、几点、做什么？")
    await say(rig, "he", "要10个人巡堤")
    assert heard_in(rig) == []


@pytest.mark.parametrize("who", ["wang", "liu", "chen", "li"])
async def test_only_leaders_call(rig, who):
    await say(rig, who, CALL)
    assert await musters(rig) == []
    assert heard_in(rig) == []


@pytest.mark.parametrize(
    "text",
    [
        "周六早上8点要30个人去售楼部拉横幅维权",
        "周日上午要20个人参加业主大会投票",
        "明天早上9点要50个人去区政府请愿",
        "今晚8点要10个人上门征集罢免业委会的签名",
    ],
)
async def test_it_is_deaf_to_organising_whoever_calls(rig, text):
    await say(rig, "he", text)
    await alone(rig, "he", text)
    assert await musters(rig) == []
    assert not [one for one in rig.channel.sent if "志愿召集" in one.text]


@pytest.mark.parametrize("text", ["算我一个", "+1", "我报名", "我去", "来不了了", "都到了"])
async def test_without_a_call_they_are_talk(rig, text):
    await say(rig, "wang", text)
    await say(rig, "he", text)
    assert await musters(rig) == []
    assert rig.channel.sent == []


@pytest.mark.parametrize("text", ["1", "2", "好的", "我家也漏水，算我一个"])
async def test_what_answers_other_things_is_no_sign_up(called, text):
    await say(called, "wang", text)
    assert [one.taken for one in await musters(called)] == [0]


async def test_me_too_after_a_case_is_no_sign_up(called):
    await say(called, "wang", "3栋门口的路灯坏了")
    await say(called, "zhao", "+1")
    assert [one.taken for one in await musters(called)] == [0]


async def test_staff_who_go_to_a_case_do_not_sign_up(called):
    await say(called, "wang", "3栋门口的路灯坏了")
    await say(called, "liu", "我去")
    assert [one.taken for one in await musters(called)] == [0]


async def test_at_once_waits_for_the_morning_unless_there_is_an_emergency(rig):
    """At night a call for hands is heard by everybody only where people are in danger."""
    await rig.wait(13 * 3600)
    await alone(rig, "he", "马上要20个人巡堤，带手电")
    assert heard_in(rig) == []
    [one] = await musters(rig)
    assert not one.is_urgent


async def test_in_an_emergency_it_is_heard_by_night(rig):
    await rig.wait(13 * 3600)
    await say(rig, "wang", "3栋着火了，快来人")
    before = len(heard_in(rig))
    await say(rig, "he", "马上要20个人到3栋帮忙疏散老人")
    [one] = await musters(rig)
    assert one.is_urgent
    assert heard_in(rig)[before:][-1].startswith("志愿召集：")
