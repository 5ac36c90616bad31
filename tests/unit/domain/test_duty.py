"""Who is on duty, who is nearest, and when so much time of duty has passed."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.companies import Company, company_of
from bot.domain.deadlines import SHANGHAI
from bot.domain.duty import Reach, Rota, Shift, nearest
from bot.workdays import ChineseWorkingDays

DAY = Shift(person="ming", begin=time(8), end=time(20))
NIGHT = Shift(person="duty", begin=time(20), end=time(8))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def rota(*shifts: Shift) -> Rota:
    return Rota(shifts=shifts, calendar=ChineseWorkingDays())


@pytest.mark.parametrize(
    ("at", "people"),
    [
        ("2026-03-02T07:59", ["duty"]),
        ("2026-03-02T08:00", ["ming"]),
        ("2026-03-02T19:59", ["ming"]),
        ("2026-03-02T20:00", ["duty"]),
        ("2026-03-03T00:30", ["duty"]),
    ],
)
def test_who_is_on_duty(at, people):
    assert [shift.person for shift in rota(DAY, NIGHT).running(local(at), "g1")] == people


@pytest.mark.parametrize(
    ("days", "at", "there"),
    [
        ({"mon"}, "2026-03-02T10:00", True),
        ({"tue"}, "2026-03-02T10:00", False),
        ({"workdays"}, "2026-10-01T10:00", False),
        ({"restdays"}, "2026-10-01T10:00", True),
        ({"workdays"}, "2026-10-10T10:00", True),
        ({"sat"}, "2026-10-10T10:00", True),
        ({"restdays", "mon"}, "2026-03-02T10:00", True),
    ],
    ids=["its day", "another", "holiday", "rest", "moved working day", "saturday", "either"],
)
def test_days_of_a_shift(days, at, there):
    shift = Shift(person="ming", begin=time(8), end=time(20), days=frozenset(days))
    assert bool(rota(shift).running(local(at), "g1")) is there


@pytest.mark.parametrize(
    ("day", "there"), [("2026-02-28", False), ("2026-03-01", True), ("2026-03-31", True)]
)
def test_a_shift_has_its_term(day, there):
    term = {"since": date(2026, 3, 1), "until": date(2026, 3, 31)}
    shift = Shift(person="ming", begin=time(8), end=time(8), **term)
    assert bool(rota(shift).running(local(f"{day}T10:00"), "g1")) is there


def test_a_night_shift_of_the_last_day_ends_in_the_morning_after():
    shift = Shift(person="duty", begin=time(20), end=time(8), until=date(2026, 3, 2))
    assert rota(shift).running(local("2026-03-03T07:00"), "g1")
    assert not rota(shift).running(local("2026-03-03T21:00"), "g1")


def test_shifts_serve_their_grids():
    other = Shift(person="ming", begin=time(8), end=time(20), grids=("g2",))
    assert not rota(other).running(local("2026-03-02T10:00"), "g1")
    assert not rota(other).knows("g1")
    assert rota(other).knows("g2")
    assert rota(other).knows(None)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-03-02T10:00", 1, "2026-03-02T11:00"),
        ("2026-03-02T19:30", 1, "2026-03-03T08:30"),
        ("2026-03-02T23:00", 1, "2026-03-03T09:00"),
        ("2026-03-02T10:00", 0, "2026-03-02T10:00"),
        ("2026-03-02T08:00", 24, "2026-03-03T20:00"),
    ],
)
def test_time_of_duty(start, hours, end):
    found = rota(DAY).after(local(start), timedelta(hours=hours), "g1")
    assert found == local(end)


def test_shifts_that_overlap_count_once():
    late = Shift(person="lan", begin=time(18), end=time(22))
    found = rota(DAY, late).after(local("2026-03-02T19:00"), timedelta(hours=4), "g1")
    assert found == local("2026-03-03T09:00")


def test_around_the_clock_is_the_ordinary_clock():
    start = local("2026-03-02T23:00")
    assert rota(DAY, NIGHT).after(start, timedelta(hours=30), "g1") == start + timedelta(hours=30)


def test_where_nobody_is_ever_there_the_clock_runs_on():
    past = Shift(person="ming", begin=time(8), end=time(20), until=date(2026, 1, 1))
    start = local("2026-03-02T10:00")
    assert rota(past).after(start, timedelta(hours=1), "g1") == start + timedelta(hours=1)


REACHES = (
    Reach(person="everywhere"),
    Reach(person="grid", own_grid=True),
    Reach(person="estate", buildings=("2栋",), own_grid=True),
    Reach(person="building", buildings=("1栋", "7栋"), own_grid=True),
    Reach(person="elsewhere", buildings=("9栋",), own_grid=True),
)


@pytest.mark.parametrize(
    ("building", "order"),
    [
        ("1栋", ["building", "estate", "grid", "everywhere", "elsewhere"]),
        ("3栋", ["estate", "building", "grid", "everywhere", "elsewhere"]),
        (None, ["grid", "everywhere", "estate", "building", "elsewhere"]),
    ],
)
def test_who_is_nearest(building, order):
    estate = ("1栋", "2栋", "3栋") if building else ()
    found = nearest(REACHES, building, estate)
    assert sorted(found) == sorted(order)
    assert [name for name in found if name in ("grid", "everywhere", "elsewhere")] == [
        "grid",
        "everywhere",
        "elsewhere",
    ]
    assert found[0] == ("estate" if building == "3栋" else order[0])


GREEN = Company(name="富善物业", grids=("g1",), buildings=("1栋", "2栋"))
BLUE = Company(name="安居物业", grids=("g1",), buildings=("5栋",))
WHOLE = Company(name="桥头物业", grids=("g2",))


@pytest.mark.parametrize(
    ("grid", "building", "company"),
    [
        ("g1", "2栋", GREEN),
        ("g1", "5栋", BLUE),
        ("g1", "9栋", None),
        ("g1", None, None),
        ("g2", "9栋", WHOLE),
        ("g2", None, WHOLE),
        ("g3", None, None),
    ],
)
def test_the_company_of_a_place(grid, building, company):
    assert company_of((GREEN, BLUE, WHOLE), grid, building) == company
