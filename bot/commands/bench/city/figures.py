"""What was measured of a slice, as figures for people and for arithmetic.

Comes in: phases and what lay in the store between them. Goes out: costs, and parts of the printed
object. Does not: measure, or know a command line.
"""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.commands.bench.city.needs import Costs
from bot.commands.bench.city.phases import Phase
from bot.storage.weighing import Weight

_HELD: Final = ("messages", "turns")
_IDS: Final = "seen"

Weights = Mapping[str, Weight]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How far the store is between two phases: its cases, and what lies in its tables."""

    cases: int
    weights: Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What was found. `reports` is how many messages of the slice were drawn as reports; `lived`
    cases went through the steps of `lives`, and `settled` of them were over then. `erasing` is in
    processor seconds for `erased` messages; `paced` messages came in the rhythm of the day, and
    `waits` are the milliseconds until each reply to them, sorted. `marks` lie before the slice,
    behind it, behind the talk alone, and behind the lives. `workers` are processes beside the one
    that takes in.
    """

    workers: int
    reports: int
    slice: Phase
    talk: Phase
    lives: tuple[Phase, ...]
    lived: int
    settled: int
    erased: int
    erasing: float
    paced: int
    waits: list[float]
    marks: tuple[Mark, Mark, Mark, Mark]

    @property
    def cases(self) -> int:
        """How many were opened in the slice."""
        return self.marks[1].cases - self.marks[0].cases

    @property
    def cases_per_talk(self) -> float:
        """How many are opened for each message drawn as talk."""
        return (self.marks[2].cases - self.marks[1].cases) / self.talk.messages

    @property
    def cases_of_reports(self) -> float:
        """How many of those of the slice were opened by its reports."""
        talk = self.slice.messages - self.reports
        return max(self.cases - talk * self.cases_per_talk, 0.0)


def rate(phase: Phase, workers: int) -> float:
    """Messages a second. One process takes them in and works them off in turn; with others beside
    it both go on at once, and the queue was full when they began.
    """
    return phase.messages / (phase.seconds + (0 if workers else phase.seconds_in))


def costs_of(found: Measured) -> Costs:
    """Of a message as talk is, with the few cases that come of talk; beyond that of a case that was
    reported, with its life: the slice took so much more than as many messages of talk would have.
    """
    erasing = found.erasing / found.erased if found.erased else 0.0
    talk = found.talk.processor_all / found.talk.messages
    beyond = max(found.slice.processor_all - found.slice.messages * talk, 0.0)
    before, after = (mark.weights for mark in found.marks[1:3])
    weighed = before[_IDS].size is not None
    held = sum(_size(after, name) - _size(before, name) for name in _HELD)
    return Costs(
        message=talk + erasing,
        case=(beyond / told if (told := found.cases_of_reports) else 0.0) + life_of(found),
        servers=sum(found.slice.servers.values()) / found.slice.messages,
        rate=rate(found.slice, found.workers) / max(found.workers, 1),
        memory=max(one.memory for one in (found.slice, found.talk, *found.lives)),
        cases_per_report=found.cases_of_reports / found.reports,
        cases_per_talk=found.cases_per_talk,
        held=held / found.talk.messages if weighed else None,
        id_kept=(_size(after, _IDS) - _size(before, _IDS)) / found.talk.messages
        if weighed
        else None,
        kept=sum(size for _, size in _kept(found).values()) if weighed else None,
    )


def life_of(found: Measured) -> float:
    """Processor seconds of a case from being taken on to the thanks."""
    return sum(one.processor_all for one in found.lives) / found.lived


def _kept(found: Measured) -> dict[str, tuple[float, float]]:
    """Rows and bytes of each table that one case leaves there for good or for long: when it is
    opened, and in its life.
    """
    before, opened, talked, lived = (mark.weights for mark in found.marks)
    kept = {}
    for name in before:
        if name in (*_HELD, _IDS):
            continue
        opening = opened[name].rows - before[name].rows, _size(opened, name) - _size(before, name)
        living = lived[name].rows - talked[name].rows, _size(lived, name) - _size(talked, name)
        rows, size = (
            of_opening / found.cases + of_living / found.lived
            for of_opening, of_living in zip(opening, living, strict=True)
        )
        if rows or size:
            kept[name] = rows, size
    return kept


def _size(weights: Weights, name: str) -> int:
    return weights[name].size or 0


def runs(found: Measured) -> list[dict[str, Any]]:
    """As every measurement is told."""
    phases = {"city_slice": found.slice, "city_talk": found.talk}
    rows = [
        {
            "name": name,
            "value": round(rate(phase, found.workers), 1),
            "unit": "messages/s",
            "baseline": None,
            "ratio": None,
            "p50_ms": None,
            "p99_ms": None,
            "rss_mb": round(phase.memory, 1),
            **_of_phase(phase),
        }
        for name, phase in phases.items()
    ]
    waits = found.waits
    paced = {
        "name": "city_paced",
        "value": share(waits, 0.99),
        "unit": "ms",
        "baseline": None,
        "ratio": None,
        "p50_ms": round(statistics.median(waits), 1) if waits else None,
        "p99_ms": share(waits, 0.99),
        "rss_mb": round(max(one.memory for one in (found.slice, *found.lives)), 1),
        "messages": found.paced,
        "replies": len(waits),
    }
    return [*rows, paced]


def share(values: Sequence[float], part: float) -> float | None:
    """The value below which this part of sorted values lies."""
    if not values:
        return None
    return round(values[min(int(len(values) * part), len(values) - 1)], 1)


def _of_phase(phase: Phase) -> dict[str, Any]:
    return {
        "messages": phase.messages,
        "held_back": phase.held_back,
        "in_s": round(phase.seconds_in, 2),
        "worked_s": round(phase.seconds, 2),
        "processor_in_ms": round(1000 * phase.processor_in / phase.messages, 3),
        "processor_worked_ms": round(1000 * phase.processor / phase.messages, 3),
        "servers_ms": {
            name: round(1000 * used / phase.messages, 3) for name, used in phase.servers.items()
        },
    }


def told_costs(found: Measured) -> dict[str, Any]:
    """Costs for people: milliseconds of a processor, rows and bytes."""
    costs = costs_of(found)
    kept = _kept(found)
    return {
        "message_ms": round(1000 * costs.message, 3),
        "of_that_erasing_ms": round(1000 * found.erasing / found.erased, 3) if found.erased else 0,
        "case_ms": round(1000 * costs.case, 2),
        "of_that_life_ms": round(1000 * life_of(found), 2),
        "messages_s_of_one_process": round(costs.rate, 1),
        "reports": found.reports,
        "cases": found.cases,
        "cases_per_report": round(costs.cases_per_report, 3),
        "cases_per_talk": round(costs.cases_per_talk, 4),
        "lived": found.lived,
        "settled": found.settled,
        "bytes_held_of_message": _whole(costs.held),
        "bytes_of_id": _whole(costs.id_kept),
        "rows_of_case": round(sum(rows for rows, _ in kept.values()), 1),
        "bytes_of_case": _whole(costs.kept),
        "tables_of_case": {
            name: {"rows": round(rows, 2), "bytes": round(size)}
            for name, (rows, size) in sorted(kept.items())
        },
    }


def _whole(size: float | None) -> int | None:
    return None if size is None else round(size)
