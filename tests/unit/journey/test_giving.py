"""What is held out or looked for is listed once its speaker says so, and told a leader alone."""

from dataclasses import replace

import pytest

from bot.areas.volunteers import givings_of
from bot.domain.people import Role
from tests.builders import CHEN, HE, LIU, SHU, SUN, WANG, directory, group, person, private
from tests.unit.domain.test_service import config

LI = person("li", "李院长", Role.DEPARTMENT, department="医院")
CLINIC = "我们医院周六可以来义诊两小时"
CHAIR = "谁家有轮椅借我妈用一周"
DAY = 24 * 3600


@pytest.fixture
def office(office):
    return replace(office, areas=directory(people=(WANG, CHEN, LI, LIU, HE, SUN, SHU)))


def told(rig, who):
    """What somebody was told alone."""
    return [one.text for one in rig.channel.sent if one.address == private(f"a-{who}")]


def in_groups(rig):
    """What any group heard."""
    known = (group("lead1"), group("own1"))
    return [one.text for one in rig.channel.sent if one.address in known]


async def ask(rig, text, who="he"):
    await rig.say(text, sender=f"a-{who}", address=private(f"a-{who}"))


async def write(rig, text, who, room="lead1"):
    await rig.say(text, sender=f"a-{who}", address=group(room))


@pytest.fixture
async def offered(rig):
    await write(rig, CLINIC, "li")
    return rig


async def test_its_speaker_is_asked_alone_and_it_is_listed_on_one_word(offered):
    assert told(offered, "li") == [
        "您说的记到资源清单，到03-07，对吗？看诊，两小时：我们医院周六可以来义诊两小时。"
        "回“对”就记；不用记不必回。"
    ]
    await ask(offered, "对", "li")
    assert told(offered, "li")[-1].startswith("记到资源清单了，到03-07。")
    await ask(offered, "资源清单")
    assert told(offered, "he")[-1] == (
        "资源清单1条：看诊，两小时：我们医院周六可以来义诊两小时（李院长，到03-07）；"
    )
    assert in_groups(offered) == []
    assert await offered.cases() == []


async def test_nothing_is_listed_that_was_not_confirmed(offered):
    await ask(offered, "资源清单")
    assert told(offered, "he")[-1] == "资源清单现在是空的。"
    await offered.wait(31 * 60)
    before = told(offered, "li")
    await ask(offered, "对", "li")
    assert told(offered, "li") == before


async def test_how_long_a_word_is_waited_for_is_the_offices(rig):
    assert givings_of(config()) == rig.office.givings
    rules = givings_of(config(givings={"confirm_minutes": 60, "stands_days": 7}))
    rig.office = replace(rig.office, givings=rules)
    rig.with_settings()
    await write(rig, "我单位能出电工三名", "li")
    assert "到03-09" in told(rig, "li")[-1]
    await rig.wait(31 * 60)
    await ask(rig, "对", "li")
    assert told(rig, "li")[-1].startswith("记到资源清单了，到03-09。")


async def test_no_is_no(offered):
    await ask(offered, "不用记", "li")
    assert told(offered, "li")[-1] == "好的，没记。"
    await ask(offered, "资源清单")
    assert told(offered, "he")[-1] == "资源清单现在是空的。"


async def test_the_same_is_asked_about_once(offered):
    await write(offered, CLINIC, "li")
    await ask(offered, "对", "li")
    await write(offered, CLINIC, "li")
    assert len([text for text in told(offered, "li") if "对吗" in text]) == 1


async def test_it_is_over_after_its_day(offered):
    await ask(offered, "对", "li")
    await offered.wait(6 * DAY)
    await ask(offered, "资源清单")
    assert told(offered, "he")[-1] == "资源清单现在是空的。"


async def test_it_is_withdrawn_in_plain_words(offered):
    await ask(offered, "对", "li")
    await write(offered, "义诊取消", "li")
    assert told(offered, "li")[-1] == "好的，看诊从资源清单里去掉了。"
    await ask(offered, "资源清单")
    assert told(offered, "he")[-1] == "资源清单现在是空的。"


async def test_somebody_elses_word_withdraws_nothing(offered):
    await ask(offered, "对", "li")
    await write(offered, "义诊取消", "chen")
    await ask(offered, "资源清单")
    assert told(offered, "he")[-1].startswith("资源清单1条")


async def test_a_neighbours_need_is_listed_and_told_nobody_else(rig):
    await write(rig, CHAIR, "wang", "own1")
    asked = [text for text in told(rig, "wang") if "需求清单" in text]
    assert len(asked) == 1
    await ask(rig, "对", "wang")
    await ask(rig, "需求清单", "wang")
    assert not any("需求清单1条" in text for text in told(rig, "wang"))
    await ask(rig, "需求清单")
    assert "需求清单1条：助行和护理器具" in told(rig, "he")[-1]
    assert not any("清单" in text for text in in_groups(rig))


async def test_a_sale_is_not_asked_about(rig):
    await write(rig, "出一辆二手轮椅300", "wang", "own1")
    assert told(rig, "wang") == []
