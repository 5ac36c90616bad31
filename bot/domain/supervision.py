"""Supervision: an overlay on a case that leaves its status alone, and why it lies there (domain
rules §5.4, §6.4).

Comes in: a case, a ground, now. Goes out: the fields that change, and whether a case is on the
list. Does not: tell anybody, or write down who ordered it (the history does).
"""

from datetime import datetime
from enum import StrEnum

from bot.domain.case import DONE, Case


class Ground(StrEnum):
    """Why a case is watched over."""

    LATE = "late"  # its lamp is red
    RETURNED = "returned"  # given back twice
    DISSATISFIED = "dissatisfied"  # whoever reported it says that it is not settled
    ORDERED = "ordered"  # somebody above wants it
    UNANSWERED = "unanswered"  # a call to a level that nobody there has answered
    UNATTENDED = "unattended"  # an emergency at which nobody is


def watched(case: Case, ground: Ground, now: datetime) -> dict[str, object]:
    """The fields of a case that is watched over for one ground more; nothing where it is so
    already.
    """
    if ground in case.supervised_for:
        return {}
    return {
        "supervised_at": case.supervised_at or now,
        "supervised_for": (*case.supervised_for, ground.value),
    }


def released() -> dict[str, object]:
    """The fields of a case that is watched over no more."""
    return {"supervised_at": None, "supervised_for": ()}


def is_supervised(case: Case) -> bool:
    """Whether a case is on the list of supervision now: nothing that is settled is."""
    return case.supervised_at is not None and case.is_open and case.status not in DONE


def grounds(case: Case) -> tuple[Ground, ...]:
    """Why it is watched over, in the order in which that came about."""
    return tuple(Ground(value) for value in case.supervised_for)
