"""What building leaders do, as it comes out of their talk.

Comes in: messages as they were read; questions about it. Goes out: deeds without words; counts to
the one whose they are, and to a grid leader which buildings were silent. Does not: rank anybody,
or ask anybody for more.
"""

from datetime import datetime, timedelta
from typing import Final, Protocol

from bot.domain.case import Case
from bot.domain.deadlines import SHANGHAI
from bot.domain.people import Role
from bot.domain.register import Deed, DeedKind, Post, counted, register, silent
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.turn import StoredMessage
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.office import Office
from intents.decisions import Act
from intents.leaders import says
from intents.text import normalise

_MAY_ASK: Final = (Role.GRID_LEADER, Role.GRID_MEMBER, Role.COMMUNITY_SECRETARY)


class Result(Protocol):
    """What of an outcome tells what was done."""

    @property
    def act(self) -> Act: ...
    @property
    def opened(self) -> bool: ...
    @property
    def deed(self) -> DeedKind | None: ...


def deed_of(
    office: Office, message: StoredMessage, outcome: Result, case: Case | None
) -> Deed | None:
    """What a building leader has done with a message: passed something on, reported something for
    herself or for others, put something right; None where it is only talk, or she is none.
    """
    person = office.directory.person(message.sender)
    if Role.BUILDING_LEADER not in person.roles:
        return None
    kind = outcome.deed or _kind(message, person.id, outcome, case)
    if kind is None:
        return None
    home = office.directory.home_of(person)
    return Deed(
        source=message.id,
        person=person.id,
        grid=home.id if home else None,
        kind=kind,
        at=message.received_at,
    )


def _kind(
    message: StoredMessage, person: str, outcome: Result, case: Case | None
) -> DeedKind | None:
    if outcome.act is Act.NOTICE:
        return DeedKind.TELL if message.room is not None else None
    if case is None or case.drill:
        return None
    if outcome.opened:
        return DeedKind.REPORT if case.concerned in (None, person) else DeedKind.LISTEN
    return DeedKind.DO if outcome.act is Act.FIXED else None


async def note_deed(docket: Docket, heard: Heard) -> None:
    """One word back to whoever told of it alone; a group needs none."""
    if heard.room is None:
        await docket.say(Say(key=ReplyKey.DEED_NOTED, person=heard.person.id))


async def tell_deeds(docket: Docket, heard: Heard) -> None:
    """What she has done this month, or the one before, to her alone."""
    last = says("last_month", normalise(heard.message.text))
    begin, end = _month(docket.now, last=last)
    rows = await docket.unit.deeds.of(heard.person.id, begin)
    found = counted([one for one in rows if one.at < end])
    office = docket.office
    told = [
        office.words.render(
            ReplyKey.DEEDS_PART, {"kind": office.words.term("deed", kind), "count": str(times)}
        )
        for kind, times in found.items()
    ]
    words = {
        "until": f"{begin.astimezone(SHANGHAI).month}",
        "choices": office.words.term("mark", "comma").join(told),
    }
    key = ReplyKey.DEEDS_TOLD if told else ReplyKey.DEEDS_NONE
    await docket.say(Say(key=key, person=heard.person.id, parameters=words))


def _month(now: datetime, *, last: bool) -> tuple[datetime, datetime]:
    """A month and its end, as of its first instants."""
    first = now.astimezone(SHANGHAI).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    if not last:
        return first, now + timedelta(seconds=1)
    return (first - timedelta(days=1)).replace(day=1), first


async def tell_silent(docket: Docket, heard: Heard) -> None:
    """Of which buildings nothing was heard, in the order of the register, to one who leads them,
    alone.
    """
    office, person = docket.office, heard.person
    posts = [post for post in register(office.directory) if _leads(heard, post)]
    heard_of = await docket.unit.deeds.heard(docket.now - office.leaders.quiet)
    quiet = [post.building for post in silent(posts, heard_of)]
    gaps = [post.building for post in posts if post.is_gap]
    words = {
        "days": str(office.leaders.quiet.days),
        "choices": " ".join(quiet),
        "held": " ".join(gaps),
    }
    key = ReplyKey.QUIET_BUILDINGS if quiet or gaps else ReplyKey.QUIET_NONE
    await docket.say(Say(key=key, person=person.id, parameters=words))


def _leads(heard: Heard, post: Post) -> bool:
    return any(heard.person.holds(role, post.grid) for role in _MAY_ASK)
