"""What departments that were whistled in agree upon, that they are done, and how each did (domain
rules §7.1).

Comes in: what was heard, and a case with a whistle. Goes out: the whistle with its minutes, its end
or its rates. Does not: read until when (the reader does).
"""

import re
from datetime import datetime, timedelta
from typing import Final

from bot.domain.case import Case
from bot.domain.deadlines import SHANGHAI
from bot.domain.errors import IllegalMove
from bot.domain.people import Action, Role, require
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.timer import TimerKind
from bot.domain.whistle import Agreed, Objection, Whistle, confer, finish, rate
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.drafting import sender
from bot.journey.steps.telling import reply
from bot.journey.steps.whistles import (
    cases_of,
    departments_here,
    keep,
    note_on_all,
    open_whistles,
    shown,
)
from bot.journey.words.wording import case_words
from intents.departments import family
from intents.minutes import rating_in, read_minutes
from intents.terms import Term
from intents.text import normalise

_RATERS: Final = (Role.COMMUNITY_SECRETARY, Role.GRID_LEADER)
_CLAUSE: Final = re.compile(r"[,;!\n\u3002]+")
_LONGEST: Final = 500


async def take_minutes(docket: Docket, heard: Heard, case: Case) -> Case:
    """Who leads, who does what, until when; on every open whistle of the case."""
    require(heard.person, Action.CALL, case.grid)
    whistles = await open_whistles(docket, case)
    read = read_minutes(heard.message.text)
    until = _instant(docket, heard.decision.term)
    lead = (departments_here(docket, read.lead) or (read.lead,))[0] if read.lead else None
    for whistle in whistles:
        known = {family(name): name for name in whistle.departments}
        tasks = {known[family(n)]: task for n, task in read.tasks if family(n) in known}
        words = heard.message.text[:_LONGEST]
        agreed = Agreed(words=words, lead=lead, tasks=tasks, until=until)
        await keep(docket, confer(whistle, agreed, now=docket.now))
        facts = {"note": "conferred", "lead": lead, "words": words}
        facts["until"] = until.isoformat() if until else None
        await note_on_all(docket, whistle, heard.person.id, **facts)
    if whistles:
        if until is not None:
            await docket.cancel(case, [TimerKind.JOINT_DUE])
            await docket.wake(case, TimerKind.JOINT_DUE, until)
        limit = shown(until) if until else ""
        await reply(docket, heard, case, ReplyKey.CONFERRED, to=lead or "", until=limit)
    return case


def _instant(docket: Docket, term: Term | None) -> datetime | None:
    """The close of office on the last day."""
    if term is None:
        return None
    hours = docket.office.hours
    today = docket.now.astimezone(SHANGHAI).date()
    if term.working and term.days is not None:
        return hours.after_days(docket.now, term.days)
    day = term.day or today + timedelta(days=term.days or 0)
    return datetime.combine(day, hours.spans[-1][1], SHANGHAI)


async def end(docket: Docket, heard: Heard, case: Case) -> Case:
    """Somebody says that what was whistled for is done."""
    require(heard.person, Action.SUPERVISE, case.grid)
    for whistle in await open_whistles(docket, case):
        await _finish(docket, case, whistle, by=heard.person.id)
    return case


async def finished(docket: Docket, case: Case, *, by: str) -> None:
    """A whistle is done when the last of its cases is closed."""
    if case.whistle is None or not _is_closed(case):
        return
    for whistle in await open_whistles(docket, case):
        if all(map(_is_closed, await cases_of(docket, whistle))):
            await _finish(docket, case, whistle, by=by)


def _is_closed(case: Case) -> bool:
    return case.closed_at is not None or not case.is_open


async def _finish(docket: Docket, case: Case, whistle: Whistle, *, by: str) -> None:
    """Once done, the secretary or the grid leader is asked how each department did."""
    await keep(docket, finish(whistle, now=docket.now))
    await note_on_all(docket, whistle, by, note="whistle_done")
    await docket.cancel(case, [TimerKind.WHISTLE_DUE, TimerKind.JOINT_DUE])
    person = sender(docket, case, _RATERS)
    bound = [o.department for o in whistle.summons if o.objection is not Objection.GRANTED]
    if person is None or not bound:
        return
    office = docket.office
    parameters = case_words(office, case) | {
        "to": office.words.term("mark", "comma").join(bound),
        "department": bound[0],
    }
    await docket.say(
        Say(key=ReplyKey.RATE_THEM, person=person.id, case=case.key, parameters=parameters)
    )


async def rate_departments(docket: Docket, heard: Heard, case: Case) -> Case:
    """ "312 power company: satisfied, city management: not"; each once."""
    require(heard.person, Action.SUPERVISE, case.grid)
    done = [one for one in await docket.unit.whistles.of_case(case.key) if one.done_at is not None]
    rated = []
    for clause in _CLAUSE.split(normalise(heard.message.text)):
        score = rating_in(clause)
        for said in departments_here(docket, clause) if score else ():
            name = await _rate(docket, heard, done, (said, score or 0))
            if name is not None:
                rated.append(name)
    if rated:
        names = docket.office.words.term("mark", "comma").join(rated)
        await reply(docket, heard, case, ReplyKey.RATED_THEM, to=names)
    return case


async def _rate(
    docket: Docket, heard: Heard, whistles: list[Whistle], said: tuple[str, int]
) -> str | None:
    department, score = said
    for place, whistle in enumerate(whistles):
        for name in whistle.departments:
            if family(name) != family(department) or whistle.of(name).score is not None:
                continue
            try:
                changed = rate(whistle, name, score=score, by=heard.person.id, now=docket.now)
            except IllegalMove:
                continue
            whistles[place] = await keep(docket, changed)
            facts = {"note": "department_rated", "department": name, "score": score}
            await note_on_all(docket, whistle, heard.person.id, **facts)
            return name
    return None
