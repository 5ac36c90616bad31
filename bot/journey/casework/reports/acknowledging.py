"""One answer to those who reported: that it is registered, and the one thing that is missing.

Comes in: cases opened by one message. Goes out: a line in the group it came from or words in
private, and the line to those who lead. Does not: open cases. In an owners' group the first report
is answered at once; those of the next minute are answered together.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.domain.case import Case
from bot.domain.delivery import DeliveryState
from bot.domain.grid import Room, RoomKind
from bot.domain.incidents import IN_A_BUILDING
from bot.domain.question import Question, QuestionKind
from bot.domain.quiet import next_line
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.casework.hearing.sight import Sight
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.leading import tell_leaders
from bot.journey.words.wording import QUARREL, case_words

_PLACELESS: Final = frozenset(
    {
        *("LD", "SC", "MS", "WJ", "NEG"),
        *("WY-08", "WY-10", "WY-11", "WY-12", "WY-13", "WY-14", "WY-16", "WY-17", "WY-20"),
        *("ZZ-02", "ZZ-08", "ZZ-10", "ZZ-11", "ZZ-12", "ZZ-13", "ZZ-16"),
        *("JF-06", "JF-07", "JF-08", "JF-09", "JF-11", "JF-12", "JF-14", "JF-15", "JF-17"),
    }
)
"""Services, papers, fees (whole categories and single items): nobody has to go anywhere."""

_FAR_BACK: Final = 10
_TOGETHER: Final = "acknowledged/"


async def acknowledge(
    docket: Docket, heard: Heard, sight: Sight, cases: Sequence[Case]
) -> list[Case]:
    """Answer, and tell those who lead. In the leaders' group one line does both."""
    cases = [await _asked(docket, heard, case) for case in cases]
    public = [case for case in cases if _is_public(docket, heard, case)]
    for case in cases:
        if case not in public:
            await _in_private(docket, heard, case)
        await tell_leaders(docket, case)
    if not public or heard.room_kind is RoomKind.LEADERS:
        return cases
    if heard.room is None:
        for case in public:
            await docket.say(_line(docket, [case], room=None, person=heard.person.id))
    else:
        await _in_group(docket, heard, sight, heard.room, public)
    return cases


def _is_public(docket: Docket, heard: Heard, case: Case) -> bool:
    """Whether the answer may be what everybody is answered."""
    if heard.room is None:
        return not case.is_restricted
    return docket.may_stand(case, heard.room)


async def _in_private(docket: Docket, heard: Heard, case: Case) -> None:
    await docket.say(
        Say(
            key=ReplyKey.CASE_OPENED_PRIVATE,
            person=heard.person.id,
            case=case.key,
            parameters=case_words(docket.office, case),
        )
    )


async def _asked(docket: Docket, heard: Heard, case: Case) -> Case:
    """Remember that the place is asked for, where nobody can act without it."""
    if heard.room_kind is RoomKind.LEADERS or not _needs_place(case):
        return case
    if heard.room is not None and case.category == QUARREL:
        return case  # where people live who quarrel is nothing to be told in a group
    if not _is_public(docket, heard, case):
        return case
    await docket.unit.questions.ask(
        Question(
            thread=heard.turn.thread,
            kind=QuestionKind.PLACE,
            case=case.key,
            until=docket.now + docket.office.settings.question_patience,
        )
    )
    return await docket.change(case, asked_place=True)


def _needs_place(case: Case) -> bool:
    """Whether nobody knows where to go."""
    if case.place.building is not None or _PLACELESS & {case.category, case.item}:
        return False
    return case.place.spot is None or case.item in IN_A_BUILDING


async def _in_group(
    docket: Docket, heard: Heard, sight: Sight, room: Room, cases: Sequence[Case]
) -> None:
    at = _free_at(docket, heard, sight, room, cases)
    if at is None:
        await docket.say(_line(docket, cases, room=room.id, person=heard.person.id))
        return
    name = f"{_TOGETHER}{room.id}/{at.isoformat()}"
    queued = await docket.together(name)
    keys = dict.fromkeys(delivery.case for delivery in queued if delivery.case)
    before = [sight.cases[key] for key in keys if key in sight.cases]
    held = [case for case in before if case.is_open]
    await docket.say_together(
        _line(docket, [*held, *cases], room=room.id, person=heard.person.id),
        at,
        together=name,
        instead_of=[d for d in queued if d.state is DeliveryState.QUEUED],
    )


def _free_at(
    docket: Docket, heard: Heard, sight: Sight, room: Room, cases: Sequence[Case]
) -> datetime | None:
    """When the next line of this kind may be said there; None for at once."""
    morning = docket.decent(room.id)
    if morning > docket.now:
        return morning
    window = docket.office.settings.acknowledge_together
    new = {case.key for case in cases}
    grid = heard.grid.id if heard.grid else None
    earlier = [
        case.opened_at
        for case in sight.around(heard.community, grid)
        if case.opened_in == room.id
        and case.key not in new
        and case.emergency is None
        and docket.now - case.opened_at < window * _FAR_BACK
        and docket.may_stand(case, room)
    ]
    return next_line(earlier, docket.now, window)


async def unsay(docket: Docket, case: Case) -> None:
    """Whatever waits to be said about a case is not said; a line that acknowledges others with it
    acknowledges them alone.
    """
    for name in await docket.unit.deliveries.causes_of(case.key):
        if name.startswith(_TOGETHER):
            await _told_without(docket, name, case)
    await docket.drop_words(case)


async def _told_without(docket: Docket, name: str, case: Case) -> None:
    queued = await docket.together(name)
    waiting = [one for one in queued if one.state is DeliveryState.QUEUED]
    keys = dict.fromkeys(one.case for one in queued if one.case not in (None, case.key))
    found = [docket.touched.get(key) or await docket.unit.cases.get(key) for key in keys if key]
    others = [other for other in found if other is not None and other.is_open]
    room = docket.office.directory.room(waiting[0].room or "") if waiting else None
    left = [other for other in others if room is not None and docket.may_stand(other, room)]
    if room is None or not left:
        await docket.take_back(waiting, "nothing is left of it")
        return
    line = _line(docket, left, room=room.id, person=left[-1].reporter)
    await docket.say_together(line, waiting[0].due_at, together=name, instead_of=waiting)


def _line(docket: Docket, cases: Sequence[Case], *, room: str | None, person: str) -> Say:
    """One case with its date, or several in a row."""
    words = docket.office.words
    key, parameters = ReplyKey.CASES_OPENED, {"count": str(len(cases))}
    if len(cases) == 1:
        key = ReplyKey.CASE_OPENED_ASK_PLACE if cases[0].asked_place else ReplyKey.CASE_OPENED
        parameters = case_words(docket.office, cases[0])
    else:
        parameters["choices"] = "".join(
            words.render(
                ReplyKey.CHOICE_ASK_PLACE if case.asked_place else ReplyKey.CHOICE,
                case_words(docket.office, case),
            )
            for case in cases
        )
    return Say(
        key=key,
        room=room,
        person=None if room else person,
        otherwise=person if room else None,
        case=cases[-1].key,
        parameters=parameters,
    )
