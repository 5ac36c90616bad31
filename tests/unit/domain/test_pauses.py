"""What was left of a deadline is left again when a case goes on (domain rules §5.3.4)."""

from dataclasses import replace

import pytest

from bot.domain.case import CaseStatus
from bot.domain.lamps import Pace, Stage, span_of
from bot.domain.pauses import may_pause, resumed
from tests.builders import case
from tests.unit.domain.test_lamps import RULES, at

TAKEN = replace(
    case(),
    status=CaseStatus.SUSPENDED,
    opened_at=at("2026-03-02 10:00"),
    accepted_at=at("2026-03-02 10:10"),
    accept_until=at("2026-03-02 12:00"),
    resolve_until=at("2026-03-05 18:00"),
)


@pytest.mark.parametrize(
    ("paused", "now", "until"),
    [
        pytest.param("2026-03-02 10:30", "2026-03-04 10:30", "2026-03-09 18:00", id="two days"),
        pytest.param("2026-03-03 09:00", "2026-03-03 10:20", "2026-03-06 10:20", id="minutes"),
        pytest.param("2026-03-03 11:00", "2026-03-03 15:00", "2026-03-06 11:00", id="over noon"),
        pytest.param("2026-03-03 18:00", "2026-03-04 09:00", "2026-03-05 18:00", id="one night"),
        pytest.param("2026-03-05 17:00", "2026-03-09 09:00", "2026-03-09 10:00", id="weekend"),
        pytest.param("2026-03-03 10:00", "2026-03-03 09:00", "2026-03-05 18:00", id="clock back"),
    ],
)
def test_time_set_aside_is_given_back(paused, now, until):
    aside = replace(TAKEN, paused_at=at(paused))
    goes_on = replace(aside, **resumed(aside, at(now), RULES))
    assert goes_on.resolve_until == at(until)
    assert goes_on.paused_at is None
    assert goes_on.accept_until == TAKEN.accept_until
    if now > paused:
        left = RULES.passed(Pace.OFFICE, at(paused), aside.resolve_until)
        assert RULES.passed(Pace.OFFICE, at(now), goes_on.resolve_until) == left
        used = RULES.passed(Pace.OFFICE, TAKEN.opened_at, at(paused))
        begun = span_of(goes_on, Stage.HANDLE).begun
        assert RULES.passed(Pace.OFFICE, begun, at(now)) == used


def test_a_second_pause_adds_to_the_first():
    shown = TAKEN
    for paused, now in (("2026-03-02 11:00", "2026-03-02 12:00"), ("2026-03-03 10:00",) * 2):
        shown = replace(shown, paused_at=at(paused))
        shown = replace(shown, **resumed(shown, at(now), RULES))
    shown = replace(shown, paused_at=at("2026-03-03 14:00"))
    shown = replace(shown, **resumed(shown, at("2026-03-03 16:00"), RULES))
    assert shown.resolve_until == at("2026-03-06 12:00")


@pytest.mark.parametrize(
    "shown",
    [
        TAKEN,
        replace(TAKEN, paused_at=at("2026-03-03 10:00"), resolve_until=None),
        replace(TAKEN, paused_at=at("2026-03-06 10:00")),
    ],
)
def test_nothing_is_given_back_without_a_pause_or_once_it_is_late(shown):
    over = {"paused_at": None, "paused_until": None, "paused_for": None}
    assert resumed(shown, at("2026-03-11 10:00"), RULES) == over


@pytest.mark.parametrize(("now", "may"), [("2026-03-05 18:00", True), ("2026-03-05 18:01", False)])
def test_what_is_late_is_not_set_aside(now, may):
    assert may_pause(TAKEN, at(now)) is may
    assert may_pause(replace(TAKEN, resolve_until=None), at(now))
