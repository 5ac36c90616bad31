"""Points given for what volunteers did, taken back where that was wrong, and codes taken by
partners.

Comes in: plain words of staff, or of a partner's people. Goes out: bookings, a line to whoever
said it and one to whom the points belong, in private both. Does not: know the rules of points
(`bot.domain.points`), or book anything for having reported something.
"""

from bot.domain.people import Person
from bot.domain.points import (
    Booking,
    BookingKind,
    Done,
    NotBooked,
    earned,
    taken_back,
)
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.casework.asked.pointing import answer
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.naming import called
from bot.journey.purse import MAY_AWARD, balance, take_code
from intents.points import read_award, read_code, read_taken_back

_HOUR = 60


async def award(docket: Docket, heard: Heard) -> None:
    """Book points for somebody's time."""
    said = read_award(heard.message.text)
    if said is None or not await _is_entitled(docket, heard):
        return
    person = await _person(docket, heard, said.name)
    if person is None:
        return
    rules, today = docket.office.points, docket.office.today
    activity = rules.activity(said.what)
    if activity is None:
        names = " ".join(one.names[0] for one in rules.activities)
        await answer(docket, heard, ReplyKey.POINTS_WHAT_FOR, {"choices": names})
        return
    done = Done(
        person=person.id,
        by=heard.person.id,
        activity=activity,
        minutes=said.minutes,
        day=today,
        source=f"message:{heard.message.id}",
        already=await docket.unit.points.minutes_on(person.id, today),
    )
    try:
        booking = earned(rules, done, booking=docket.office.ids.new("booking"), now=docket.now)
    except NotBooked as err:
        why = docket.office.words.term("points_why", err.why)
        words = {"why": why, "how": hours(err.most) if err.why == "too_long" else ""}
        await answer(docket, heard, ReplyKey.POINTS_NOT_BOOKED, words)
        return
    await _book(docket, heard, booking, person)


async def _book(docket: Docket, heard: Heard, booking: Booking, person: Person) -> None:
    if not await docket.unit.points.add(booking):
        return
    words = {
        "to": person.name,
        "matter": booking.activity or "",
        "how": hours(booking.minutes),
        "count": str(booking.points),
    }
    await answer(docket, heard, ReplyKey.POINTS_AWARDED, words)
    words["held"] = str(await balance(docket, person.id))
    await docket.say(Say(key=ReplyKey.POINTS_EARNED, person=person.id, parameters=words))


async def take_back(docket: Docket, heard: Heard) -> None:
    """The last entry for somebody was wrong."""
    name = read_taken_back(heard.message.text)
    if name is None or not await _is_entitled(docket, heard):
        return
    person = await _person(docket, heard, name)
    if person is None:
        return
    booked = await docket.unit.points.of(person.id)
    since = docket.now - docket.office.points.correct_within
    gone = {one.source for one in booked if one.kind is BookingKind.TAKEN_BACK}
    wrong = [
        one
        for one in booked
        if one.kind is BookingKind.EARNED and one.at >= since and f"booking:{one.id}" not in gone
    ]
    if not wrong or person.id == heard.person.id:
        await answer(docket, heard, ReplyKey.POINTS_NOTHING_TO_TAKE, {"to": person.name})
        return
    opposite = taken_back(
        wrong[-1], by=heard.person.id, booking=docket.office.ids.new("booking"), now=docket.now
    )
    if await docket.unit.points.add(opposite):
        words = {"to": person.name, "count": str(wrong[-1].points)}
        await answer(docket, heard, ReplyKey.POINTS_TAKEN_BACK, words)


async def cash(docket: Docket, heard: Heard) -> None:
    """Take a code, as at the desk."""
    said = await take_code(docket, heard.person, read_code(heard.message.text) or "")
    await docket.say(said)


async def _is_entitled(docket: Docket, heard: Heard) -> bool:
    if MAY_AWARD.intersection(heard.person.roles):
        return True
    await answer(docket, heard, ReplyKey.POINTS_NOT_YOURS, {})
    return False


async def _person(docket: Docket, heard: Heard, name: str) -> Person | None:
    """The one who is meant, among those of the speaker's grids; he is asked where it may be more
    than one.
    """
    found = called(docket.office.directory, heard.person, name)
    if len(found) == 1:
        return found[0]
    key = ReplyKey.POINTS_WHO if found else ReplyKey.POINTS_NOBODY
    await answer(docket, heard, key, {"to": name, "count": str(len(found))})
    return None


def hours(minutes: int) -> str:
    """Hours, with a decimal where it is no whole number of them."""
    return f"{minutes / _HOUR:.1f}".removesuffix(".0")
