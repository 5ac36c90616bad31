"""Lamps light, people are reminded: bundled, by day, seldom, and of nothing that is settled."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.case import CaseStatus, EventKind
from bot.domain.matters import Urgency
from bot.domain.timer import TimerKind
from tests.builders import after, case, private, timer
from tests.unit.journey.firing import due, gathered, happened, told, waiting_timers

K = TimerKind
WAITING = case(accept_until=after(100), resolve_until=after(1000))
TAKEN = replace(WAITING, status=CaseStatus.PROCESSING, accepted_at=after(5), owner="liu")
CHECKING = replace(
    TAKEN,
    status=CaseStatus.PENDING_CHECK,
    done_at=after(50),
    check_from=after(50),
    check_until=after(150),
)
NIGHT = timedelta(hours=14).total_seconds()  # midnight
SEVEN = timedelta(hours=21).total_seconds()


@pytest.mark.parametrize(
    ("known", "kind", "at", "colour", "people"),
    [
        (WAITING, K.ACCEPT_YELLOW, 60, "yellow", ["he"]),
        # the case is sun's turn that very minute: being asked to take it on is enough
        (WAITING, K.ACCEPT_DUE, 100, "red", ["he"]),
        (WAITING, K.ACCEPT_DUE, 201, "flashing", ["he", "duty"]),
        (replace(WAITING, assignee="liu"), K.ACCEPT_YELLOW, 60, "yellow", ["liu", "he"]),
        (TAKEN, K.RESOLVE_YELLOW, 600, "yellow", ["liu", "he"]),
        (TAKEN, K.RESOLVE_DUE, 1000, "red", ["liu", "he", "sun"]),
        (TAKEN, K.RESOLVE_LATE, 2001, "flashing", ["liu", "he", "sun", "duty"]),
        (replace(TAKEN, lapses=1), K.RESOLVE_DUE, 1000, "flashing", ["liu", "he", "sun", "duty"]),
        (
            replace(TAKEN, urgency=Urgency.P1),
            K.RESOLVE_DUE,
            1000,
            "flashing",
            ["liu", "he", "sun", "duty"],
        ),
        (replace(TAKEN, owner="he"), K.RESOLVE_DUE, 1000, "red", ["he", "sun"]),
        (CHECKING, K.CHECK_YELLOW, 110, "yellow", ["he"]),
        (CHECKING, K.CHECK_DUE, 150, "red", ["he", "sun"]),
    ],
)
async def test_a_lamp_is_written_down_and_those_concerned_are_reminded_once(
    rig, known, kind, at, colour, people
):
    assert await due(rig, known, kind, at=at) == 1
    first, *_ = await happened(rig)
    assert first[0] is EventKind.LAMP
    assert (first[1]["color"], first[1]["stage"]) == (
        colour,
        kind.value.split("_")[0].replace("resolve", "handle"),
    )
    before = len(await told(rig))
    await gathered(rig)
    assert sorted((await told(rig))[before:]) == sorted(people)
    reminded = [detail["to"] for what, detail in await happened(rig) if what is EventKind.REMINDED]
    assert sorted(reminded) == sorted(people)


@pytest.mark.parametrize(
    ("known", "kind", "at"),
    [
        (TAKEN, K.ACCEPT_YELLOW, 60),
        (TAKEN, K.ACCEPT_DUE, 1000),
        (CHECKING, K.RESOLVE_DUE, 1000),
        (replace(CHECKING, status=CaseStatus.CLOSED), K.CHECK_DUE, 1000),
        (replace(WAITING, status=CaseStatus.CANCELED), K.ACCEPT_DUE, 1000),
        (replace(TAKEN, status=CaseStatus.SUSPENDED), K.RESOLVE_DUE, 1000),
        (replace(TAKEN, paused_at=after(9)), K.RESOLVE_DUE, 1000),
        (replace(TAKEN, resolve_until=after(5000)), K.RESOLVE_DUE, 1000),  # it was extended
        (replace(TAKEN, resolve_until=None), K.RESOLVE_DUE, 1000),
        (TAKEN, K.RESOLVE_YELLOW, 1000),  # the red lamp is due now, too
        (TAKEN, K.RESOLVE_LATE, 1001),
    ],
)
async def test_a_lamp_that_is_not_so_any_more_is_not_shown(rig, known, kind, at):
    assert await due(rig, known, kind, at=at) == 1
    await gathered(rig, minutes=600)
    assert (await happened(rig), await told(rig), await waiting_timers(rig)) == ([], [], [])
    (left,) = await rig.cases()
    assert (left.lapses, left.supervised_at) == (0, None)


async def test_what_is_late_is_watched_over_and_flashes_when_it_is_late_by_its_whole_time(rig):
    await due(rig, TAKEN, K.RESOLVE_DUE, at=1000)
    (late,) = await rig.cases()
    assert (late.lapses, late.supervised_for, late.supervised_at) == (1, ("late",), after(1000))
    assert await waiting_timers(rig) == [(K.RESOLVE_LATE, after(2000), 0)]


async def test_what_flashes_at_once_flashes_once(rig):
    await due(rig, replace(TAKEN, urgency=Urgency.P1), K.RESOLVE_DUE, at=1000)
    assert await waiting_timers(rig) == []


async def several(rig, *known, kind=K.RESOLVE_DUE, at=1000):
    """Cases with a lamp each that lights now."""
    rig.clock.jump(after(at))

    async def write(unit):
        for one in known:
            await unit.cases.add(one)
        await unit.timers.add(
            [
                timer(800_000 + one.number, case=one.key, kind=kind, due_at=after(at))
                for one in known
            ]
        )

    await rig.store.work(write)
    await rig.journey.timers.run_once()


def numbered(number, **fields):
    return replace(TAKEN, key=f"case-{number:06d}", number=number, **fields)


async def words_to(rig, person):
    return [one.text for one in await rig.deliveries() if one.person == person]


async def test_several_cases_are_one_message_the_worst_first(rig):
    await several(rig, numbered(1), numbered(2, lapses=1), numbered(3))
    await gathered(rig)
    (text,) = await words_to(rig, "he")
    assert text.startswith("有3件要跟进：#2 ")
    assert text.index("#2 ") < text.index("#1 ") < text.index("#3 ")
    assert "严重超时" in text


async def test_a_message_names_so_many_cases_and_counts_the_rest(rig):
    rig.with_settings(reminder_lines=2)
    await several(rig, *(numbered(number) for number in range(1, 6)))
    await gathered(rig)
    (text,) = await words_to(rig, "he")
    assert text.count("#") == 2
    assert "另有3件" in text


async def test_what_was_settled_meanwhile_is_not_mentioned(rig):
    await several(rig, numbered(1), numbered(2), numbered(3), numbered(4), at=NIGHT)

    async def settle(unit):
        one, two, three, _ = sorted(await rig_cases(unit), key=lambda known: known.number)
        await unit.cases.change(replace(one, status=CaseStatus.CLOSED, done_at=after(NIGHT)))
        await unit.cases.change(replace(two, status=CaseStatus.SUSPENDED))
        await unit.cases.change(replace(three, owner="he"))

    await rig.store.work(settle)
    rig.clock.jump(after(SEVEN))
    await rig.journey.timers.run_once()
    assert await words_to(rig, "liu") != []
    assert all("#1 " not in one.text and "#2 " not in one.text for one in await rig.deliveries())
    assert all("#3 " not in text for text in await words_to(rig, "liu"))


async def rig_cases(unit):
    return (await unit.cases.latest(99))[1]


async def test_nothing_is_said_where_nothing_is_left(rig):
    await several(rig, numbered(1), at=NIGHT)

    async def settle(unit):
        (one,) = await rig_cases(unit)
        await unit.cases.change(replace(one, status=CaseStatus.CLOSED, done_at=after(NIGHT)))

    await rig.store.work(settle)
    rig.clock.jump(after(SEVEN))
    await rig.journey.timers.run_once()
    assert await told(rig) == []


async def test_a_reminder_waits_for_the_morning(rig):
    await several(rig, numbered(1), at=NIGHT)
    rig.clock.jump(after(SEVEN - 1))
    assert await rig.journey.timers.run_once() == 0
    rig.clock.jump(after(SEVEN))
    await rig.journey.timers.run_once()
    assert {one.due_at for one in await rig.deliveries()} == {after(SEVEN)}


async def reminded_all_day(rig, count, *, step_minutes=45):
    """A case more turns yellow every three quarters of an hour, from ten in the morning on."""
    for number in range(1, count + 1):
        at = number * step_minutes * 60
        known = numbered(number, resolve_from=after(at - 700), resolve_until=after(at + 300))
        await several(rig, known, kind=K.RESOLVE_YELLOW, at=at)
        await gathered(rig)
    return [one for one in await rig.deliveries() if one.person == "he"]


async def test_nobody_is_reminded_more_than_twice_a_day(rig):
    said = await reminded_all_day(rig, 14)
    assert len(said) == 2
    assert said[1].due_at - said[0].due_at > timedelta(hours=3)


async def test_an_office_may_want_more(rig):
    rig.with_settings(reminders_a_day=5)
    assert len(await reminded_all_day(rig, 14)) > 2


async def test_the_whole_road_of_a_report_that_nobody_takes(rig):
    await rig.say("3栋门口的路灯坏了")
    (opened,) = await rig.cases()
    for _ in range(40):
        rig.clock.advance(6 * 3600)
        await rig.settle()
        await rig.settle()
    events = await rig.store.look(lambda unit: unit.cases.history(opened.key))
    lamps = [
        (event.detail["stage"], event.detail["color"])
        for event in events
        if event.kind is EventKind.LAMP
    ]
    assert [stage for stage, _ in lamps].count("accept") <= 3
    assert ("accept", "red") in lamps
    assert ("handle", "flashing") in lamps
    assert len(lamps) == len(set(lamps))


async def asks(rig, sender, text="督办清单"):
    rig.channel.sent.clear()
    await rig.say(text, sender=sender, address=private(sender), addressed=True)
    return [one.text for one in rig.channel.sent]


async def test_staff_see_what_is_watched_over(rig):
    await several(rig, numbered(1), numbered(2, resolve_until=after(900)), kind=K.RESOLVE_DUE)
    (text,) = await asks(rig, "a-sun")
    assert text.startswith("督办清单2件：#1 ")
    assert text.count("已超时") == 2
    assert await asks(rig, "a-wang") == []


async def test_a_list_with_nothing_on_it(rig):
    assert await asks(rig, "a-he", "看一下督办的件") == ["督办清单现在是空的。"]
