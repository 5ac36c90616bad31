"""Somebody the bot cannot write to is asked through the leader of his building, or not at all;
three hands serve three needs, and no message holds more pairs than the office wants.
"""

from dataclasses import replace

import pytest

from bot.domain.people import Role
from bot.domain.service import ServiceState
from tests.builders import CHEN, HE, LIU, WANG, directory, person
from tests.unit.journey.test_service_desk import CLINIC, NEED
from tests.unit.journey.test_services import DAY, HOUR, in_groups, services, told, write

S = ServiceState
LI = person("li", "李院长", Role.DEPARTMENT, department="医院")
OLD = replace(person("old", "李奶奶", Role.RESIDENT, buildings=("3栋",)), accounts=())
FAR = replace(OLD, id="far", name="张爷爷", buildings=("1栋",))
HANDS = replace(CLINIC, person="li", amount="三名")


@pytest.fixture
def office(office):
    return replace(office, areas=directory(people=(WANG, CHEN, LI, LIU, HE, OLD, FAR)))


async def listed(rig, *givings):
    """They are on the lists, and the lists are looked at."""

    async def fill(unit):
        for one in givings:
            await unit.givings.add(one)
        await unit.services.want_round("桥头社区", rig.clock.now())

    await rig.store.work(fill)
    await rig.settle()


async def test_the_leader_of_the_building_answers_for_whom_the_bot_cannot_write_to(rig):
    await listed(rig, HANDS, replace(NEED, person="old"))
    await write(rig, "he", "1")
    assert told(rig, "chen")[-1].startswith("请转问李奶奶：您要的“谁能量血压”有人能帮：")
    await write(rig, "chen", "要的")
    await write(rig, "li", "行")
    [one] = await services(rig)
    assert one.state is S.AGREED
    assert told(rig, "chen")[-1].startswith("请转告李奶奶：谈妥了，来帮您的是李院长")
    assert "李奶奶（3栋）" in told(rig, "li")[-1]
    assert in_groups(rig) == []


async def test_where_nobody_can_be_asked_it_falls_through(rig):
    await listed(rig, HANDS, replace(NEED, person="far"))
    await write(rig, "he", "1")
    [one] = await services(rig)
    assert (one.state, one.why) == (S.FELL_THROUGH, "unreachable")
    assert "联系不上" in told(rig, "he")[-1]


def needs(count):
    return [replace(NEED, id=f"need-{n}", person=f"person-{n}") for n in range(count)]


async def test_three_hands_serve_three_needs_and_no_more(rig):
    await listed(rig, HANDS, *needs(5))
    assert "可对接3条" in told(rig, "he")[-1]
    assert len(await services(rig)) == 3


async def test_one_message_has_so_many_and_the_rest_comes_when_they_are_chosen(rig):
    rig.office = replace(rig.office, services=replace(rig.office.services, lines=2))
    rig.with_settings()
    await listed(rig, HANDS, *needs(3))
    assert "可对接2条" in told(rig, "he")[-1]
    await rig.wait(7 * HOUR)
    assert len([text for text in told(rig, "he") if "可对接" in text]) == 1
    await write(rig, "he", "都不要")
    assert "可对接1条" in told(rig, "he")[-1]
    await rig.wait(DAY)
    assert len(await services(rig)) == 3


async def test_one_is_wanted_and_the_other_is_not(rig):
    await listed(rig, HANDS, replace(NEED, person="old"), replace(NEED, id="need-2", person="wang"))
    await write(rig, "he", "2要，1不要")
    assert {one.needer: one.state for one in await services(rig)} == {
        "old": S.DECLINED,
        "wang": S.ACCEPTED,
    }
