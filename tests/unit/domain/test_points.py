"""The points ledger balances, whatever is done; nobody gives himself any."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.points import (
    Activity,
    Booking,
    BookingKind,
    Code,
    Done,
    Good,
    Line,
    Lot,
    NotBooked,
    PointRules,
    earned,
    lots,
    run_out,
    spent,
    taken_back,
)

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
TODAY = date(2026, 3, 2)
WALL = Activity(names=("巡堤", "巡逻"), an_hour=10)
SNOW = Activity(names=("扫雪",), an_hour=20)
SOAP = Good(id="soap", name="洗衣液", partner="惠民超市", points=30, stock=2)
RICE = Good(id="rice", name="大米", partner="惠民超市", points=80, stock=1, until=date(2026, 3, 1))
RULES = PointRules(activities=(WALL, SNOW), goods=(RICE, SOAP), stars=(100, 300))


def done(**fields) -> Done:
    fields = {
        "person": "li",
        "by": "he",
        "activity": WALL,
        "minutes": 180,
        "day": TODAY,
        "source": "message:m-1",
    } | fields
    return Done(**fields)


def book(rules=RULES, now=NOON, name="b-1", **fields) -> Booking:
    return earned(rules, done(**fields), booking=name, now=now)


def test_an_hour_is_worth_what_the_office_says():
    booking = book()
    assert booking.points == 30
    assert sum(line.points for line in booking.lines) == 0
    assert booking.runs_out == TODAY + timedelta(days=365)
    assert book(minutes=90, activity=SNOW).points == 30


@pytest.mark.parametrize(
    ("fields", "why", "most"),
    [
        ({"by": "li"}, "self", 0),
        ({"minutes": 5}, "too_short", 0),
        ({"minutes": 601}, "too_long", 600),
        ({"minutes": 180, "already": 500}, "too_long", 100),
        ({"minutes": 60, "already": 700}, "too_long", 0),
    ],
)
def test_what_is_not_booked(fields, why, most):
    with pytest.raises(NotBooked) as refused:
        book(**fields)
    assert (refused.value.why, refused.value.most) == (why, most)


@pytest.mark.parametrize(
    ("words", "found"),
    [("巡堤", WALL), ("江边巡逻", WALL), ("扫雪", SNOW), ("投诉", None), ("", None)],
)
def test_what_words_are_for(words, found):
    assert RULES.activity(words) is found


def test_the_only_activity_needs_no_words():
    alone = PointRules(activities=(WALL,))
    assert alone.activity("") is WALL
    assert alone.activity("举报邻居") is None


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("1", SOAP),
        ("2", None),
        ("0", None),
        ("洗衣液", SOAP),
        ("液", SOAP),
        ("大米", None),
        ("", None),
    ],
)
def test_what_is_wanted(wanted, found):
    assert RULES.good(wanted, TODAY) is found


def test_stars_come_with_a_year():
    assert [RULES.stars_of(points) for points in (0, 99, 100, 300, 999)] == [0, 0, 1, 2, 2]


def test_lines_that_make_something_are_no_booking():
    with pytest.raises(ValueError, match="add up"):
        Booking(
            id="b",
            kind=BookingKind.EARNED,
            at=NOON,
            by="he",
            person="li",
            lines=(Line(account="issued", points=-1),),
            source="x",
        )


def test_what_runs_out_first_is_spent_first():
    old = book(day=TODAY - timedelta(days=300))
    new = book(name="b-2", minutes=60)
    code = Code(code="1", person="li", good="soap", points=25, until=NOON)
    bookings = [old, new, spent(code, by="shop", booking="b-3", now=NOON)]
    assert lots(bookings) == [
        Lot(TODAY + timedelta(days=65), 5),
        Lot(TODAY + timedelta(days=365), 10),
    ]
    assert lots(bookings, held=12) == [Lot(TODAY + timedelta(days=365), 3)]


def test_what_has_run_out_is_booked_once():
    old, later = book(), TODAY + timedelta(days=366)
    over = run_out("li", [old], 0, booking="b-2", now=NOON, today=later)
    assert (over.points, over.kind) == (-30, BookingKind.RUN_OUT)
    assert run_out("li", [old, over], 0, booking="b-3", now=NOON, today=later) is None
    held = run_out("li", [old], 20, booking="b-2", now=NOON, today=later)
    assert held.points == -10
    assert run_out("li", [old], 0, booking="b-2", now=NOON, today=later - timedelta(days=1)) is None


def test_a_wrong_entry_is_undone_by_its_opposite():
    wrong = book()
    right = taken_back(wrong, by="he", booking="b-2", now=NOON)
    assert (wrong.points + right.points, wrong.minutes + right.minutes) == (0, 0)
    assert lots([wrong, right]) == []


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["earn", "spend", "back", "day"]),
        st.integers(min_value=6, max_value=600),
    ),
    max_size=25,
)


@given(STEPS)
def test_the_ledger_balances_and_nobody_spends_what_he_has_not(steps):
    """Points of nowhere, of yesterday, or twice: never."""
    booked: list[Booking] = []
    today = TODAY
    for number, (step, amount) in enumerate(steps):
        name = f"b-{number}"
        balance = sum(one.points for one in booked)
        if step == "earn":
            booked.append(book(name=name, minutes=amount, day=today, source=name))
        elif step == "spend" and 0 < amount <= balance:
            code = Code(code=name, person="li", good="soap", points=amount, until=NOON)
            booked.append(spent(code, by="shop", booking=name, now=NOON))
        elif step == "back" and booked and booked[-1].kind is BookingKind.EARNED:
            booked.append(taken_back(booked[-1], by="he", booking=name, now=NOON))
        else:
            today += timedelta(days=amount)
        over = run_out("li", booked, 0, booking=f"o-{number}", now=NOON, today=today)
        booked += [over] if over is not None else []
        totals: dict[str, int] = {}
        for line in (line for one in booked for line in one.lines):
            totals[line.account] = totals.get(line.account, 0) + line.points
        assert sum(totals.values()) == 0
        left = lots(booked)
        assert totals.get("person:li", 0) == sum(lot.points for lot in left) >= 0
        assert all(lot.points > 0 and lot.runs_out >= today for lot in left)
