"""A leader has something looked for; building leaders answer as they talk; only he sees how far."""

from dataclasses import replace

import pytest

from bot.domain.people import Role
from tests.builders import CHEN, HE, LIU, SHU, SUN, WANG, directory, group, person, private
from tests.fakes.classifier import FakeClassifier
from tests.unit.journey.conftest import make_rig

MEI = person("mei", "梅楼长", Role.BUILDING_LEADER, grids=("g1",), buildings=("1栋",))
ORDER = "排查直排式热水器，3天内，每栋报一次"


@pytest.fixture
def office(office):
    return replace(office, areas=directory(people=(WANG, CHEN, MEI, LIU, HE, SUN, SHU)))


@pytest.fixture
def classifier():
    return FakeClassifier({"热水器": "AQ-05"})


def told(rig, who):
    """What somebody was told alone."""
    return [one.text for one in rig.channel.sent if one.address == private(f"a-{who}")]


async def ask(rig, text, who="he"):
    await rig.say(text, sender=f"a-{who}", address=private(f"a-{who}"))


@pytest.fixture
async def asked(rig):
    await ask(rig, ORDER)
    return rig


async def test_each_building_leader_is_asked_alone(asked):
    assert told(asked, "chen") == [
        "何网格长请您排查：直排式热水器，03-05 18:00前报，您负责3栋。查完回我一句，"
        "如“3栋查完，没有”或“3栋查完，2户，502和601”。"
    ]
    assert "您负责1栋" in told(asked, "mei")[0]
    assert told(asked, "he") == [
        "已问2位楼长：直排式热水器，03-05 18:00前报齐了告诉您；"
        "没有楼长或联系不上的楼栋：2栋。随时可问“排查进度”。"
    ]
    assert [one for one in asked.channel.sent if one.address == group("lead1")] == []


async def test_what_is_found_becomes_a_case(asked):
    await ask(asked, "查完了，2户不合格，502和601", "chen")
    [case] = await asked.cases()
    assert (case.item, case.place.building, case.reporter) == ("AQ-05", "3栋", "chen")
    assert told(asked, "chen")[-1] == "收到：3栋，2户，已立案#1。谢谢您。"
    await ask(asked, "排查进度")
    assert told(asked, "he")[-1] == (
        "排查直排式热水器：1栋已报，有的：3栋2户；没报：1栋；没人可问：2栋。03-05 18:00截止。"
    )


async def test_when_all_have_answered_the_one_who_asked_is_told(asked):
    await ask(asked, "3栋查完，没有", "chen")
    await ask(asked, "查过了 冇", "mei")
    assert told(asked, "he")[-1] == "排查直排式热水器报齐了：2栋；没人可问：2栋。"
    assert await asked.cases() == []
    before = len(asked.channel.sent)
    await asked.wait(4 * 24 * 3600)
    assert len(asked.channel.sent) == before


async def test_the_silent_are_asked_once_and_the_end_is_told(asked):
    await ask(asked, "3栋查完，没有", "chen")
    said = len(told(asked, "chen"))
    await asked.wait(2.2 * 24 * 3600)
    await asked.wait(3600)
    await asked.wait(3600)
    assert [text for text in told(asked, "mei") if "还没报" in text] == [
        "排查直排式热水器，03-05 18:00前报，1栋还没报，查完回我一句就行。"
    ]
    assert len(told(asked, "chen")) == said
    await asked.wait(24 * 3600)
    await asked.wait(24 * 3600)
    assert told(asked, "he")[-1] == (
        "排查直排式热水器到时间了：1栋已报；没报：1栋；没人可问：2栋。"
    )


@pytest.mark.parametrize("who", ["shu", "wang", "liu", "chen"])
async def test_only_leaders_have_surveys_made(rig, who):
    """A department's task goes through the admission gate, not through the bot."""
    await ask(rig, ORDER, who)
    assert len(rig.channel.sent) == 1
    assert told(rig, who)[0].startswith("这一步")


async def test_without_a_term_it_is_asked_for(rig):
    await ask(rig, "排查直排式热水器，每栋报一次")
    assert told(rig, "he")[0].startswith("几天内报？")


async def test_how_far_it_is_is_told_to_nobody_else(asked):
    await ask(asked, "排查进度", "sun")
    assert told(asked, "sun") == ["您还没有布置过排查。"]


async def test_who_was_not_asked_is_not_understood_so(rig):
    """Nobody asked her: her words are what they always were."""
    await ask(rig, "查完了，没有", "chen")
    assert told(rig, "chen") == []


async def test_among_leaders_nobody_has_to_call_the_bot(rig):
    await rig.say(ORDER, sender="a-he", address=group("lead1"))
    assert told(rig, "he")[0].startswith("已问2位楼长：直排式热水器")
    said = "3栋查了12户，2户没人，502一台直排的"
    await rig.say(said, sender="a-chen", address=group("lead1"))
    assert told(rig, "chen")[-1] == "收到：3栋，1户，已立案#1。谢谢您。"
    await rig.say("1栋电梯我看过了，没问题", sender="a-mei", address=group("lead1"))
    await rig.say("排查进度", sender="a-he", address=group("lead1"))
    assert "没报：1栋" in told(rig, "he")[-1]
    await rig.say("一栋全查完了 都没有", sender="a-mei", address=group("lead1"))
    assert told(rig, "he")[-1].startswith("排查直排式热水器报齐了：2栋，有的：3栋1户")
    among = [one.text for one in rig.channel.sent if one.address == group("lead1")]
    assert all("没报" not in text and "502" not in text for text in among)


async def test_a_leak_is_no_answer(asked):
    await asked.say("3栋查完了 502煤气味好大", sender="a-chen", address=group("lead1"))
    [case] = await asked.cases()
    assert case.emergency is not None


async def test_two_buildings_need_a_name(rig):
    both = replace(CHEN, buildings=("1栋", "3栋"))
    rig.office = replace(rig.office, areas=directory(people=(both, HE)))
    two = make_rig(rig.office, rig.channel, rig.classifier, rig.store, rig.executor)
    await ask(two, ORDER)
    await ask(two, "查完了，2户在用", "chen")
    assert told(two, "chen")[-1] == "说的是哪一栋？请写上楼栋：1栋 3栋。"
    await ask(two, "1栋查完，2户在用", "chen")
    await ask(two, "3栋查完 没有", "chen")
    assert told(two, "he")[-1].startswith("排查直排式热水器报齐了：2栋，有的：1栋2户")
