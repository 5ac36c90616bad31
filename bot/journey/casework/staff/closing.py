"""A case that was handed in is closed as soon as nothing is missing; what is missing is asked of
the right person, once (domain rules §6.2, §6.3).

Comes in: a case that was handed in. Goes out: the case closed, or a question to one person. Does
not: refuse the word of whoever has mended something.
"""

from bot.domain.case import Case, CaseStatus, EventKind
from bot.domain.closing import Lack, is_content, lacking
from bot.domain.moves import CaseMove, after
from bot.domain.people import Role, is_accused
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.timer import TimerKind
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.clocks import EVERYTHING, stop
from bot.journey.steps.telling import reply
from bot.journey.words.wording import case_words
from intents.sideroads import shows
from intents.text import bigrams, normalise

RELEASING = (Role.COMMUNITY_SECRETARY, Role.STREET, Role.DUTY_OFFICER)
"""Who lets an emergency be closed."""

_CHECKING = (Role.GRID_LEADER, Role.COMMUNITY_SECRETARY, Role.GRID_MEMBER, Role.STREET)
"""Who is asked to look whether it is done, the first first."""

_TELLS = 6
"""So many pairs of letters tell what was done, beside that it was."""


def lacks(docket: Docket, case: Case) -> tuple[Lack, ...]:
    """What is missing before it may be closed."""
    return lacking(case, docket.office.matters[case.item])


async def with_pictures(docket: Docket, heard: Heard, case: Case) -> Case:
    """The case with what this message shows."""
    shown = heard.message.images or int(shows(normalise(heard.message.text)))
    if not shown:
        return case
    return await docket.change(case, pictures=case.pictures + shown)


async def close_if_complete(docket: Docket, case: Case, *, by: str) -> Case:
    """Closed by whoever said the last word that was missing; what its reporter has said before is
    its rating."""
    if case.status is not CaseStatus.PENDING_CHECK or lacks(docket, case):
        return case
    case = await docket.move(case, CaseMove.PASS_CHECK, by, {"checked_by": case.checked_by})
    return await rate_or_visit(docket, case)


async def rate_or_visit(docket: Docket, case: Case) -> Case:
    """A closed case is rated with what its reporter has said, else he is waited for."""
    if case.rating is not None:
        await stop(docket, case, EVERYTHING)
        if not await is_rated(docket, case):
            return await docket.move(case, CaseMove.RATE, case.reporter, {"score": case.rating})
        status = after(case.status, CaseMove.RATE)
        await docket.note(case, EventKind.MOVED, "bot", {"move": CaseMove.RATE.value})
        return await docket.change(case, status=status)
    settings = docket.office.settings
    patience = max(settings.reopen_within, 2 * settings.callback_patience)
    await docket.wake(case, TimerKind.VISIT_OVER, docket.now + patience)
    return case


async def is_rated(docket: Docket, case: Case) -> bool:
    """Whether the rating stands in the history since the case was handed in."""
    for event in reversed(await docket.history(case)):
        if event.kind in (EventKind.RATED, EventKind.RESOLVED):
            return event.kind is EventKind.RATED
    return False


async def ask_for_missing(docket: Docket, heard: Heard, case: Case) -> Case:
    """What whoever mended it can give is asked of him once, in private; of an emergency the
    secretary is asked to let it go."""
    missing = lacks(docket, case) if case.status is CaseStatus.PENDING_CHECK else ()
    if Lack.RELEASE in missing:
        await ask_release(docket, heard, case)
    if case.asked_evidence or not heard.person.is_staff:
        return case
    if Lack.SETTLEMENT in missing:
        await _ask(docket, heard, case, ReplyKey.SETTLEMENT_WANTED)
    elif Lack.PICTURE in missing:
        wanted = "picture" if _tells_more(heard) else "both"
        to = docket.office.words.term("lack", wanted)
        await _ask(docket, heard, case, ReplyKey.EVIDENCE_WANTED, to=to)
    else:
        return case
    return await docket.change(case, asked_evidence=True)


async def ask_release(docket: Docket, heard: Heard, case: Case) -> None:
    """The secretary, else the street, is asked to confirm that an emergency is over."""
    directory = docket.office.directory
    parameters = case_words(docket.office, case)
    for role in RELEASING:
        for person in directory.of_grid(case.grid, role):
            if person.id == heard.person.id or is_accused(person, case):
                continue
            say = Say(
                key=ReplyKey.RELEASE_WANTED,
                person=person.id,
                case=case.key,
                parameters=parameters,
            )
            if await docket.say(say):
                return


async def ask_check(docket: Docket, case: Case) -> None:
    """Whoever reported it is content, and somebody else has to look: one of those who may is asked
    to."""
    missing = lacks(docket, case) if case.status is CaseStatus.PENDING_CHECK else ()
    if Lack.CHECK not in missing or Lack.RELEASE in missing or not is_content(case):
        return
    parameters = case_words(docket.office, case)
    for role in _CHECKING:
        for person in docket.office.directory.of_grid(case.grid, role):
            if person.id in (case.owner, case.done_by, case.reporter) or is_accused(person, case):
                continue
            key = ReplyKey.CHECK_WANTED
            say = Say(key=key, person=person.id, case=case.key, parameters=parameters)
            if await docket.say(say):
                return


async def note_check(docket: Docket, heard: Heard, case: Case) -> None:
    """The check is noted; what is still missing is told."""
    missing = lacks(docket, case)
    if missing:
        to = docket.office.words.term("lack", missing[0])
        await reply(docket, heard, case, ReplyKey.CHECK_NOTED, to=to)


def _tells_more(heard: Heard) -> bool:
    """Whether the words tell what was done, beside that it was."""
    return len(bigrams(normalise(heard.message.text))) >= _TELLS


async def _ask(docket: Docket, heard: Heard, case: Case, key: ReplyKey, **more: str) -> None:
    parameters = case_words(docket.office, case) | more
    await docket.say(Say(key=key, person=heard.person.id, case=case.key, parameters=parameters))
