"""Rows of the admission list: what is read, and everything that is wrong with them."""

from datetime import date

import pytest

from bot.domain.listing import COLUMNS, Fault, read_list, row_of
from bot.domain.matters import Standing
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


def row(item: str = "GY-11", **changes) -> dict[str, str | None]:
    return ROW | {"item": item} | changes


def faults(*rows, **known) -> list[tuple[str, int]]:
    return [(fault.kind, fault.row) for fault in read_list(rows, **known)[1]]


def test_a_row():
    matters, found = read_list([ROW])
    assert found == ()
    assert dict(matters) == {"GY-11": matter()}
    assert matters["GY-11"].lead_department == "市政"
    assert matters["GY-11"].helpers == ("供电企业",)
    assert not matters["GY-11"].is_negative


def test_a_row_with_everything():
    told = row(
        standing="trial",
        basis="桥社〔2026〕3号",
        approver="西南街道",
        valid_from="2026-07-01",
        valid_to="2026-12-31",
        replaced_by="GY-12",
    )
    matters, _ = read_list([told, row("GY-12")])
    assert matters["GY-11"] == matter(
        standing=Standing.TRIAL,
        basis="桥社〔2026〕3号",
        approver="西南街道",
        valid_from=date(2026, 7, 1),
        valid_to=date(2026, 12, 31),
        replaced_by="GY-12",
    )
    assert row_of(matters["GY-11"]) == {name: told[name] for name in COLUMNS}


def test_stray_blanks_do_not_matter():
    spaced = {name: f" {value} " for name, value in ROW.items()} | {
        "departments": " 市政 · · 供电企业 "
    }
    matters, found = read_list([spaced])
    assert (dict(matters), found) == ({"GY-11": matter()}, ())


def test_a_day_may_be_written_with_strokes():
    matters, _ = read_list([row(valid_from="2026/07/01")])
    assert matters["GY-11"].valid_from == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"name": None, "urgency": " "}, "empty"),
        ({"departments": "·"}, "empty"),
        ({"first_level": "moon"}, "unknown_value"),
        ({"urgency": "P4"}, "unknown_value"),
        ({"on_site": "X"}, "unknown_value"),
        ({"admission": "maybe"}, "unknown_value"),
        ({"privacy": "Z"}, "unknown_value"),
        ({"standing": "soon"}, "unknown_value"),
        ({"accept_hours": "-1"}, "out_of_range"),
        ({"accept_hours": "1001"}, "out_of_range"),
        ({"accept_hours": "nan"}, "out_of_range"),
        ({"accept_hours": "inf"}, "out_of_range"),
        ({"accept_hours": "two"}, "no_number"),
        ({"resolve_workdays": "-1"}, "out_of_range"),
        ({"resolve_workdays": "501"}, "out_of_range"),
        ({"resolve_workdays": "1.5"}, "no_number"),
        ({"valid_from": "soon"}, "no_date"),
        ({"valid_to": "2026-02-30"}, "no_date"),
        ({"valid_from": "2026-07-02", "valid_to": "2026-07-01"}, "ends_first"),
        ({"item": "GY-00"}, "bad_code"),
        ({"item": "lamp"}, "bad_code"),
        ({"item": "WY-11"}, "other_category"),
        ({"replaced_by": "GY-99"}, "unknown_replacement"),
    ],
)
def test_what_is_wrong_with_a_row(changes, kind):
    assert faults(row("GY-10"), row("GY-12") | changes) == [(kind, 3)]


def test_an_unknown_category():
    assert faults(row("XX-01", category="XX")) == [("unknown_category", 2)]


def test_a_row_without_an_item_is_told_and_left_out():
    matters, found = read_list([ROW, row("")])
    assert list(matters) == ["GY-11"]
    assert [(fault.kind, fault.row) for fault in found] == [("empty", 3)]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (("市政", "供电企业"), []),
        (("市政",), [("unknown_department", 2)]),
        ((), [("unknown_department", 2), ("unknown_department", 2)]),
        (None, []),
    ],
)
def test_departments_are_known(known, expected):
    assert faults(ROW, departments=known) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({}, {}, [("overlap", 3)]),
        ({"valid_to": "2026-06-30"}, {"valid_from": "2026-07-01"}, []),
        ({"valid_to": "2026-06-30"}, {"valid_from": "2026-06-30"}, [("overlap", 3)]),
        ({"valid_from": "2026-07-01"}, {"valid_to": "2026-06-30"}, []),
        ({"valid_from": "2026-07-01"}, {}, [("overlap", 2)]),
        ({"valid_to": "2026-06-30"}, {"valid_from": "2026-07-02"}, [("gap", 0)]),
        ({"valid_to": "2026-06-30", "replaced_by": "GY-10"}, {"valid_from": "2026-09-01"}, []),
    ],
)
def test_of_one_item_one_row_is_in_force_at_a_time(first, second, expected):
    assert faults(row(**first), row(**second), row("GY-10")) == expected


@pytest.mark.parametrize(
    ("links", "chain"),
    [
        ({"GY-01": "GY-01"}, "GY-01 → GY-01"),
        ({"GY-01": "GY-02", "GY-02": "GY-01"}, "GY-01 → GY-02 → GY-01"),
        ({"GY-01": "GY-02", "GY-02": "GY-03", "GY-03": "GY-02"}, "GY-02 → GY-03 → GY-02"),
    ],
)
def test_nothing_takes_its_own_place(links, chain):
    rows = [row(f"GY-0{n}", replaced_by=links.get(f"GY-0{n}")) for n in (1, 2, 3)]
    _, found = read_list(rows)
    assert found == (Fault(kind="cycle", facts={"chain": chain}),)


def test_the_item_of_a_running_case_is_not_left_out():
    _, found = read_list([ROW], running={"GY-11": [1], "WY-01": [3, 12]})
    assert found == (Fault(kind="running", facts={"item": "WY-01", "numbers": "#3 #12"}),)


def test_all_faults_are_told_in_the_order_of_rows_and_those_of_the_whole_last():
    rows = [row(urgency="P9"), row(), row(), row(" ")]
    assert faults(*rows, running={"WY-01": [3]}) == [
        ("unknown_value", 2),
        ("overlap", 3),
        ("overlap", 4),
        ("empty", 5),
        ("running", 0),
    ]


def test_an_empty_list_is_no_list():
    assert faults() == [("empty_list", 2)]
