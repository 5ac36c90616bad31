"""The colours of a deadline (domain rules §5.4)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest

from bot.domain.case import DONE, FINAL, CaseStatus
from bot.domain.deadlines import SHANGHAI, OfficeHours
from bot.domain.lamps import (
    Lamp,
    LampRules,
    Pace,
    Span,
    Stage,
    lamp,
    runs,
    span_of,
    stage_lamp,
    stage_of,
)
from bot.domain.matters import Urgency
from tests.builders import T0, after, case


@dataclass(frozen=True)
class Weekdays:
    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5


RULES = LampRules(hours=OfficeHours(days=Weekdays()))
WAITING = replace(case(), accept_until=after(100), resolve_until=after(1000))
CHECKED = replace(
    WAITING,
    status=CaseStatus.PENDING_CHECK,
    accepted_at=after(50),
    done_at=after(60),
    check_from=after(60),
    check_until=after(160),
)
TAKEN = replace(WAITING, status=CaseStatus.PROCESSING, accepted_at=after(50))


def at(text: str) -> datetime:
    """`2026-03-02 10:00`, local time; the 2nd is a Monday."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


def span(begun: str, until: str, pace: Pace = Pace.OFFICE) -> Span:
    return Span(begun=at(begun), until=at(until), pace=pace)


@pytest.mark.parametrize("pace", Pace)
@pytest.mark.parametrize(
    ("seconds", "pressing", "expected"),
    [
        (0, False, Lamp.GREEN),
        (59.9, False, Lamp.GREEN),
        (60, False, Lamp.YELLOW),
        (99.9, False, Lamp.YELLOW),
        (100, False, Lamp.RED),
        (199.9, False, Lamp.RED),
        (200, False, Lamp.FLASHING),
        (99.9, True, Lamp.YELLOW),
        (100, True, Lamp.FLASHING),
    ],
)
def test_colours(pace, seconds, pressing, expected):
    time = Span(begun=T0, until=after(100), pace=pace)
    assert RULES.colour(time, Stage.ACCEPT, after(seconds), pressing=pressing) is expected


def test_an_office_may_see_yellow_earlier():
    early = replace(RULES, yellow_share=0.4)
    time = Span(begun=T0, until=after(100), pace=Pace.CONTINUOUS)
    assert early.colour(time, Stage.HANDLE, after(40), pressing=False) is Lamp.YELLOW


def test_what_is_due_at_once_is_red_and_does_not_flash_for_being_late():
    time = Span(begun=T0, until=T0, pace=Pace.CONTINUOUS)
    assert RULES.colour(time, Stage.ACCEPT, after(9999), pressing=False) is Lamp.RED


@pytest.mark.parametrize(
    ("begun", "until", "stage", "yellow"),
    [
        pytest.param(
            "2026-03-02 09:00", "2026-03-03 18:00", Stage.HANDLE, "2026-03-03 10:24", id="two days"
        ),
        pytest.param(
            "2026-03-02 16:00", "2026-03-03 18:00", Stage.HANDLE, "2026-03-03 12:00", id="4 h left"
        ),
        pytest.param(
            "2026-03-02 16:00", "2026-03-03 18:00", Stage.ACCEPT, "2026-03-03 14:24", id="accepting"
        ),
        pytest.param(
            "2026-03-03 09:00", "2026-03-03 18:00", Stage.HANDLE, "2026-03-03 12:00", id="one day"
        ),
        pytest.param(
            "2026-03-03 10:00", "2026-03-03 18:00", Stage.HANDLE, "2026-03-03 15:36", id="less"
        ),
        pytest.param(
            "2026-03-06 17:00", "2026-03-09 18:00", Stage.HANDLE, "2026-03-09 12:00", id="weekend"
        ),
    ],
)
def test_yellow_at_a_share_of_the_office_time_or_four_hours_before(begun, until, stage, yellow):
    time = span(begun, until)
    assert RULES.yellow_at(time, stage) == at(yellow)
    before, turned = at(yellow) - timedelta(minutes=1), RULES.yellow_at(time, stage)
    assert RULES.colour(time, stage, before, pressing=False) is Lamp.GREEN
    assert RULES.colour(time, stage, turned, pressing=False) is Lamp.YELLOW


def test_an_office_may_want_to_know_a_day_before():
    rules = replace(RULES, yellow_left=timedelta(hours=7))
    time = span("2026-03-02 09:00", "2026-03-03 18:00")
    assert rules.yellow_at(time, Stage.HANDLE) <= at("2026-03-03 09:00")


@pytest.mark.parametrize(
    ("begun", "until", "pace", "expected"),
    [
        ("2026-03-02 09:00", "2026-03-02 11:00", Pace.CONTINUOUS, "2026-03-02 13:00"),
        ("2026-03-02 09:00", "2026-03-02 11:00", Pace.OFFICE, "2026-03-02 15:00"),
        ("2026-03-05 09:00", "2026-03-06 18:00", Pace.OFFICE, "2026-03-10 18:00"),
    ],
)
def test_it_flashes_when_it_is_late_by_its_whole_time(begun, until, pace, expected):
    time = span(begun, until, pace)
    assert RULES.flashing_at(time) == at(expected)
    before = at(expected) - timedelta(seconds=1)
    assert RULES.colour(time, Stage.HANDLE, before, pressing=False) is Lamp.RED
    assert RULES.colour(time, Stage.HANDLE, at(expected), pressing=False) is Lamp.FLASHING


@pytest.mark.parametrize(("seconds", "expected"), [(99, Lamp.YELLOW), (100, Lamp.FLASHING)])
def test_what_is_late_again_flashes_at_once(seconds, expected):
    time = Span(begun=T0, until=after(100), pace=Pace.CONTINUOUS)
    shown = RULES.colour(time, Stage.HANDLE, after(seconds), pressing=False, again=True)
    assert shown is expected


def test_a_working_day_to_check_what_was_handed_in():
    assert RULES.check_until(at("2026-03-06 16:00")) == at("2026-03-09 16:00")
    short = replace(RULES, check_time=timedelta(hours=2))
    assert short.check_until(at("2026-03-06 16:00")) == at("2026-03-06 18:00")


def test_nights_do_not_make_a_lamp_flash():
    time = span("2026-03-06 09:00", "2026-03-06 18:00")
    shown = RULES.colour(time, Stage.HANDLE, at("2026-03-09 08:59"), pressing=False)
    assert shown is Lamp.RED
    shown = RULES.colour(time, Stage.HANDLE, at("2026-03-10 09:01"), pressing=False)
    assert shown is Lamp.FLASHING


@pytest.mark.parametrize(
    ("shown", "stage"),
    [
        (WAITING, Stage.ACCEPT),
        (TAKEN, Stage.HANDLE),
        (replace(TAKEN, status=CaseStatus.PENDING_CHECK), Stage.CHECK),
        (replace(WAITING, status=CaseStatus.CLOSED), Stage.CHECK),
    ],
)
def test_stages(shown, stage):
    assert stage_of(shown) is stage


@pytest.mark.parametrize(
    ("urgency", "pace"),
    [
        (Urgency.P0, Pace.CONTINUOUS),
        (Urgency.P1, Pace.CONTINUOUS),
        (Urgency.P2, Pace.OFFICE),
        (Urgency.P3, Pace.OFFICE),
    ],
)
def test_by_which_clock(urgency, pace):
    shown = replace(WAITING, urgency=urgency)
    accepting, handling = span_of(shown, Stage.ACCEPT), span_of(shown, Stage.HANDLE)
    assert accepting == Span(begun=T0, until=after(100), pace=pace)
    assert handling == Span(begun=T0, until=after(1000), pace=Pace.OFFICE)
    assert span_of(shown, Stage.CHECK) is None


@pytest.mark.parametrize(
    ("shown", "seconds", "expected"),
    [
        (WAITING, 0, Lamp.GREEN),
        (WAITING, 60, Lamp.YELLOW),
        (replace(WAITING, accept_from=after(50)), 79, Lamp.GREEN),
        (replace(WAITING, accept_from=after(50)), 80, Lamp.YELLOW),
        (WAITING, 100, Lamp.RED),
        (replace(WAITING, urgency=Urgency.P1), 100, Lamp.FLASHING),
        (replace(WAITING, urgency=Urgency.P0), 100, Lamp.FLASHING),
        (replace(WAITING, urgency=Urgency.P3), 100, Lamp.RED),
        (TAKEN, 100, Lamp.GREEN),
        (TAKEN, 600, Lamp.YELLOW),
        (replace(TAKEN, resolve_from=after(500)), 600, Lamp.GREEN),
        (TAKEN, 1000, Lamp.RED),
        (replace(TAKEN, resolve_until=None), 5000, Lamp.GREEN),
        (replace(WAITING, accept_until=None), 5000, Lamp.GREEN),
        (replace(TAKEN, lapses=1), 1000, Lamp.RED),
        (replace(TAKEN, lapses=2), 1000, Lamp.FLASHING),
        (replace(TAKEN, lapses=2), 100, Lamp.GREEN),
        (replace(TAKEN, status=CaseStatus.SUSPENDED), 5000, Lamp.GREY),
        (replace(TAKEN, paused_at=after(9)), 5000, Lamp.GREY),
        (CHECKED, 119, Lamp.GREEN),
        (CHECKED, 120, Lamp.YELLOW),
        (CHECKED, 160, Lamp.RED),
        (CHECKED, 260, Lamp.FLASHING),
        (replace(CHECKED, urgency=Urgency.P1), 160, Lamp.FLASHING),
        (replace(CHECKED, status=CaseStatus.CLOSED), 9999, Lamp.BLUE),
    ],
)
def test_the_lamp_of_a_case(shown, seconds, expected):
    assert lamp(shown, after(seconds), RULES) is expected


@pytest.mark.parametrize("status", sorted(FINAL))
def test_what_is_over_is_grey(status):
    assert lamp(replace(WAITING, status=status), after(9999), RULES) is Lamp.GREY


@pytest.mark.parametrize("status", sorted(DONE))
def test_what_is_done_is_blue(status):
    assert lamp(replace(TAKEN, status=status), after(9999), RULES) is Lamp.BLUE


def test_each_stage_has_its_own_lamp():
    assert stage_lamp(WAITING, Stage.ACCEPT, after(100), RULES) is Lamp.RED
    assert stage_lamp(WAITING, Stage.HANDLE, after(100), RULES) is Lamp.GREEN
    assert stage_lamp(WAITING, Stage.CHECK, after(100), RULES) is Lamp.GREEN


@pytest.mark.parametrize(
    ("shown", "running"),
    [
        (WAITING, {Stage.ACCEPT, Stage.HANDLE}),
        (TAKEN, {Stage.HANDLE}),
        (CHECKED, {Stage.CHECK}),
        (replace(CHECKED, status=CaseStatus.PENDING_VISIT), set()),
        (replace(TAKEN, status=CaseStatus.SUSPENDED), set()),
        (replace(TAKEN, paused_at=T0), set()),
        (replace(WAITING, status=CaseStatus.MERGED), set()),
        (replace(WAITING, status=CaseStatus.EVALUATED), set()),
    ],
)
def test_which_clocks_run(shown, running):
    assert {stage for stage in Stage if runs(shown, stage)} == running
