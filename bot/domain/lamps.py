"""Lamps: how a stage's deadline stands (domain rules §5.4).

Comes in: when a stage began and is due, and now. Goes out: a colour. Does not: remind anybody.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.case import DONE, FINAL, Case, CaseStatus
from bot.domain.matters import Urgency

YELLOW_SHARE: Final = 0.6
"""Share of the time used at which a lamp turns yellow; offices may set another."""


class Lamp(StrEnum):
    """Colours of domain rules §5.4."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    FLASHING = "flashing"
    GREY = "grey"
    BLUE = "blue"


class Stage(StrEnum):
    """The three stages that have a lamp each."""

    ACCEPT = "accept"
    HANDLE = "handle"
    CHECK = "check"


def colour(
    *,
    begun: datetime,
    until: datetime,
    now: datetime,
    pressing: bool,
    yellow_share: float = YELLOW_SHARE,
) -> Lamp:
    """Green, yellow from `yellow_share` on, red when it is up, flashing when pressing or twice as
    late.
    """
    length = until - begun
    if now >= until:
        late = now - until
        return Lamp.FLASHING if pressing or late > length > timedelta(0) else Lamp.RED
    return Lamp.YELLOW if now >= begun + length * yellow_share else Lamp.GREEN


def stage_of(case: Case) -> Stage:
    """Which stage a case is in."""
    if case.status in DONE:
        return Stage.CHECK
    return Stage.ACCEPT if case.accepted_at is None else Stage.HANDLE


def lamp(case: Case, now: datetime, *, yellow_share: float = YELLOW_SHARE) -> Lamp:
    """The lamp a case shows: grey while suspended or over, blue while people are asked, else its
    stage's colour.
    """
    if case.status is CaseStatus.SUSPENDED or case.status in FINAL:
        return Lamp.GREY
    if case.status in DONE:
        return Lamp.BLUE
    until = case.accept_until if stage_of(case) is Stage.ACCEPT else case.resolve_until
    if until is None:
        return Lamp.GREEN
    pressing = case.urgency in (Urgency.P0, Urgency.P1)
    return colour(
        begun=case.opened_at, until=until, now=now, pressing=pressing, yellow_share=yellow_share
    )
