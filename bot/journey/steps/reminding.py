"""Reminders: one message to a person with everything that is due, never by night, seldom in a day
(domain rules §5.3, §5.4).

Comes in: a case's lamp, and whom it concerns; later the timer of a person. Goes out: rows, then
words that are still true when they are said. Does not: light lamps.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.calls import DRAFTED
from bot.domain.case import Case, EventKind
from bot.domain.deadlines import SHANGHAI
from bot.domain.lamps import Lamp, Stage, lamp, runs, span_of, stage_lamp, stage_of
from bot.domain.nudge import Nudge, day_of
from bot.domain.people import is_accused
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.timer import Timer, TimerKind
from bot.journey.docket import Docket
from bot.journey.steps.leading import of_level
from bot.journey.words.wording import case_words

_JUST_TOLD: Final = timedelta(minutes=10)
REMINDED: Final = "reminders"
"""The counter of reminders, by person and day."""

_KEYS: Final = {
    Lamp.YELLOW: ReplyKey.LAMP_YELLOW,
    Lamp.RED: ReplyKey.LAMP_RED,
    Lamp.FLASHING: ReplyKey.LAMP_FLASHING,
}
_WORST_FIRST: Final = (Lamp.FLASHING, Lamp.RED, Lamp.YELLOW)


async def remind(docket: Docket, nudge: Nudge, *, pressing: bool) -> None:
    """Have a person reminded, together with what he is to hear anyhow; when is found out here."""
    if not docket.can_reach(nudge.person):
        return
    unit = docket.unit
    had = await unit.counters.total(REMINDED, _today(docket, nudge.person))
    due = docket.office.reminders.due(docket.now, had=had, pressing=pressing)
    waiting = [one.due_at for one in await unit.nudges.of(nudge.person)]
    first = min([due, *waiting])
    if first not in waiting:
        await _wake(docket, nudge.person, first)
    await unit.nudges.add(replace(nudge, due_at=first))


async def _wake(docket: Docket, person: str, at: datetime) -> None:
    """The one timer of a person."""
    await docket.unit.timers.cancel(person, [TimerKind.REMIND])
    timer = Timer(id=docket.office.ids.new("timer"), case=person, kind=TimerKind.REMIND, due_at=at)
    await docket.unit.timers.add([timer])


async def say_reminders(docket: Docket, person: str) -> None:
    """Say what is due to a person and still true, or nothing."""
    unit, rules = docket.unit, docket.office.reminders
    had = await unit.counters.total(REMINDED, _today(docket, person))
    nudges = await unit.nudges.of(person)
    decent = rules.tomorrow(docket.now) if had >= rules.a_day else rules.by_day(docket.now)
    if decent > docket.now and nudges:
        await _wake(docket, person, decent)
        return
    await unit.nudges.forget(person, [one.case for one in nudges])
    found = [true for nudge in nudges if (true := await _still(docket, nudge)) is not None]
    found.sort(key=lambda one: (_WORST_FIRST.index(one.shown), one.case.number))
    if not found or not await docket.say(_words(docket, person, found)):
        return
    await unit.counters.count(REMINDED, _today(docket, person))
    for one in found:
        await docket.note(one.case, EventKind.REMINDED, "timer", {"to": person})


@dataclass(frozen=True, slots=True, kw_only=True)
class _True:
    """A case of which a reminder is still true, with the lamp of its stage."""

    case: Case
    stage: Stage
    shown: Lamp


async def _still(docket: Docket, nudge: Nudge) -> _True | None:
    case = docket.touched.get(nudge.case) or await docket.unit.cases.get(nudge.case)
    if case is None or not runs(case, nudge.stage):
        return None
    if nudge.as_owner and nudge.person not in (case.owner, case.assignee):
        return None
    if is_accused(docket.office.directory.person(nudge.person), case):
        return None
    if await _just_told(docket, case, nudge.person):
        return None
    shown = stage_lamp(case, nudge.stage, docket.now, docket.office.lamps)
    return None if shown is Lamp.GREEN else _True(case=case, stage=nudge.stage, shown=shown)


async def _just_told(docket: Docket, case: Case, person: str) -> bool:
    """Whether he was asked about this very case a few minutes ago: to take it on, or to send for
    others. A reminder would only say so again."""
    since = docket.now - _JUST_TOLD
    for event in await docket.history(case):
        if event.at < since:
            continue
        drafted = event.kind is EventKind.ADDED and event.detail.get("note") == DRAFTED
        if drafted and event.detail.get("to") == person:
            return True
        called = event.kind is EventKind.ESCALATED and event.detail.get("level") == case.level.value
        if called and any(one.id == person for one in of_level(docket, case)):
            return True
    return False


def _words(docket: Docket, person: str, found: Sequence[_True]) -> Say:
    """One case with the words of its lamp; several as a list, the worst first."""
    if len(found) == 1:
        (one,) = found
        parameters = _parameters(docket, one)
        return Say(key=_KEYS[one.shown], person=person, case=one.case.key, parameters=parameters)
    office = docket.office
    named = found[: office.reminders.lines]
    lines = [office.words.render(ReplyKey.REMINDER_LINE, _parameters(docket, o)) for o in named]
    left = len(found) - len(named)
    return Say(
        key=ReplyKey.REMINDER,
        person=person,
        parameters={
            "count": str(len(found)),
            "choices": "".join(lines),
            "held": str(left) if left else "",
        },
    )


def line_of(docket: Docket, case: Case) -> str:
    """One case in a list, with the lamp of the stage it is in."""
    stage, office = stage_of(case), docket.office
    shown = lamp(case, docket.now, office.lamps)
    true = _True(case=case, stage=stage, shown=shown)
    return office.words.render(ReplyKey.REMINDER_LINE, _parameters(docket, true))


def _parameters(docket: Docket, one: _True) -> dict[str, str]:
    """As of any case, but the time is that of the stage."""
    parameters = case_words(docket.office, one.case)
    span = span_of(one.case, one.stage)
    until = span.until.astimezone(SHANGHAI) if span else None
    parameters["until"] = f"{until:%m-%d %H:%M}" if until and one.shown is Lamp.YELLOW else ""
    parameters["late"] = docket.office.words.term("lamp", one.shown.value)
    return parameters


def _today(docket: Docket, person: str) -> str:
    return f"{person}/{day_of(docket.now)}"
