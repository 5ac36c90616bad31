"""The admission list: what is read, and what is wrong with a list that cannot be used."""

import pytest

from bot.config import read_matters
from bot.domain.matters import Admission, Level, Matters, OnSite, Privacy, Urgency
from tests.builders import matter

ROW = {
    "item": "GY-11",
    "name": "路灯损坏与照明不足",
    "category": "GY",
    "category_name": "公用设施",
    "departments": "市政·供电企业",
    "first_level": "grid",
    "urgency": "P2",
    "on_site": "P",
    "admission": "admitted",
    "privacy": "N",
    "accept_hours": "2",
    "resolve_workdays": "3",
}


def test_a_row():
    matters, problems = Matters.parse([ROW])
    assert problems == ()
    assert dict(matters) == {"GY-11": matter()}
    assert matters["GY-11"].lead_department == "市政"
    assert not matters["GY-11"].is_negative


def test_stray_blanks_do_not_matter():
    spaced = {name: f" {value} " for name, value in ROW.items()} | {
        "departments": " 市政 · · 供电企业 "
    }
    matters, problems = Matters.parse([spaced])
    assert (dict(matters), problems) == ({"GY-11": matter()}, ())


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"item": ""}, "no value for item"),
        ({"name": None, "urgency": " "}, "no value for name, urgency"),
        ({"departments": "·"}, "no value for departments"),
        ({"first_level": "moon"}, "'moon' is not a valid Level"),
        ({"urgency": "P4"}, "'P4' is not a valid Urgency"),
        ({"on_site": "X"}, "'X' is not a valid OnSite"),
        ({"admission": "maybe"}, "'maybe' is not a valid Admission"),
        ({"privacy": "Z"}, "'Z' is not a valid Privacy"),
        ({"accept_hours": "-1"}, "accept_hours must be 0 to 1000 (got -1)"),
        ({"accept_hours": "1001"}, "accept_hours must be 0 to 1000 (got 1001)"),
        ({"accept_hours": "nan"}, "accept_hours must be 0 to 1000 (got nan)"),
        ({"accept_hours": "inf"}, "accept_hours must be 0 to 1000 (got inf)"),
        ({"accept_hours": "two"}, "could not convert string to float: 'two'"),
        ({"resolve_workdays": "-1"}, "resolve_workdays must be 0 to 500 (got -1)"),
        ({"resolve_workdays": "501"}, "resolve_workdays must be 0 to 500 (got 501)"),
        ({"resolve_workdays": "1.5"}, "invalid literal for int() with base 10: '1.5'"),
    ],
)
def test_what_is_wrong_with_a_row(changes, problem):
    matters, problems = Matters.parse([ROW, ROW | {"item": "GY-12"} | changes])
    assert problems == (f"line 3: {problem}",)
    assert list(matters) == ["GY-11"]


def test_a_column_that_is_missing():
    row = {name: value for name, value in ROW.items() if name != "privacy"}
    assert Matters.parse([row])[1] == ("line 2: no value for privacy",)


def test_all_problems_are_listed():
    rows = [ROW | {"urgency": "P9"}, ROW, ROW, ROW | {"item": " "}]
    assert Matters.parse(rows)[1] == (
        "line 2: 'P9' is not a valid Urgency",
        "line 4: GY-11 appears twice",
        "line 5: no value for item",
    )


def test_an_empty_list_is_no_list():
    assert Matters.parse([])[1] == ("line 2: the list is empty",)


def test_an_unknown_item():
    matters, _ = Matters.parse([ROW])
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
