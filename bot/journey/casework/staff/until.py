"""Until when something is to wait, by the office's calendar.

Comes in: a term as it was said. Goes out: an instant. Does not: read words.
"""

from datetime import datetime, time, timedelta

from bot.domain.deadlines import SHANGHAI, OfficeHours
from intents.terms import Term


def end_of_term(term: Term, start: datetime, hours: OfficeHours) -> datetime:
    """The close of the last day of a term that begins then, moved on to a day that is worked."""
    if term.day is not None:
        return hours.after_days(datetime.combine(term.day, time(12), SHANGHAI), 0)
    if term.working:
        return hours.after_days(start, term.days or 0)
    return hours.after_days(start + timedelta(days=term.days or 0), 0)


def begin_after_term(term: Term, start: datetime, hours: OfficeHours) -> datetime:
    """When work goes on after a term: the beginning of a day that is worked, not before the day
    named."""
    day = term.day
    if day is None:
        day = end_of_term(term, start, hours).astimezone(SHANGHAI).date()
    return hours.after_time(datetime.combine(day, time(0), SHANGHAI), timedelta(0))


def stamp(moment: datetime) -> str:
    """The local time as histories tell it."""
    return moment.astimezone(SHANGHAI).isoformat()


def day_of(moment: datetime) -> str:
    """The local day as people are told it."""
    return f"{moment.astimezone(SHANGHAI):%m-%d}"
