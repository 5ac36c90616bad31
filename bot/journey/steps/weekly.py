"""What owners are told of a week: in their group on an evening, and to whoever asks.

Comes in: cases of a group or of one resident. Goes out: the parameters of one sentence. Does not:
say it, or name anybody who does not want to be thanked.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.domain.case import Case
from bot.domain.deadlines import SHANGHAI
from bot.domain.facts import Period
from bot.domain.grid import Room
from bot.domain.people import Person
from bot.domain.place import appended
from bot.domain.week import week_of
from bot.journey.office import Office
from bot.journey.words.thanking import helped
from bot.journey.words.wording import case_words, status_of
from bot.ports import UnitOfWork

WEEK: Final = timedelta(days=7)
_NAMED: Final = 2

Words = dict[str, str]


async def week_of_room(office: Office, unit: UnitOfWork, room: Room, now: datetime) -> Words:
    """Of what was reported in a group."""
    cases = await unit.digests.cases_of_room(room.id, now - WEEK)
    words = _words(office, cases, now, restricted=False)
    return words | {"to": await helped(office, unit, room, now - WEEK)}


async def week_of_person(office: Office, unit: UnitOfWork, person: Person, now: datetime) -> Words:
    """Of what one resident reported, to him alone."""
    cases = await unit.cases.of_people([person.id], office.settings.cases_in_sight)
    return _words(office, cases, now, restricted=True)


def _words(office: Office, cases: Sequence[Case], now: datetime, *, restricted: bool) -> Words:
    """Parameters of the sentence; without a count where there is nothing to tell."""
    period = Period(begin=now - WEEK, end=now + timedelta(microseconds=1))
    week = week_of(cases, period, restricted=restricted)
    named = [_named(office, case, now) for case in week.unsettled[:_NAMED]]
    comma = office.words.term("week", "comma")
    parts = {
        "confirmed": len(week.confirmed),
        "unsettled": len(week.unsettled),
        "unconfirmed": len(week.unconfirmed),
    }
    told = [
        office.words.term("week", name).format(count=count, names=comma.join(named))
        for name, count in parts.items()
        if count
    ]
    return {"count": str(week.count) if week.count else "", "words": comma.join(told)}


def _named(office: Office, case: Case, now: datetime) -> str:
    """Place, matter, how it stands and since when; of a restricted one its number."""
    words = case_words(office, case)
    name = f"#{case.number}" if case.is_restricted else appended(words["place"], words["matter"])
    begun = case.opened_at.astimezone(SHANGHAI).date()
    days = (now.astimezone(SHANGHAI).date() - begun).days + 1
    return office.words.term("week", "named").format(
        name=name, status=office.words.term("status", status_of(case)), days=days
    )
