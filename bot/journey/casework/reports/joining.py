"""One incident told by many: another household joins the case instead of opening a second (domain
rules §6.4).

Comes in: a message about a case that is known. Goes out: the case with one more who waits for it,
a place that was missing, a higher urgency where many report it. Does not: find the case.
"""

from bot.domain.case import Case, EventKind
from bot.domain.grid import RoomKind
from bot.domain.incidents import CROWD, households, is_crowded
from bot.domain.matters import Privacy
from bot.domain.place import Place
from bot.domain.question import thread_of
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.casework.hearing.scenes import meant
from bot.journey.casework.reports.acknowledging import unsay
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.clocks import restart_accepting
from bot.journey.steps.leading import tell_more, tell_of_place
from bot.journey.steps.telling import hearers
from bot.journey.words.wording import case_words
from intents.decisions import Act


def placed(heard: Heard) -> Place:
    """The stated place, with the building of the room where none is stated."""
    place = heard.place
    if place.building is None and heard.room is not None and heard.room.building is not None:
        return Place(building=heard.room.building).filled_from(place)
    return place


async def join(docket: Docket, heard: Heard, case: Case) -> tuple[Act, Case]:
    """Another telling of a known incident: a supporter where it is another person, a detail where
    it is not.
    """
    own = heard.person.id == case.reporter or heard.person.id in case.supporters
    case = await hush(docket, heard, case)
    case = await put(docket, heard, case, case.place.filled_from(heard.place))
    await docket.keep_words(case, [heard.message], "detail" if own else "second")
    if own or heard.person.is_staff:
        return Act.DETAIL, await touched(docket, heard, case)
    if case.emergency is None:
        await _answer(docket, heard, case)
    room = heard.room.id if heard.room else None
    await docket.note(
        case, EventKind.JOINED, heard.person.id, {"member": heard.person.id, "room": room}
    )
    case = await docket.change(case, supporters=(*case.supporters, heard.person.id))
    case = await _counted(docket, case)
    return Act.SECOND, await touched(docket, heard, case)


async def _answer(docket: Docket, heard: Heard, case: Case) -> None:
    """Whoever joins is answered where it was not acknowledged yet: alone, in another group, or
    where the bot was spoken to."""
    if case.is_restricted:
        key = ReplyKey.CASE_OPENED_PRIVATE if heard.room is None else ReplyKey.HEARD_IN_PRIVATE
        await docket.say(
            Say(
                key=key,
                person=heard.person.id,
                case=case.key,
                parameters=case_words(docket.office, case),
            )
        )
        return
    rooms, _ = await hearers(docket, case)
    if heard.room is not None and (
        heard.room_kind is RoomKind.LEADERS
        or (heard.room.id in rooms and not heard.message.addressed)
    ):
        return
    await docket.say(
        Say(
            key=ReplyKey.CASE_JOINED,
            room=heard.room.id if heard.room else None,
            person=None if heard.room else heard.person.id,
            otherwise=heard.person.id if heard.room else None,
            case=case.key,
            parameters=case_words(docket.office, case),
        )
    )


async def _counted(docket: Docket, case: Case) -> Case:
    """Three households within a day make it more pressing; those who lead hear of it then, and when
    many more join."""
    number = households(case)
    if number not in CROWD or case.emergency is not None:
        return case
    if is_crowded(case, docket.now) and case.urgency.raised() is not case.urgency:
        case = await restart_accepting(docket, case, urgency=case.urgency.raised())
    await tell_more(docket, case, ReplyKey.LEADER_JOINED, count=str(number))
    return case


async def tell_more_of_it(docket: Docket, heard: Heard, case: Case) -> Case:
    """Details; a place that was missing is filled in, one's own is corrected."""
    stated = meant(heard.decision.place)
    place = case.place.filled_from(stated)
    own = heard.person.id == case.reporter
    if own and not stated.is_empty and case.place.contradicts(stated):
        place = case.place.corrected_by(stated)
    case = await put(docket, heard, case, place)
    await docket.keep_words(case, [heard.message], "detail")
    return await touched(docket, heard, case)


async def put(docket: Docket, heard: Heard, case: Case, place: Place) -> Case:
    """The case at a place; those who lead hear of a building that was missing or wrong."""
    if place == case.place:
        return case
    await docket.note(case, EventKind.PLACED, heard.person.id, {"place": place.stated()})
    if case.asked_place:
        for room in (case.opened_in, None):
            await docket.unit.questions.settle(thread_of(room, case.channel, case.reporter))
    where = case.place
    case = await docket.change(case, place=place, asked_place=False)
    if place.building != where.building or where.is_empty:
        await tell_of_place(docket, case)
    return case


async def hush(docket: Docket, heard: Heard, case: Case) -> Case:
    """Something private said in a group about a public case: from now on nothing about it is said
    in any group, and the one who said it is told so alone (domain rules §11.1)."""
    if not heard.decision.private or heard.room is None or case.is_restricted:
        return case
    case = await docket.change(case, privacy=Privacy.RESTRICTED)
    await unsay(docket, case)
    await docket.say(Say(key=ReplyKey.HEARD_IN_PRIVATE, person=heard.person.id, case=case.key))
    return case


async def touched(docket: Docket, heard: Heard, case: Case) -> Case:
    """Somebody has just spoken of it."""
    return await docket.change(case, touched_at=docket.now, last_speaker=heard.person.id)
