"""Who is called in an emergency, when, and by which way (domain rules §4.4)."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.domain.case import CaseStatus, EventKind
from bot.domain.delivery import DeliveryState
from bot.domain.duty import Shift
from bot.domain.errors import ChannelUnavailable
from bot.domain.grid import Directory
from bot.domain.supervision import Ground
from bot.wiring.journey import Tools, make_journey
from tests.builders import LIU, T0, directory, private
from tests.fakes.phone import FakePhone

FIRE = "3栋着火了快来人"
CHAIN = ["a-liu", "a-he", "a-sun", "a-duty"]


def called(rig) -> list[str]:
    """Who was written to alone, in order."""
    return [one.address.person for one in rig.channel.sent if one.address.person]


def texts_to(rig, account) -> list[str]:
    return [one.text for one in rig.channel.sent if one.address.person == account]


async def events(rig, *kinds):
    (case,) = await rig.cases()
    history = await rig.store.look(lambda unit: unit.cases.history(case.key))
    return [dict(event.detail) for event in history if event.kind in kinds]


async def test_the_chain_goes_on_until_everybody_was_called_again(rig):
    await rig.hear(FIRE)
    await rig.settle()
    counts = []
    for seconds in (0, 119, 1, 119, 1, 179, 1, 179, 1, 3600):
        await rig.wait(seconds)
        counts.append(len(called(rig)))
    assert counts == [1, 1, 2, 2, 3, 3, 4, 4, 8, 8]
    assert called(rig) == CHAIN + CHAIN
    steps = [one["step"] for one in await events(rig, EventKind.EMERGENCY_CALL)]
    assert steps == [0, 1, 2, 3, 4, 4, 4, 4]


async def test_nobody_came(rig):
    await rig.hear(FIRE)
    await rig.settle()
    for seconds in (120, 120, 180, 180):
        await rig.wait(seconds)
    (case,) = await rig.cases()
    assert case.supervised_for == (Ground.UNATTENDED,)
    assert case.status is CaseStatus.DISPATCHED
    last = [one.text for one in rig.channel.sent if one.address.conversation == "lead1"][-1]
    assert "10分钟了还没有人说到场" in last


@pytest.mark.parametrize("told", ["1 我到了", "1我到现场了", "1 已到场"])
async def test_the_chain_ends_when_somebody_is_there(rig, told):
    await rig.hear(FIRE)
    await rig.settle()
    await rig.say(told, sender="a-liu", address=private("a-liu"))
    await rig.wait(3600)
    assert called(rig) == ["a-liu"]


async def test_whoever_was_called_hears_that_somebody_is_there(rig):
    await rig.hear(FIRE)
    await rig.settle()
    await rig.wait(130)
    await rig.say("1 我到了", sender="a-liu", address=private("a-liu"))
    assert "已有人到场" in texts_to(rig, "a-he")[-1]


async def test_an_office_may_wait_otherwise(rig):
    rig.with_settings(call_waits=(timedelta(minutes=1), timedelta(minutes=3)))
    await rig.hear(FIRE)
    await rig.settle()
    counts = []
    for seconds in (59, 1, 119, 1, 3600):
        await rig.wait(seconds)
        counts.append(len(called(rig)))
    assert counts == [1, 2, 2, 3, 3]


async def test_what_to_do_now_is_said_at_once(rig):
    """Domain rules §5.2: ten seconds; here not even one passes."""
    await rig.hear(FIRE)
    await rig.settle()
    first, *_ = [one for one in rig.channel.sent if one.address.conversation == "own1"]
    assert "119" in first.text
    (spoken,) = [one for one in await rig.deliveries() if one.room == "own"]
    assert spoken.sent_at - rig.clock.now() == timedelta(0)


async def test_what_to_do_now_is_not_said_later(rig):
    """An outage of more than ten minutes: the fixed words would be about another moment."""
    rig.channel.troubles.extend(ChannelUnavailable("down") for _ in range(200))
    await rig.hear(FIRE)
    await rig.settle()
    for _ in range(12):
        await rig.wait(60)
    rig.channel.troubles.clear()
    await rig.wait(3600)
    assert not any("弯腰" in one.text for one in rig.channel.sent)
    dead = [one for one in await rig.deliveries() if one.state is DeliveryState.DEAD]
    assert any("弯腰" in one.text for one in dead)


async def test_the_time_of_the_alarm_is_told(rig):
    await rig.hear(FIRE)
    await rig.settle()
    assert texts_to(rig, "a-liu")[0].startswith("【紧急·10:00】#1 3栋，火情：")


async def test_what_comes_late_is_told_as_such_and_is_no_live_alarm(rig):
    sent = rig.clock.now() - timedelta(minutes=11)
    await rig.hear(FIRE, sent_at=sent)
    await rig.settle()
    await rig.wait(130)
    groups = [one.text for one in rig.channel.sent if not one.address.person]
    assert len(groups) == 1
    assert groups[0].startswith("【迟到的消息】#1 3栋")
    assert all("迟到的消息" in text for text in [*texts_to(rig, "a-liu"), *texts_to(rig, "a-he")])


# by telephone


@pytest.fixture
def phone():
    return FakePhone()


@pytest.fixture
def sms():
    return FakePhone("sms")


def with_numbers(known: Directory) -> Directory:
    """Everybody of the staff has a telephone."""
    people = tuple(
        replace(person, accounts=(*person.accounts, ("phone", f"1380000{number:04d}")))
        for number, person in enumerate(known.people)
        if person.id != "duty"
    )
    rest = tuple(person for person in known.people if person.id == "duty")
    return replace(known, people=(*people, *rest))


@pytest.fixture
def ringing(rig, phone, sms):
    """A service that can wake people."""
    channels = {"fake": rig.channel, "phone": phone, "sms": sms}
    rig.office = replace(
        rig.office,
        areas=with_numbers(directory()),
        channels={name: channel.declaration for name, channel in channels.items()},
    )
    tools = Tools(
        classifier=rig.classifier,
        channels=channels,
        executor=rig.executor,
        witness=rig.witness,
    )
    rig.journey = make_journey(rig.office, rig.store, tools)
    return rig


def number_of(rig, person: str) -> str:
    return rig.office.directory.person(person).account("phone")


async def test_each_step_rings_and_writes(ringing, phone, sms):
    await ringing.hear(FIRE)
    await ringing.settle()
    liu, he = number_of(ringing, "liu"), number_of(ringing, "he")
    assert [number for number, _ in phone.rung] == [liu]
    await ringing.wait(120)
    assert [number for number, _ in phone.rung] == [liu, he]
    assert [number for number, _ in sms.rung] == [liu, he]
    ways = [(one["to"], one["via"]) for one in await events(ringing, EventKind.EMERGENCY_CALL)]
    assert ways == [(person, via) for person in ("liu", "he") for via in ("fake", "phone", "sms")]


async def test_the_telephone_is_told_nothing_of_anybody(ringing, phone):
    await ringing.hear("3栋2单元502着火了快来人 我是王秀兰 13912345678")
    await ringing.settle()
    (_, text), *_ = phone.rung
    assert "火情" in text
    assert not any(secret in text for secret in ("502", "王秀兰", "139"))


async def test_of_what_is_silent_the_telephone_is_told_no_kind(ringing, phone):
    await ringing.hear("我不想活了 安眠药吃了一整瓶")
    await ringing.settle()
    assert phone.rung
    assert all("保密" in text and "轻生" not in text for _, text in phone.rung)


async def test_what_came_late_rings_nobody(ringing, phone):
    await ringing.hear(FIRE, sent_at=ringing.clock.now() - timedelta(minutes=11))
    await ringing.settle()
    for seconds in (120, 120, 180, 180):
        await ringing.wait(seconds)
    assert phone.rung == []


async def test_nothing_but_an_emergency_rings(ringing, phone):
    await ringing.say("3栋门口的路灯坏了")
    for _ in range(20):
        await ringing.wait(3600 * 6)
    assert phone.rung == []


async def test_whoever_is_there_stops_the_ringing(ringing, phone):
    await ringing.hear(FIRE)
    await ringing.settle()
    await ringing.say("1 我到了", sender="a-liu", address=private("a-liu"))
    for seconds in (120, 120, 180, 180):
        await ringing.wait(seconds)
    assert len(phone.rung) == 1


# the danger is over


async def test_who_has_verified_it_stops_the_chain(rig):
    await rig.hear(FIRE)
    await rig.settle()
    await rig.say("1属实", sender="a-he", address=private("a-he"))
    await rig.wait(3600)
    assert called(rig) == ["a-liu"]


async def test_what_is_left_has_a_working_day_once(rig):
    await rig.hear(FIRE)
    await rig.settle()
    await rig.say("1 我到了", sender="a-liu", address=private("a-liu"))
    rig.clock.advance(3600)
    await rig.say("1 险情解除了", sender="a-liu", address=private("a-liu"))
    (cleared,) = await rig.cases()
    tomorrow = T0.replace(day=3, hour=10)
    assert (cleared.resolve_until, cleared.is_open) == (tomorrow, True)
    rig.clock.advance(24 * 3600)
    await rig.say("1 险情解除了", sender="a-liu", address=private("a-liu"))
    (again,) = await rig.cases()
    assert again.resolve_until == tomorrow


async def test_a_busy_interface_is_tried_again(ringing, phone):
    phone.troubles.append(ChannelUnavailable("busy"))
    await ringing.hear(FIRE)
    await ringing.settle()
    assert phone.rung == []
    await ringing.wait(10)
    assert len(phone.rung) == 1


async def test_a_call_that_is_too_late_is_not_made(ringing, phone):
    phone.troubles.extend(ChannelUnavailable("down") for _ in range(200))
    await ringing.hear(FIRE)
    await ringing.settle()
    await ringing.say("1 我到了", sender="a-liu", address=private("a-liu"))
    for _ in range(12):
        await ringing.wait(60)
    phone.troubles.clear()
    await ringing.wait(3600)
    assert phone.rung == []


async def test_who_is_on_duty_is_called_before_who_sleeps(rig):
    """Two grid members; one has the day, the other the night."""
    night = replace(LIU, id="ma", name="马网格员", accounts=(("fake", "a-ma"),))
    known = directory()
    shifts = (
        Shift(person="liu", begin=time(8), end=time(20)),
        Shift(person="ma", begin=time(20), end=time(8)),
    )
    areas = replace(known, people=(*known.people, night))
    rig.office = replace(rig.office, areas=areas, shifts=shifts)
    rig.journey = make_journey(rig.office, rig.store, rig.tools)
    rig.clock.advance(12 * 3600)
    await rig.hear(FIRE)
    await rig.settle()
    assert called(rig) == ["a-ma"]


async def test_the_notice_says_that_nobody_is_woken(rig):
    await rig.say("隐私", addressed=True)
    (told,) = [one.text for one in rig.channel.sent]
    assert "请先打119、110、120，夜里这里叫不醒人" in told


async def test_the_notice_promises_no_more_than_a_ringing(ringing):
    await ringing.say("隐私", addressed=True)
    (told,) = [one.text for one in ringing.channel.sent]
    assert "请先打119、110、120，夜里会打电话" in told
    assert "不保证有人接" in told
