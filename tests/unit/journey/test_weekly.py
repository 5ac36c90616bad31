"""Owners are told what became of their cases: on Sunday evening, and when they ask."""

import pytest

from bot.domain.case import CaseStatus
from bot.domain.matters import Privacy
from bot.domain.people import Role
from bot.domain.place import Place
from tests.builders import CHEN, OWN, after, case, directory, group, person, private
from tests.unit.journey.test_rounds import changed, go_to

SUNDAY = after(days=6, hours=9.5)  # 19:30
TOLD = "本周3件：邻居确认修好1，未修好1（3栋电梯故障停运，已挂起，第9天），待确认1。"


@pytest.fixture
async def lived(rig):
    lots = [
        case(
            1,
            opened_in="own",
            item="WY-01",
            place=Place(building="3栋", spot="电梯"),
            opened_at=after(days=-2),
            status=CaseStatus.SUSPENDED,
        ),
        case(2, status=CaseStatus.EVALUATED, done_at=after(days=5), rating=5),
        case(3, status=CaseStatus.PENDING_VISIT, done_at=after(days=5), grid=None),
        case(4, privacy=Privacy.RESTRICTED, reporter="zhao"),
        case(5, opened_in="meek", status=CaseStatus.CANCELED),
    ]
    for one in lots:
        await rig.store.work(lambda unit, one=one: unit.cases.add(one))
    return rig


def said_in(rig, room):
    return [one.text for one in rig.channel.sent if one.address.conversation == room]


async def test_on_sunday_evening(lived):
    lived.clock.jump(SUNDAY.replace(hour=9))
    await lived.journey.rounds.set_out()
    await go_to(lived, SUNDAY)
    assert said_in(lived, "own1") == [TOLD]
    assert said_in(lived, "meek1") == []  # nothing was reported there
    assert said_in(lived, "lead1") == []
    await lived.journey.rounds.set_out()
    await go_to(lived, SUNDAY)
    assert len(said_in(lived, "own1")) == 1


async def test_when_somebody_asks_in_the_group(lived):
    lived.clock.jump(SUNDAY)
    await lived.say("本周", addressed=True)
    assert said_in(lived, "own1") == [TOLD]
    await lived.say("本周", address=group("meek1"), addressed=True)
    assert said_in(lived, "meek1") == ["本周没有报事。"]


async def test_said_to_nobody_it_is_talk(lived):
    await lived.say("本周")
    assert said_in(lived, "own1") == []


async def test_alone_it_is_about_ones_own(lived):
    lived.clock.jump(SUNDAY)
    await lived.say("本周", sender="a-zhao", address=private("a-zhao"))
    (sent,) = lived.channel.sent
    assert sent.text == "本周1件：未修好1（#4，待签收，第7天）。"


async def test_not_where_they_want_quiet(lived):
    lived.clock.jump(SUNDAY.replace(hour=9))
    await lived.journey.rounds.set_out()
    await lived.say("安静", addressed=True)
    lived.channel.sent.clear()
    await go_to(lived, SUNDAY)
    assert said_in(lived, "own1") == []


async def test_a_building_leader_sees_her_buildings_only(lived):
    grids = (*lived.office.areas.grids,)
    other = person("qian", "钱楼长", Role.BUILDING_LEADER, grids=("g2",), buildings=("3栋",))
    changed(lived, areas=directory(grids=grids, rooms=(OWN,), people=(CHEN, other)))
    for account in ("a-chen", "a-qian"):
        await lived.say("我楼", sender=account, address=private(account))
    mine, none = [one.text for one in lived.channel.sent]
    assert mine.startswith("在办1件：#1 ")
    assert "#4" not in mine
    assert none == "您的楼里没有在办的事。"
