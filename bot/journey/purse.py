"""Somebody's points as they stand, and codes taken for them.

Comes in: a unit of work, people, codes. Goes out: bookings of the ledger, and to whose points they
are a line alone. Does not: read words, give points, or decide what an office gives for them
(`bot.domain.points` has the rules).
"""

from collections.abc import Sequence

from bot.domain.people import Person, Role
from bot.domain.points import Booking, Code, CodeState, run_out, spent
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.docket import Docket

MAY_AWARD = frozenset({Role.GRID_MEMBER, Role.GRID_LEADER, Role.COMMUNITY_SECRETARY, Role.STREET})
"""Who gives points, and takes every partner's codes."""


async def current(docket: Docket, person: str) -> tuple[list[Booking], Sequence[Code]]:
    """Somebody's bookings and open codes, after what has run out meanwhile is booked."""
    points = docket.unit.points
    booked = await points.of(person)
    codes = await points.open_codes(person, docket.now)
    over = run_out(
        person,
        booked,
        sum(code.points for code in codes),
        booking=docket.office.ids.new("booking"),
        now=docket.now,
        today=docket.office.today,
    )
    if over is not None and await points.add(over):
        booked.append(over)
    return booked, codes


async def balance(docket: Docket, person: str) -> int:
    """What somebody can spend."""
    return free(*await current(docket, person))


def free(booked: Sequence[Booking], codes: Sequence[Code]) -> int:
    """What is not promised to a partner yet."""
    return sum(one.points for one in booked) - sum(code.points for code in codes)


async def take_code(docket: Docket, person: Person, shown: str) -> Say:
    """Take a code: once, in its time, by the partner's people or staff, never one's own. Whose it
    was is told alone; the answer to whoever takes it is given back.
    """
    code = await docket.unit.points.code(shown)
    if not _may_take(docket, person, code):
        return Say(key=ReplyKey.POINTS_NOT_YOURS, person=person.id, parameters={})
    if code is None or not await docket.unit.points.use(code.code, docket.now):
        used = code is not None and code.state is CodeState.USED
        why = docket.office.words.term("points_why", "used" if used else "no_code")
        return Say(key=ReplyKey.POINTS_NO_CODE, person=person.id, parameters={"why": why})
    booking = spent(code, by=person.id, booking=docket.office.ids.new("booking"), now=docket.now)
    await docket.unit.points.add(booking)
    words = {"matter": _name_of(docket, code), "count": str(code.points)}
    held = {"held": str(await balance(docket, code.person))}
    await docket.say(Say(key=ReplyKey.POINTS_SPENT, person=code.person, parameters=words | held))
    return Say(key=ReplyKey.POINTS_CASHED, person=person.id, parameters=words)


def _may_take(docket: Docket, person: Person, code: Code | None) -> bool:
    if code is not None and code.person == person.id:
        return False
    if MAY_AWARD.intersection(person.roles):
        return True
    theirs = [good for good in docket.office.rewards.goods if person.id in good.people]
    return bool(theirs) and (code is None or any(good.id == code.good for good in theirs))


def _name_of(docket: Docket, code: Code) -> str:
    """What the code is for; a good that the office has taken off its list keeps its id."""
    goods = docket.office.rewards.goods
    return next((good.name for good in goods if good.id == code.good), code.good)
