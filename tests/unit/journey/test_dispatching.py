"""Whom a new case is sent to, and until when it is to be accepted there."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain.companies import Company
from bot.domain.deadlines import SHANGHAI
from bot.domain.duty import Shift
from bot.domain.grid import Building, Grid
from bot.domain.matters import Admission, Level, Matters, Privacy, Urgency
from bot.domain.people import Role
from bot.wiring.journey import make_journey
from tests.builders import T0, WANG, directory, matter, person, private
from tests.fakes.classifier import FakeClassifier

DAY = Shift(person="liu", begin=time(8), end=time(20), grids=("g1",))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


@pytest.fixture
def changed(rig):
    """The rig with another office."""

    def put(words=None, **changes):
        rig.office = replace(rig.office, **changes)
        rig.classifier = FakeClassifier(words) if words else rig.classifier
        rig.journey = make_journey(rig.office, rig.store, rig.tools)

    return put


async def opened(rig, text="3栋门口的路灯坏了", **fields):
    await rig.say(text, **fields)
    return (await rig.cases())[-1]


@pytest.mark.parametrize(
    ("item", "level", "member", "untold"),
    [
        ("CG-01", "grid", "liu", False),
        ("CG-04", "community", "sun", False),
        ("CG-10", "street", "duty", False),
        ("GY-12", "department", "shu", False),
        ("GY-02", "grid", "liu", True),
    ],
)
async def test_who_is_asked_first(rig, changed, item, level, member, untold):
    changed({"路灯": item})
    case = await opened(rig)
    assert (case.level, case.assignee, case.untold) == (level, member, untold)
    history = await rig.store.look(lambda unit: unit.cases.history(case.key))
    (sent,) = [event.detail for event in history if event.kind == "dispatched"]
    assert (sent["level"], sent["member"]) == (level, member)


async def test_what_a_department_has_here_it_is_told_alone(rig, changed):
    changed({"路灯": "GY-12"})
    case = await opened(rig)
    told = [one.text for one in rig.channel.sent if one.address.person == "a-shu"]
    assert told[0].startswith(f"派给您：#{case.number}")
    assert not any(one.address.conversation == "lead1" for one in rig.channel.sent)


@pytest.mark.parametrize(
    ("item", "first", "rooms"),
    [("CG-04", "sun", ()), ("CG-10", "duty", ()), ("CG-04", "sun", ("lead",))],
    ids=["community", "street", "who reads the group"],
)
async def test_the_first_hand_above_the_grid_is_told(rig, changed, item, first, rooms):
    known = directory()
    people = [replace(one, rooms=rooms) if one.id == first else one for one in known.people]
    changed({"路灯": item}, areas=replace(known, people=tuple(people)))
    await opened(rig)
    alone = [one.text for one in rig.channel.sent if one.address.person == f"a-{first}"]
    (line,) = [one for one in rig.channel.sent if one.address.conversation == "lead1"]
    told_alone = [text[:6] for text in alone] == ["派给您：#1"]
    assert (told_alone, f"a-{first}" in line.mentions) == (not rooms, bool(rooms))


@pytest.mark.parametrize(
    ("item", "how"),
    [("CG-01", "现场能办就办"), ("ZZ-08", "处置归主办")],
    ids=["admitted", "assist"],
)
async def test_what_the_grid_only_assists_with_is_said(rig, changed, item, how):
    row = replace(rig.office.listed[item], first_level=Level.GRID, privacy=Privacy.NORMAL)
    if item == "ZZ-08":
        row = replace(row, admission=Admission.ASSIST)
    rows = [one if one.item != item else row for one in rig.office.listed.rows]
    changed({"路灯": item}, shifts=(DAY,), listed=Matters(rows))
    await opened(rig)
    (told,) = [one.text for one in rig.channel.sent if one.address.person == "a-liu"]
    assert how in told


async def test_the_first_hand_is_told_what_no_group_may_hear(rig, changed):
    changed({"路灯": "WJ-11"})
    case = await opened(rig)
    assert (case.is_restricted, case.assignee) == (True, "sun")
    told = [one for one in rig.channel.sent if one.address.person == "a-sun"]
    assert ["限经办人" in one.text for one in told] == [True]
    assert not any(one.address.conversation == "lead1" for one in rig.channel.sent)


async def test_nobody_on_duty_and_the_group_hears_it(rig, changed):
    night = replace(DAY, begin=time(20), end=time(8))
    changed({"路灯": "CG-01"}, shifts=(night,))
    case = await opened(rig)
    assert case.assignee == "liu"
    assert any(one.address.conversation == "lead1" for one in rig.channel.sent)


@pytest.mark.parametrize(
    ("building", "first"),
    [("1栋", "near"), ("2栋", "near"), ("3栋", "liu"), (None, "liu")],
    ids=["his building", "his estate", "another estate", "nowhere"],
)
async def test_the_nearest_on_duty(rig, changed, building, first):
    known = directory()
    near = person("near", "近网格员", Role.GRID_MEMBER, grids=("g1",), buildings=("1栋",))
    estates = {"1栋": "东苑", "2栋": "东苑", "3栋": "西苑"}
    grid = Grid(
        id="g1",
        name="第一网格",
        community="桥头社区",
        buildings=tuple(Building(name=name, estate=estate) for name, estate in estates.items()),
    )
    areas = replace(known, grids=(grid,), people=(*known.people, near))
    changed({"路灯": "CG-01"}, areas=areas, shifts=(DAY, replace(DAY, person="near")))
    case = await opened(rig, f"{building or ''}门口的路灯坏了")
    assert case.assignee == first


async def test_whoever_reported_it_is_not_sent_to_himself(rig, changed):
    lan = person("lan", "兰网格员", Role.GRID_MEMBER, grids=("g1",))
    known = directory()
    areas = replace(known, people=(*known.people, lan))
    changed({"路灯": "CG-01"}, areas=areas, shifts=(DAY, replace(DAY, person="lan")))
    case = await opened(rig, sender="a-liu", address=private("a-liu"))
    assert case.assignee == "lan"


@pytest.mark.parametrize(
    ("item", "start", "until"),
    [
        ("GY-12", "2026-03-02T10:00", "2026-03-02T11:00"),
        ("JF-04", "2026-03-02T21:00", "2026-03-03T09:00"),
        ("AQ-01", "2026-03-02T21:00", "2026-03-02T21:30"),
    ],
    ids=["ordinary", "pressing", "danger"],
)
async def test_what_is_pressing_but_no_danger_waits_for_somebody_on_duty(
    rig, changed, item, start, until
):
    pressing = {"GY-12": "P2", "JF-04": "P1", "AQ-01": "P1"}[item]
    hours = {"GY-12": 1, "JF-04": 1, "AQ-01": 0.5}[item]
    row = replace(rig.office.listed[item], urgency=Urgency(pressing), accept_hours=hours)
    rows = [one if one.item != item else row for one in rig.office.listed.rows]
    changed({"路灯": item}, shifts=(DAY,), listed=Matters(rows))
    rig.clock.jump(local(start))
    case = await opened(rig)
    assert abs(case.accept_until - local(until)) < timedelta(minutes=1)


async def test_a_company_has_its_own_time_to_accept(rig, changed):
    quick = Company(name="富善物业", grids=("g1",), accept_hours=0.5)
    known = directory()
    wu = person("wu", "物业老周", Role.PROPERTY, grids=("g1",), department="富善物业")
    areas = replace(known, people=(*known.people, wu), companies=(quick,))
    changed({"路灯": "WY-03"}, areas=areas)
    case = await opened(rig)
    assert case.company == "富善物业"
    assert case.accept_until - case.opened_at == timedelta(minutes=30)


@pytest.mark.parametrize("item", ["WY-10", "JF-08"])
async def test_a_company_is_not_sent_what_complains_of_it(rig, changed, item):
    known = directory()
    wu = person("wu", "物业老周", Role.PROPERTY, grids=("g1",), department="富善物业")
    changed({"路灯": item}, areas=replace(known, people=(*known.people, wu)))
    case = await opened(rig, address=private())
    assert (case.company, case.level, case.assignee) == (None, "community", "sun")
    assert "物业" not in case.department


async def test_an_item_that_has_ended_comes_to_the_one_in_its_place(rig, changed):
    yesterday = T0.astimezone(SHANGHAI).date() - timedelta(days=1)
    rows = [matter("GY-11", valid_to=yesterday, replaced_by="GY-12"), matter("GY-12")]
    changed(listed=Matters(rows))
    assert (await opened(rig)).item == "GY-12"


async def test_a_case_keeps_the_rules_it_was_opened_under(rig, changed):
    today = T0.astimezone(SHANGHAI).date()
    rows = [
        matter("GY-11", accept_hours=2, valid_to=today),
        matter("GY-11", accept_hours=5, valid_from=today + timedelta(days=1)),
    ]
    changed(listed=Matters(rows))
    case = await opened(rig)
    rig.clock.advance(2 * 86400)
    assert rig.office.matters["GY-11"].accept_hours == 5
    assert rig.office.rules(case).accept_hours == 2
    assert WANG.id == case.reporter
