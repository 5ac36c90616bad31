"""When a reminder may reach a person (domain rules §5.3, §5.4)."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from bot.domain.deadlines import SHANGHAI
from bot.domain.nudge import ReminderRules, day_of

RULES = ReminderRules(
    night_begin=time(22),
    night_end=time(7),
    begin=time(9),
    gather=timedelta(minutes=5),
    a_day=2,
    lines=8,
)


def at(text: str) -> datetime:
    """`02 10:00` of March 2026, local time."""
    return datetime.strptime(f"2026-03-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("now", "had", "pressing", "expected"),
    [
        pytest.param("02 10:00", 0, False, "02 10:05", id="the first of a day"),
        pytest.param("02 10:00", 1, False, "02 15:30", id="the second waits for half of the day"),
        pytest.param("02 16:00", 1, False, "02 16:05", id="which is over"),
        pytest.param("02 10:00", 1, True, "02 10:05", id="unless it is pressing"),
        pytest.param("02 10:00", 2, False, "03 09:00", id="no third"),
        pytest.param("02 10:00", 2, True, "03 09:00", id="no third, pressing or not"),
        pytest.param("02 23:00", 0, False, "03 09:00", id="nothing by night"),
        pytest.param("02 23:00", 2, True, "03 07:00", id="the night after a full day"),
        pytest.param("03 03:00", 0, True, "03 07:00", id="small hours"),
        pytest.param("02 21:58", 0, False, "03 09:00", id="not gathered before the night"),
        pytest.param("03 08:00", 0, False, "03 09:00", id="not before reminders begin"),
        pytest.param("03 06:58", 0, True, "03 07:03", id="gathered into the morning"),
    ],
)
def test_when(now, had, pressing, expected):
    assert RULES.due(at(now), had=had, pressing=pressing) == at(expected)


def test_an_office_may_want_three():
    rules = replace(RULES, a_day=3, gather=timedelta(0))
    found = [rules.due(at("02 08:00"), had=had, pressing=had > 2) for had in (0, 3)]
    assert found == [at("02 09:00"), at("03 09:00")]
    found = [rules.due(at("02 09:30"), had=had, pressing=False) for had in range(3)]
    assert found == [at("02 09:30"), at("02 13:20"), at("02 17:40")]


def test_a_night_that_begins_after_midnight():
    rules = replace(RULES, night_begin=time(1), gather=timedelta(0))
    assert rules.due(at("02 08:00"), had=1, pressing=False) == at("02 17:00")


def test_days_are_local():
    assert day_of(at("02 23:59")) == "2026-03-02"
    assert day_of(at("03 00:01")) == "2026-03-03"
