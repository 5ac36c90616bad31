"""A building passes on: the next one and the grid leader agree, and what is open moves with it."""

from dataclasses import replace

import pytest

from bot.domain.care import CareKind, Family
from bot.domain.case import CaseStatus
from bot.domain.people import Role
from bot.domain.register import register
from tests.builders import CHEN, HE, LIU, SUN, T0, WANG, ZHAO, case, directory, person, private

MEI = person("mei", "梅楼长", Role.BUILDING_LEADER, grids=("g1",), buildings=("1栋",))
QUIT = "年纪大了，我不做楼长了，交给王姐"
LI = Family(
    id="family-1",
    grid="g1",
    building="3栋",
    called="李奶奶",
    kind=CareKind.ALONE,
    carer="chen",
    days=7,
    next_at=T0.replace(day=20),
)


@pytest.fixture
def office(office):
    return replace(office, areas=directory(people=(WANG, ZHAO, CHEN, MEI, LIU, HE, SUN)))


def told(rig, who):
    """What somebody was told alone."""
    return [one.text for one in rig.channel.sent if one.address == private(f"a-{who}")]


async def ask(rig, text, who):
    await rig.say(text, sender=f"a-{who}", address=private(f"a-{who}"))


def led(rig):
    """Who leads each building today."""
    return {post.building: post.leaders for post in register(rig.office.directory)}


async def test_both_agree_and_it_is_hers(rig):
    taken = case(status=CaseStatus.ACCEPTED, owner="chen", accepted_at=T0)

    async def keep(unit):
        await unit.cases.add(taken)
        await unit.care.save(LI)

    await rig.store.work(keep)
    await ask(rig, QUIT, "chen")
    assert told(rig, "wang") == ["陈楼长想把3栋楼长交给您，您愿意吗？回“愿意”或“接不了”。"]
    assert told(rig, "chen") == ["已问王秀兰。王秀兰愿意、网格长同意就交接，之前还请您照应。"]
    await ask(rig, "愿意", "wang")
    assert told(rig, "he") == [
        "王秀兰愿意接陈楼长的3栋楼长，您同意吗？回“同意交接”或“不同意交接”。"
    ]
    assert led(rig)["3栋"] == ("chen",)
    await ask(rig, "同意交接", "he")
    for who in ("wang", "chen", "he"):
        assert told(rig, who)[-1] == ("3栋楼长从今天起是王秀兰，在办的1件一并转过去。谢谢陈楼长！")
    assert led(rig) == {"1栋": ("mei",), "2栋": (), "3栋": ("wang",)}
    assert [one.owner for one in await rig.cases()] == ["wang"]
    family = await rig.store.look(lambda unit: unit.care.get("family-1"))
    assert family.carer == "wang"


async def test_what_she_was_asked_is_for_the_next_one(rig):
    await ask(rig, "排查高空悬挂物，3天内，每栋报一次", "he")
    await ask(rig, QUIT, "chen")
    await ask(rig, "愿意", "wang")
    await ask(rig, "同意交接", "he")
    await ask(rig, "查完了，没有", "wang")
    assert told(rig, "wang")[-1] == "收到：3栋。谢谢您。"


@pytest.mark.parametrize(("first", "second"), [("接不了", None), ("我接", "不同意交接")])
async def test_without_both_it_stays(rig, first, second):
    await ask(rig, QUIT, "chen")
    await ask(rig, first, "wang")
    if second:
        await ask(rig, second, "he")
    assert led(rig)["3栋"] == ("chen",)
    no = "何网格长" if second else "王秀兰"
    assert told(rig, "chen")[-1] == f"3栋楼长没有交接：{no}没有答应，还是陈楼长照应。"
    before = len(rig.channel.sent)
    await ask(rig, "同意交接", "he")
    assert led(rig)["3栋"] == ("chen",)
    assert len(rig.channel.sent) <= before + 1


async def test_where_nobody_is_named_the_grid_leader_looks(rig):
    await ask(rig, "我不想再当楼长了", "chen")
    assert told(rig, "he") == [
        "陈楼长想不再做3栋楼长，还没说交给谁，请您物色；定了在“楼长”页上改。"
    ]
    assert led(rig)["3栋"] == ("chen",)


@pytest.mark.parametrize("name", ["周姨", "陈楼长"])
async def test_the_next_one_must_be_known(rig, name):
    await ask(rig, f"我不做楼长了，交给{name}", "chen")
    assert "对不上人" in told(rig, "chen")[-1]
    assert await rig.store.look(lambda unit: unit.handovers.open()) == []


@pytest.mark.parametrize("who", ["wang", "liu"])
async def test_only_leaders_hand_over(rig, who):
    await ask(rig, QUIT, who)
    assert await rig.store.look(lambda unit: unit.handovers.open()) == []


@pytest.mark.parametrize("text", ["愿意", "同意交接"])
async def test_nobody_agrees_to_nothing(rig, text):
    await ask(rig, text, "wang")
    await ask(rig, text, "he")
    assert led(rig)["3栋"] == ("chen",)
