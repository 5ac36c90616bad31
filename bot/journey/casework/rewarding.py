"""Who came to a call for volunteers, by the word of the leader who called, and their points.

Comes in: a muster, those who had a place, what the leader said. Goes out: bookings of the points
ledger by its rules (`bot.domain.points`), one for each person and call, told to him alone. Does
not: book anything where nobody said how long it lasts, or who of several did not come.
"""

from collections.abc import Sequence

from bot.domain.deadlines import SHANGHAI
from bot.domain.muster import Muster, SignUp, source_of
from bot.domain.points import Activity, Done, NotBooked, earned
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.casework.asked.awarding import hours
from bot.journey.docket import Docket
from bot.journey.purse import balance
from bot.journey.words.rollcall import of_muster
from intents.musters import Attendance
from intents.points import fits


async def attended(
    docket: Docket, muster: Muster, placed: Sequence[SignUp], said: Attendance
) -> int | None:
    """How many came; None where that is still open: the leader is asked who did not."""
    activity = docket.office.points.activity(muster.matter) if muster.minutes else None
    heads = sum(one.heads for one in placed)
    if said.count is not None and said.count < heads and activity is not None:
        names = " ".join(docket.office.directory.person(one.person).name for one in placed)
        words = of_muster(muster) | {"choices": names}
        await docket.say(
            Say(key=ReplyKey.MUSTER_WHO_NOT, person=muster.called_by, parameters=words)
        )
        return None
    came = [one for one in placed if not is_missing(docket, one, said)]
    if said.missing and len(came) == len(placed):
        return None
    if activity is not None:
        await _book(docket, muster, came, activity)
    return said.count if said.count is not None else sum(one.heads for one in came)


def is_missing(docket: Docket, one: SignUp, said: Attendance) -> bool:
    """Whether the leader says that he did not come."""
    name = docket.office.directory.person(one.person).name
    return any(spoken == name or fits(spoken, name) for spoken in said.missing)


async def _book(docket: Docket, muster: Muster, came: Sequence[SignUp], activity: Activity) -> None:
    """For those who signed up themselves: whom they brought along nobody knows."""
    booked = 0
    for one in came:
        booked += await _earn(docket, muster, one.person, activity)
    if booked:
        words = of_muster(muster) | {"count": str(booked)}
        await docket.say(Say(key=ReplyKey.MUSTER_BOOKED, person=muster.called_by, parameters=words))


async def _earn(docket: Docket, muster: Muster, person: str, activity: Activity) -> bool:
    """Whether points were booked; what the rules refuse is not."""
    day = muster.starts_at.astimezone(SHANGHAI).date()
    done = Done(
        person=person,
        by=muster.called_by,
        activity=activity,
        minutes=muster.minutes or 0,
        day=day,
        source=source_of(muster.id, person),
        already=await docket.unit.points.minutes_on(person, day),
    )
    office = docket.office
    try:
        booking = earned(office.points, done, booking=office.ids.new("booking"), now=docket.now)
    except NotBooked:
        return False
    if not await docket.unit.points.add(booking):
        return False
    words = {
        "matter": booking.activity or "",
        "how": hours(booking.minutes),
        "count": str(booking.points),
        "held": str(await balance(docket, person)),
    }
    await docket.say(Say(key=ReplyKey.POINTS_EARNED, person=person, parameters=words))
    return True
