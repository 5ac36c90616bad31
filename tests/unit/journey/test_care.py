"""Families that somebody looks after: reminded alone, a visit in a line, nothing in a group."""

from datetime import timedelta

import pytest

from bot.domain.care import CareKind, Family
from bot.domain.records import of_care
from tests.builders import T0, group, private

DAY = 24 * 3600
LI = Family(
    id="family-1",
    grid="g1",
    building="3栋",
    called="李奶奶",
    kind=CareKind.ALONE,
    carer="chen",
    days=7,
    next_at=T0 + timedelta(days=1),
)


@pytest.fixture
async def cared(rig):
    await rig.store.work(lambda unit: unit.care.save(LI))
    return rig


def told(rig, who):
    """What somebody was told alone."""
    return [one.text for one in rig.channel.sent if one.address == private(f"a-{who}")]


async def ask(rig, text, who="chen"):
    await rig.say(text, sender=f"a-{who}", address=private(f"a-{who}"))


async def family(rig):
    return await rig.store.look(lambda unit: unit.care.get("family-1"))


async def test_the_one_in_charge_is_reminded_alone_and_twice_at_most(cared):
    for _ in range(6):
        await cared.wait(DAY)
    assert (
        told(cared, "chen")
        == ["该去看看3栋李奶奶了（独居老人）。看过回我一句，如“去看过李奶奶了，都好”。"] * 2
    )
    assert len(cared.channel.sent) == 2


@pytest.mark.parametrize("room", ["private", "leaders"])
async def test_a_visit_is_told_in_a_line(cared, room):
    address = private("a-chen") if room == "private" else group("lead1")
    await cared.say("去看过李奶奶了，都好", sender="a-chen", address=address)
    assert [(one.address, one.text) for one in cared.channel.sent] == [
        (private("a-chen"), "记下了：3栋李奶奶。下次03-09前后再去。谢谢您。")
    ]
    seen = await family(cared)
    assert (seen.visited_at is not None, seen.next_at > LI.next_at) == (True, True)
    assert await cared.cases() == []


async def test_where_not_all_is_well_the_grid_leader_hears_it_alone(cared):
    await ask(cared, "今早去看了李奶奶，有点咳嗽，没什么精神")
    assert told(cared, "chen") == ["记下了：3栋李奶奶，已告诉何网格长。下次03-09前后再去。谢谢您。"]
    assert told(cared, "he") == ["陈楼长去看过3栋李奶奶，说：今早去看了居民，有点咳嗽，没什么精神"]
    (visit,) = await cared.store.look(lambda unit: unit.care.visits("family-1"))
    assert (visit.by, visit.well) == ("chen", False)


@pytest.mark.parametrize(
    ("text", "who"),
    [("去看过李奶奶了，都好", "liu"), ("明天去看李奶奶", "chen"), ("去看过何伯了，都好", "chen")],
)
async def test_nothing_else_is_a_visit(cared, text, who):
    await ask(cared, text, who)
    assert await family(cared) == LI


async def test_an_owners_group_is_no_place_for_it(cared):
    await cared.say("去看过李奶奶了，都好", sender="a-chen")
    assert await family(cared) == LI
    assert cared.channel.sent == []


async def test_the_list_is_shown_to_her_alone_and_leaves_a_trace(cared):
    await ask(cared, "我联系的户")
    assert told(cared, "chen") == [
        "您联系1户：3栋李奶奶（独居老人，03-03前后去）；只有您和网格长能看到。"
    ]
    lines = await cared.store.look(lambda unit: unit.cases.history(of_care("family-1")))
    assert [line.actor for line in lines] == ["chen"]
    await ask(cared, "我联系的户", "liu")
    assert "李奶奶" not in "".join(told(cared, "liu"))
