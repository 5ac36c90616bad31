"""A whistle sounds: departments are called to cases; what their silence comes to (domain rules
§7.1).

Comes in: cases, whom to call, by whom; later the timers. Goes out: a whistle in the store, lines of
history, departments and those who wait told. Does not: read words, or check who may.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.domain.calls import called
from bot.domain.case import Case, EventKind
from bot.domain.deadlines import SHANGHAI
from bot.domain.matters import Level
from bot.domain.people import Person, Role, is_accused
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.timer import Timer, TimerKind
from bot.domain.whistle import (
    Objection,
    Summons,
    Whistle,
    WhistleKind,
    WhistleStatus,
    fall_due,
    in_time,
)
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.drafting import sender
from bot.journey.steps.leading import leaders_room
from bot.journey.steps.telling import tell_reporters
from bot.journey.words.wording import case_words, short_name
from intents.departments import departments_in, family

_OF_ONE: Final = 3
_ABOVE: Final = ((Role.COMMUNITY_SECRETARY,), (Role.STREET, Role.DUTY_OFFICER))


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Whom to call, how soon, by whose word; `asked_by` asked for it, `heard` is what was said."""

    kind: WhistleKind
    departments: tuple[str, ...]
    by: str
    asked_by: str | None = None
    heard: Heard | None = None


def departments_here(docket: Docket, text: str) -> tuple[str, ...]:
    """The departments that a text names, by the names they have here."""
    own: dict[str, str] = {}
    for person in docket.office.directory.people:
        if person.department:
            own.setdefault(family(person.department), short_name(person.department))
    return tuple(own.get(family(name), name) for name in departments_in(text))


def members(docket: Docket, department: str) -> tuple[Person, ...]:
    """Who sits here for a department."""
    wanted = family(department)
    people = docket.office.directory.people
    return tuple(p for p in people if p.department and family(p.department) == wanted)


async def open_whistles(docket: Docket, case: Case) -> list[Whistle]:
    """Those of a case that are not over, newest first."""
    if case.whistle is None:
        return []
    return [one for one in await docket.unit.whistles.of_case(case.key) if not one.is_over]


def not_called(whistles: Sequence[Whistle], wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Those whom none of these has called."""
    known = {family(name) for whistle in whistles for name in whistle.departments}
    return tuple(name for name in wanted if family(name) not in known)


async def keep(docket: Docket, whistle: Whistle) -> Whistle:
    """A changed whistle in the store."""
    await docket.unit.whistles.change(whistle)
    return replace(whistle, version=whistle.version + 1)


async def cases_of(docket: Docket, whistle: Whistle) -> list[Case]:
    """Its cases as they are now."""
    found = [docket.touched.get(key) or await docket.unit.cases.get(key) for key in whistle.cases]
    return [case for case in found if case is not None]


async def note_on_all(docket: Docket, whistle: Whistle, by: str, **facts: object) -> None:
    """A line in the history of each of its cases."""
    for case in await cases_of(docket, whistle):
        await docket.note(case, EventKind.ADDED, by, facts)


async def sound(docket: Docket, cases: Sequence[Case], order: Order) -> list[Case]:
    """Blow it; the cases with it."""
    office, first = docket.office, cases[0]
    whistle = Whistle(
        id=office.ids.new("whistle"),
        community=first.community,
        grid=first.grid,
        kind=order.kind,
        status=WhistleStatus.WHISTLED,
        cases=tuple(case.key for case in cases),
        summons=tuple(Summons(department=name) for name in order.departments),
        blown_by=order.by,
        blown_at=docket.now,
        due_at=office.settings.whistles.until(order.kind, docket.now, office.hours),
        asked_by=order.asked_by,
    )
    await docket.unit.whistles.add(whistle)
    changed = [await _hang(docket, case, whistle, order) for case in cases]
    await docket.wake(changed[0], TimerKind.WHISTLE_DUE, whistle.due_at)
    await _call(docket, changed[0], whistle)
    return changed


async def _hang(docket: Docket, case: Case, whistle: Whistle, order: Order) -> Case:
    """On each case; whoever waits hears once that help was called."""
    history = await docket.history(case)
    first = all(event.kind is not EventKind.WHISTLED for event in history)
    facts = {"kind": whistle.kind.value, "departments": list(whistle.departments)}
    await docket.note(case, EventKind.WHISTLED, order.by, facts)
    changed = await docket.change(case, whistle=whistle.id)
    if first and Level.DEPARTMENT not in called(history):
        level = docket.office.words.term("level", Level.DEPARTMENT.value)
        key = ReplyKey.STEP_PASSED_UP
        await tell_reporters(docket, order.heard, changed, key, level=level)
    return changed


async def _call(docket: Docket, case: Case, whistle: Whistle) -> None:
    """A line to those who lead, private words to each department that sits here; who blew it hears
    which do not."""
    words = {
        "to": docket.office.words.term("mark", "comma").join(whistle.departments),
        "kind": docket.office.words.term("whistle", whistle.kind.value),
        "until": shown(whistle.due_at),
    }
    urgent = whistle.kind is WhistleKind.EMERGENCY
    parameters = case_words(docket.office, case) | words
    room = leaders_room(docket, case)
    if room is not None:
        await docket.say(
            Say(
                key=ReplyKey.WHISTLE_BLOWN,
                room=room.id,
                case=case.key,
                parameters=parameters,
                urgent=urgent,
            )
        )
    alone = []
    for name in whistle.departments:
        people = [p for p in members(docket, name) if not is_accused(p, case)][:_OF_ONE]
        reached = [await _summon(docket, case, p, words, urgent=urgent) for p in people]
        if not any(reached):
            alone.append(name)
    if alone:
        gone = parameters | {"to": docket.office.words.term("mark", "comma").join(alone)}
        await docket.say(
            Say(key=ReplyKey.WHISTLE_ALONE, person=whistle.blown_by, case=case.key, parameters=gone)
        )


async def _summon(
    docket: Docket, case: Case, person: Person, words: dict[str, str], *, urgent: bool
) -> bool:
    parameters = case_words(docket.office, case, in_private=True) | words
    if case.is_restricted:
        parameters["words"] = ""
    said = Say(
        key=ReplyKey.WHISTLE_CALLED,
        person=person.id,
        case=case.key,
        parameters=parameters,
        urgent=urgent,
    )
    return await docket.say(said)


async def time_is_up(docket: Docket, case: Case, timer: Timer) -> None:
    """Who has not reported in is told of to the secretary and the street, once."""
    for whistle in await open_whistles(docket, case):
        if whistle.fell_due_at is not None or whistle.due_at > docket.now:
            continue
        late = tuple(
            one.department
            for one in whistle.summons
            if one.objection is not Objection.GRANTED and not in_time(whistle, one)
        )
        whistle = await keep(docket, fall_due(whistle, now=docket.now))
        if not late:
            continue
        facts = {"note": "whistle_overdue", "departments": list(late)}
        await note_on_all(docket, whistle, "timer", **facts)
        to = docket.office.words.term("mark", "comma").join(late)
        await tell_above(docket, case, ReplyKey.WHISTLE_OVERDUE, to=to)


async def agreed_time_is_up(docket: Docket, case: Case, timer: Timer) -> None:
    """What was agreed is not done in its time."""
    for whistle in await open_whistles(docket, case):
        if whistle.until is None or whistle.until > docket.now:
            continue
        await note_on_all(docket, whistle, "timer", note="joint_overdue")
        lead = whistle.lead or ""
        await tell_above(docket, case, ReplyKey.JOINT_LATE, to=lead)
        for person in members(docket, lead)[:1] if lead else ():
            parameters = case_words(docket.office, case) | {"to": lead}
            key = ReplyKey.JOINT_LATE
            await docket.say(Say(key=key, person=person.id, case=case.key, parameters=parameters))


async def tell_above(docket: Docket, case: Case, key: ReplyKey, **more: str) -> None:
    """The secretary and one of the street."""
    parameters = case_words(docket.office, case) | more
    for roles in _ABOVE:
        person = sender(docket, case, roles)
        if person is not None:
            await docket.say(Say(key=key, person=person.id, case=case.key, parameters=parameters))


def shown(at: datetime) -> str:
    """An instant as it stands in a sentence."""
    return f"{at.astimezone(SHANGHAI):%m-%d %H:%M}"
