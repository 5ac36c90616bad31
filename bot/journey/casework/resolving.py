"""What meetings have decided: taken down, confirmed with one word, done.

Comes in: a command about resolutions. Goes out: an echo where it was said, resolutions in rows, a
line to whoever sees to each, alone. Does not: take anything for decided that was not confirmed;
ask how far it is (`bot.journey.beside.convening` does).
"""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Final

from bot.domain.deadlines import SHANGHAI
from bot.domain.people import Person
from bot.domain.question import Question, QuestionKind, thread_of
from bot.domain.reply import ReplyKey
from bot.domain.resolution import MAY_RESOLVE, Resolution, confirmed, done, moved
from bot.domain.say import Say
from bot.journey.casework.staff.until import end_of_term
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.naming import called
from bot.journey.steps.telling import back_to
from bot.journey.words.resolved import line_of, listed, of_resolution
from intents.contacts import mask
from intents.decisions import Command
from intents.meetings import Resolved, is_done, likeliest, read_number, read_resolved
from intents.terms import term_in
from intents.text import normalise

_NUMBERS: Final = "resolutions"
"""The counter of what they are called by, by community."""


async def take_down(docket: Docket, heard: Heard) -> None:
    """Tell how it was understood, and ask whether that is right."""
    said = read_resolved(heard.message.text, docket.now.astimezone(SHANGHAI).date())
    found = [_resolution(docket, heard, one) for one in said]
    lacking = next((one for one in found if isinstance(one, str)), None)
    whole = [one for one in found if isinstance(one, Resolution)]
    if lacking is not None or not whole:
        words = {"why": docket.office.words.term("resolution_lacks", lacking or "matter")}
        await docket.say(_back(heard, ReplyKey.RESOLVED_LACKS, words))
        return
    await _forget_proposed(docket, heard)
    await docket.unit.resolutions.drop_stale(docket.now - docket.office.meetings.confirm_within)
    for one in whole:
        await docket.unit.resolutions.add(one)
    words = {"choices": "".join(line_of(docket.office, one) for one in whole)}
    await docket.say(_back(heard, ReplyKey.RESOLVED_ECHO, words))
    await docket.unit.questions.ask(
        Question(
            thread=_thread(heard),
            kind=QuestionKind.RESOLVED,
            case=None,
            until=docket.now + docket.office.meetings.confirm_within,
            payload={"resolutions": " ".join(one.id for one in whole)},
        )
    )


def _resolution(docket: Docket, heard: Heard, said: Resolved) -> Resolution | str:
    """What is to be done by whom until when; else which of it is lacking."""
    if said.term is None:
        return "until"
    owner, name = _owner(docket, heard, said)
    if not name:
        return "who"
    office = docket.office
    return Resolution(
        id=office.ids.new("resolution"),
        community=heard.community,
        grid=heard.grid.id if heard.grid else None,
        matter=mask(said.matter),
        owner=owner.id if owner else None,
        owner_name=owner.name if owner else name,
        by=heard.person.id,
        made_at=docket.now,
        until=end_of_term(said.term, docket.now, office.hours),
    )


def _owner(docket: Docket, heard: Heard, said: Resolved) -> tuple[Person | None, str]:
    """Who sees to it, and how he is called: who is named so, the only one of a department of that
    name, else somebody whose name stands in the words.
    """
    directory = docket.office.directory
    if said.who is None:
        named = [one for one in directory.people if len(one.name) > 1 and one.name in said.matter]
        return (named[0], named[0].name) if len(named) == 1 else (None, "")
    found = called(directory, heard.person, said.who) or list(directory.of_department(said.who))
    return (found[0] if len(found) == 1 else None), said.who


async def confirm(docket: Docket, heard: Heard) -> None:
    """It was understood rightly: it gets its number, and whoever sees to it is told."""
    proposed = await docket.unit.resolutions.some(await _proposed(docket, heard))
    if not proposed:
        return
    await docket.unit.questions.settle(_thread(heard))
    rules, counters = docket.office.meetings, docket.unit.counters
    kept = []
    for one in proposed:
        await counters.count(_NUMBERS, heard.community)
        number = await counters.total(_NUMBERS, heard.community)
        kept.append(confirmed(one, number, rules))
        await docket.unit.resolutions.change(kept[-1])
    words = {"choices": listed(docket.office, kept, docket.now)}
    await docket.say(_back(heard, ReplyKey.RESOLVED_KEPT, words))
    for one in kept:
        if one.owner is not None and one.owner != heard.person.id:
            await _tell(docket, one.owner, ReplyKey.RESOLVED_YOURS, one)


async def drop(docket: Docket, heard: Heard) -> None:
    """It was not: nothing is kept."""
    await _forget_proposed(docket, heard)
    await docket.say(_back(heard, ReplyKey.RESOLVED_DROPPED, {}))


async def see_to(docket: Docket, heard: Heard) -> None:
    """It is done, or will be on another day, or nobody knows yet."""
    one = await _meant(docket, heard)
    if one is None or not _may_settle(heard.person, one):
        return
    words = normalise(heard.message.text)
    term = term_in(words, docket.now.astimezone(SHANGHAI).date())
    if is_done(words):
        settled, told, to_others = (
            done(one, heard.person.id, docket.now),
            ReplyKey.RESOLUTION_DONE,
            ReplyKey.RESOLUTION_DONE_TOLD,
        )
    elif term is not None:
        until = end_of_term(term, docket.now, docket.office.hours)
        settled = moved(one, until, docket.office.meetings)
        told, to_others = ReplyKey.RESOLUTION_MOVED, ReplyKey.RESOLUTION_MOVED_TOLD
    else:
        await _tell(docket, heard.person.id, ReplyKey.RESOLUTION_WHEN, one)
        return
    await docket.unit.resolutions.change(settled)
    await _settle_question(docket, heard)
    await docket.say(_back(heard, told, of_resolution(settled)))
    if settled.by != heard.person.id:
        await _tell(docket, settled.by, to_others, settled)


async def _meant(docket: Docket, heard: Heard) -> Resolution | None:
    """By its number, as the one that was asked after, or by the words for it."""
    number = read_number(heard.message.text)
    rows = docket.unit.resolutions
    if number is not None:
        return await rows.numbered(heard.community, number)
    own = await rows.open_of([heard.person.id])
    question = await _question(docket, heard, QuestionKind.SEEN_TO)
    asked = question.payload["resolution"] if question else None
    words = normalise(heard.message.text)
    likely = likeliest(words, [one.matter for one in own])
    if likely is not None and (asked is None or is_done(words)):
        return own[likely]
    return next((one for one in own if one.id == asked), None)


def _may_settle(person: Person, one: Resolution) -> bool:
    mine = person.id in (one.owner, one.by) or bool(MAY_RESOLVE.intersection(person.roles))
    return mine and one.done_at is None


async def tell_all(docket: Docket, heard: Heard) -> None:
    """What is not done yet, to one who may ask, alone."""
    found = await docket.unit.resolutions.listed(heard.community, docket.now)
    own = [one for one in found if one.done_at is None and _concerns(heard.person, one)]
    key = ReplyKey.RESOLUTIONS_LISTED if own else ReplyKey.RESOLUTIONS_NONE
    words = {"count": str(len(own)), "choices": listed(docket.office, own, docket.now)}
    await docket.say(Say(key=key, person=heard.person.id, parameters=words))


def _concerns(person: Person, one: Resolution) -> bool:
    return not person.grids or one.grid is None or one.grid in person.grids


async def _proposed(docket: Docket, heard: Heard) -> list[str]:
    question = await _question(docket, heard, QuestionKind.RESOLVED)
    return question.payload["resolutions"].split() if question else []


async def _forget_proposed(docket: Docket, heard: Heard) -> None:
    ids = await _proposed(docket, heard)
    if ids:
        await docket.unit.resolutions.drop(ids)
        await docket.unit.questions.settle(_thread(heard))


async def _settle_question(docket: Docket, heard: Heard) -> None:
    if await _question(docket, heard, QuestionKind.SEEN_TO) is not None:
        await docket.unit.questions.settle(_thread(heard))


async def _question(docket: Docket, heard: Heard, kind: QuestionKind) -> Question | None:
    asked = await docket.unit.questions.open_for([_thread(heard)], docket.now)
    question = asked.get(_thread(heard))
    return question if question is not None and question.kind is kind else None


def _thread(heard: Heard) -> str:
    room = heard.room.id if heard.room else None
    return thread_of(room, heard.message.channel, heard.person.id)


def _back(heard: Heard, key: ReplyKey, words: Mapping[str, str]) -> Say:
    return back_to(heard, key, heard.room, words)


async def _tell(docket: Docket, person: str, key: ReplyKey, one: Resolution) -> None:
    await docket.say(Say(key=key, person=person, parameters=of_resolution(one)))


RESOLVING: Final[Mapping[Command, Callable[[Docket, Heard], Awaitable[None]]]] = MappingProxyType(
    {
        Command.RESOLVED: take_down,
        Command.RESOLVED_YES: confirm,
        Command.RESOLVED_NO: drop,
        Command.SEEN_TO: see_to,
        Command.RESOLUTIONS: tell_all,
    }
)
