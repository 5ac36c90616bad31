"""What a district, a city or a province needs, by arithmetic from what was measured.

Comes in: a day of that size, what a message and a case cost on this machine. Goes out: processes,
cores and disk. Does not: measure. All of it is extrapolated in proportion: nobody has run a city.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from bot.commands.bench.city.day import Day

SPARE: Final = 0.5
"""The share of what a process can do that it is to be loaded with: latency was measured there."""
_DAYS: Final = 365
_HELD_SECONDS: Final = 900
"""Longest time that words which are no request are held (domain rules §11.4)."""
_IDS_KEPT_DAYS: Final = 7
_GIGA: Final = 1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What was measured: processor seconds of a message that is talk, and beyond that of a case
    that was reported, with its whole life; of the servers that were counted, for any message of
    the slice; messages a second of one process, and its memory in MB;
    cases opened for each message drawn as a report, and as talk; bytes of a message as long as it
    is held, of its id, and of a case for good (None: the database does not tell).
    """

    message: float
    case: float
    servers: float
    rate: float
    memory: float
    cases_per_report: float
    cases_per_talk: float
    held: float | None
    id_kept: float | None
    kept: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """Of a size: messages a second in the fullest hour, minute and second, and in the fullest
    minute of the office that is struck worst; processes so that every office has enough for its
    fullest minute with room to spare, the memory they take; cores for the fullest minute of all
    with room to spare, and for the fullest hour (`calm`); how long a message waits at worst where
    there are only the cores for the fullest hour. Bytes are in GB.
    """

    offices: int
    messages: int
    cases: int
    busiest_hour: float
    busiest_minute: float
    busiest_second: int | None
    busiest_minute_of_office: float
    processor_hours_a_day: float
    processes: int
    memory_gb: float
    cores: float
    cores_calm: float
    longest_wait_seconds: int
    held_gb: float | None
    ids_gb: float | None
    kept_gb_a_year: float | None


def needs(day: Day, costs: Costs, *, seconds: bool = True) -> Needs:
    """For a whole day; without `seconds` the fullest second is not looked for, which takes a while
    with many millions of messages.
    """
    size, minutes = day.size, day.minutes()
    reported = size.messages * size.reports * costs.cases_per_report
    cases = reported + size.messages * (1 - size.reports) * costs.cases_per_talk
    per_message = costs.message + costs.case * reported / size.messages + costs.servers
    hour, minute = _fullest(minutes, 60) / 3600, max(minutes) / 60
    worst = max(day.minutes_of(size.of_office(day.struck()))) / 60
    processes = size.offices * ceil(worst / (costs.rate * SPARE))
    calm = hour * per_message / SPARE
    return Needs(
        offices=size.offices,
        messages=size.messages,
        cases=round(cases),
        busiest_hour=round(hour, 1),
        busiest_minute=round(minute, 1),
        busiest_second=day.busiest_second() if seconds else None,
        busiest_minute_of_office=round(worst, 1),
        processor_hours_a_day=round(size.messages * per_message / 3600, 2),
        processes=processes,
        memory_gb=round(processes * costs.memory / 1000, 1),
        cores=round(minute * per_message / SPARE, 1),
        cores_calm=round(calm, 1),
        longest_wait_seconds=round(longest_wait(minutes, calm / per_message)),
        held_gb=_giga(costs.held, _fullest(minutes, _HELD_SECONDS // 60)),
        ids_gb=_giga(costs.id_kept, size.messages * _IDS_KEPT_DAYS),
        kept_gb_a_year=_giga(costs.kept, cases * _DAYS),
    )


def longest_wait(minutes: Sequence[int], rate: float) -> float:
    """How long in seconds the last message in a queue waits at worst, where so many a second are
    worked off in the order they came.
    """
    waiting = longest = 0.0
    for arrived in minutes:
        waiting = max(0.0, waiting + arrived - rate * 60)
        longest = max(longest, waiting / rate)
    return longest


def _fullest(minutes: Sequence[int], length: int) -> int:
    """The most messages of so many minutes in a row."""
    return max(sum(minutes[n : n + length]) for n in range(len(minutes) - length + 1))


def _giga(size: float | None, number: float) -> float | None:
    return None if size is None else round(size * number / _GIGA, 2)
