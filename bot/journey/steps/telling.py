"""Steps told to those who wait for them, and the one question whether it is really fixed.

Comes in: a case that has moved. Goes out: words for the groups it was told of in, or in private.
Does not: name anybody; repeat a step to those who have just read it from the one who made it.
"""

from collections.abc import Mapping
from datetime import timedelta

from bot.domain.case import Case, EventKind
from bot.domain.grid import Room, RoomKind
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.timer import TimerKind
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.words.wording import case_words

_STEP_TO_QUESTION = timedelta(seconds=1)


async def hearers(docket: Docket, case: Case) -> tuple[list[str], list[str]]:
    """The rooms and the people alone where a case was told of, the first first."""
    rooms = [case.opened_in] if case.opened_in else []
    people = [] if case.opened_in else [case.reporter]
    for event in await docket.history(case) if case.supporters else ():
        if event.kind is EventKind.JOINED:
            room = event.detail.get("room")
            if room:
                rooms.append(str(room))
            else:
                people.append(str(event.detail["member"]))
    return list(dict.fromkeys(rooms)), list(dict.fromkeys(people))


def back_to(
    heard: Heard,
    key: ReplyKey,
    room: Room | None,
    words: Mapping[str, str],
    case: Case | None = None,
) -> Say:
    """What somebody hears in `room`, or alone: without one, and where the bot is silent in it."""
    return Say(
        key=key,
        room=room.id if room else None,
        person=None if room else heard.person.id,
        otherwise=heard.person.id if room else None,
        case=case.key if case else None,
        parameters=words,
    )


async def reply(docket: Docket, heard: Heard, case: Case, key: ReplyKey, **more: str) -> None:
    """An answer to somebody who works on it: in the leaders' group where he spoke there, else to
    him alone."""
    room = heard.room if heard.room_kind is RoomKind.LEADERS else None
    if room is not None and not docket.may_stand(case, room):
        room = None
    words = case_words(docket.office, case) | more
    await docket.say(back_to(heard, key, room, words, case))


async def tell_reporters(
    docket: Docket, heard: Heard | None, case: Case, key: ReplyKey, **more: str
) -> bool:
    """One line where the case was told of, in private where it may not stand in a group; whether
    the group that it came from heard it from the bot. Nothing was heard where a timer tells it."""
    parameters = case_words(docket.office, case) | more
    rooms, people = await hearers(docket, case)
    told = False
    for id_ in rooms:
        room = docket.office.directory.room(id_)
        if room is None or not docket.may_stand(case, room):
            people.append(case.reporter)
            continue
        here = heard is not None and heard.room is not None and heard.room.id == id_
        first = id_ == case.opened_in
        otherwise = case.reporter if first and not here else None
        said = await docket.say(
            Say(
                key=key,
                room=id_,
                otherwise=otherwise,
                elsewhere=here,
                case=case.key,
                parameters=parameters,
            )
        )
        told = told or (said and first and not here)
    for person in dict.fromkeys(people):
        if heard is None or person != heard.person.id:
            await docket.say(Say(key=key, person=person, case=case.key, parameters=parameters))
    return told


async def ask_back(docket: Docket, heard: Heard, case: Case, *, told: bool) -> Case:
    """Ask the reporter once, in private where that is possible, else by the neutral line in the
    group (`told` says that it has just been said there). Whoever mended it himself is not asked.
    """
    if case.asked_back or case.reporter == heard.person.id:
        return case
    parameters = case_words(docket.office, case)
    private = await docket.say(
        Say(key=ReplyKey.CALLBACK, person=case.reporter, case=case.key, parameters=parameters),
        delay=_STEP_TO_QUESTION,
    )
    if not private and not told and case.opened_in:
        await docket.say(
            Say(key=ReplyKey.STEP_DONE, room=case.opened_in, case=case.key, parameters=parameters)
        )
    await docket.note(case, EventKind.CALLBACK, "bot", {"to": case.reporter, "private": private})
    await docket.wake(
        case,
        TimerKind.CALLBACK_PATIENCE,
        docket.now + docket.office.settings.callback_patience,
    )
    return await docket.change(case, asked_back=True)
