"""The admission list: its items as of a day."""

from datetime import date

import pytest

from bot.domain.matters import Admission, Level, Matters, OnSite, Privacy, Urgency
from bot.listing import read_matters
from tests.builders import matter


def test_the_words_on_an_item_as_of_no_day_are_the_last():
    old = matter(valid_to=date(2026, 6, 30), accept_hours=8)
    new = matter(valid_from=date(2026, 7, 1))
    assert Matters([old, new])["GY-11"] is new
    assert Matters([new, old])["GY-11"] is new


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 1, 1), 8),
        (date(2026, 6, 30), 8),
        (date(2026, 7, 1), 2),
        (date(2026, 12, 31), 2),
        (date(2027, 1, 1), 2),
        (date(2025, 12, 31), 8),
    ],
)
def test_the_words_on_an_item_as_of_a_day(day, hours):
    """Of a day on which none is in force: what was last, else what comes first."""
    old = matter(valid_from=date(2026, 1, 1), valid_to=date(2026, 6, 30), accept_hours=8)
    new = matter(valid_from=date(2026, 7, 1), valid_to=date(2026, 12, 31))
    assert Matters([new, old]).on(day)["GY-11"].accept_hours == hours


def test_a_list_without_days_is_the_same_on_every_day():
    matters = Matters([matter()])
    assert matters.on(date(2026, 1, 1)) is matters


@pytest.mark.parametrize(
    ("item", "day", "standing_in"),
    [
        ("GY-11", date(2026, 6, 30), "GY-11"),
        ("GY-11", date(2026, 7, 1), "GY-13"),
        ("GY-12", date(2026, 7, 1), "GY-13"),
        ("GY-14", date(2026, 7, 1), None),
        ("GY-99", date(2026, 7, 1), None),
    ],
)
def test_what_takes_the_reports_of_an_item_that_has_ended(item, day, standing_in):
    end = date(2026, 6, 30)
    matters = Matters(
        [
            matter("GY-11", valid_to=end, replaced_by="GY-12"),
            matter("GY-12", valid_to=end, replaced_by="GY-13"),
            matter("GY-13"),
            matter("GY-14", valid_to=end),
        ]
    )
    assert matters.on(day).standing_in(item) == standing_in


def test_an_unknown_item():
    matters = Matters([matter()])
    with pytest.raises(KeyError):
        matters["GY-99"]
    assert "GY-99" not in matters
    assert len(matters) == 1


@pytest.mark.parametrize(
    ("urgency", "raised"),
    [
        (Urgency.P3, Urgency.P2),
        (Urgency.P2, Urgency.P1),
        (Urgency.P1, Urgency.P1),
        (Urgency.P0, Urgency.P0),
    ],
)
def test_urgency_is_raised_by_one_step_and_never_to_an_emergency(urgency, raised):
    assert urgency.raised() is raised


def test_levels_go_up_to_the_leaders():
    climbed = [Level.GRID]
    while climbed[-1].above() is not climbed[-1]:
        climbed.append(climbed[-1].above())
    assert climbed == list(Level)
    assert climbed[-1] is Level.LEADERS


@pytest.fixture(scope="module")
def shipped():
    return read_matters(None)


def test_the_list_that_comes_with_the_program(shipped):
    """194 items of ten categories and 16 that are not for the grid (domain rules §2.4)."""
    negative = [m for m in shipped.values() if m.is_negative]
    assert (len(shipped), len(negative)) == (210, 16)
    assert {m.category for m in negative} == {"NEG"}
    assert len({m.category for m in shipped.values()}) == 11
    by_admission = [m.admission for m in shipped.values()]
    assert by_admission.count(Admission.ADMITTED) == 159
    assert by_admission.count(Admission.ASSIST) == 35
    on_site = [m.on_site for m in shipped.values() if not m.is_negative]
    assert [on_site.count(kind) for kind in OnSite] == [21, 62, 111]


def test_what_is_an_emergency_by_itself(shipped):
    """Domain rules §3.5."""
    at_once = {m.item for m in shipped.values() if m.urgency is Urgency.P0}
    assert at_once == {"ZZ-04", "AQ-14", "WJ-07", "NEG-16"}


def test_what_is_never_said_in_a_group(shipped):
    """Leads on gambling, drugs, vice, frauds on savers and cults; people in special situations."""
    items = ("ZZ-05", "ZZ-06", "ZZ-07", "ZZ-11", "ZZ-12", "ZZ-13", "WJ-10", "NEG-05")
    assert Privacy.NORMAL not in {shipped[item].privacy for item in items}
