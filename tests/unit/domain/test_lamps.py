"""The colours of a deadline (domain rules §5.4)."""

from dataclasses import replace

import pytest

from bot.domain.case import DONE, FINAL, CaseStatus
from bot.domain.lamps import Lamp, Stage, colour, lamp, stage_of
from bot.domain.matters import Urgency
from tests.builders import T0, after, case

WAITING = replace(case(), accept_until=after(100), resolve_until=after(1000))
TAKEN = replace(WAITING, status=CaseStatus.PROCESSING, accepted_at=after(50))


@pytest.mark.parametrize(
    ("seconds", "pressing", "expected"),
    [
        (0, False, Lamp.GREEN),
        (59.9, False, Lamp.GREEN),
        (60, False, Lamp.YELLOW),
        (99.9, False, Lamp.YELLOW),
        (100, False, Lamp.RED),
        (200, False, Lamp.RED),
        (200.1, False, Lamp.FLASHING),
        (99.9, True, Lamp.YELLOW),
        (100, True, Lamp.FLASHING),
    ],
)
def test_colours(seconds, pressing, expected):
    shown = colour(begun=T0, until=after(100), now=after(seconds), pressing=pressing)
    assert shown is expected


def test_an_office_may_see_yellow_earlier():
    shown = colour(begun=T0, until=after(100), now=after(40), pressing=False, yellow_share=0.4)
    assert shown is Lamp.YELLOW


def test_what_is_due_at_once_is_red_and_does_not_flash_for_being_late():
    shown = colour(begun=T0, until=T0, now=after(9999), pressing=False)
    assert shown is Lamp.RED


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
    ("shown", "seconds", "expected"),
    [
        (WAITING, 0, Lamp.GREEN),
        (WAITING, 60, Lamp.YELLOW),
        (WAITING, 100, Lamp.RED),
        (replace(WAITING, urgency=Urgency.P1), 100, Lamp.FLASHING),
        (replace(WAITING, urgency=Urgency.P0), 100, Lamp.FLASHING),
        (replace(WAITING, urgency=Urgency.P3), 100, Lamp.RED),
        (TAKEN, 100, Lamp.GREEN),
        (TAKEN, 600, Lamp.YELLOW),
        (TAKEN, 1000, Lamp.RED),
        (replace(TAKEN, resolve_until=None), 5000, Lamp.GREEN),
        (replace(WAITING, accept_until=None), 5000, Lamp.GREEN),
        (replace(TAKEN, status=CaseStatus.SUSPENDED), 5000, Lamp.GREY),
    ],
)
def test_the_lamp_of_a_case(shown, seconds, expected):
    assert lamp(shown, after(seconds)) is expected


@pytest.mark.parametrize("status", FINAL)
def test_what_is_over_is_grey(status):
    assert lamp(replace(WAITING, status=status), after(9999)) is Lamp.GREY


@pytest.mark.parametrize("status", DONE)
def test_what_is_done_is_blue(status):
    assert lamp(replace(TAKEN, status=status), after(9999)) is Lamp.BLUE
