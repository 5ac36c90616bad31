"""What may be shown of a case."""

import pytest

from bot.desk.books.board import HistoryRow
from bot.desk.rows import BLANK_CASE, BLANK_EVENT, Shower
from bot.desk.words import load_words
from bot.domain.case import CaseStatus
from bot.domain.lamps import Lamp
from bot.domain.matters import Level
from bot.domain.people import Role
from tests.unit.desk.fake_board import NOON, case_row


@pytest.fixture
def shower():
    return Shower(words=load_words())


def test_a_case(shower):
    assert shower.case(case_row()) == {
        "key": "case-312",
        "number": 312,
        "item": "AQ-07",
        "item_name": "楼梯扶手缺失",
        "category": "AQ",
        "category_name": "安全隐患",
        "place": "富善路1号楼",
        "status": "processing",
        "status_name": "处置中",
        "lamp": "green",
        "lamp_name": "正常",
        "level": "community",
        "level_name": "社区",
        "owner": "网格员",
        "opened_at": "2026-03-02T12:00:00+08:00",
        "changed_at": "2026-03-02T12:05:00+08:00",
        "last_step": "accepted",
        "last_step_name": "签收",
        "private": False,
        "decided_by": "linear-1 · request.report · 83%",
    }


def test_a_private_case_shows_number_category_and_status_only(shower):
    shown = shower.case(case_row(private=True))
    assert {field: value for field, value in shown.items() if value != ""} == {
        "key": "case-312",
        "number": 312,
        "category": "AQ",
        "category_name": "安全隐患",
        "status": "processing",
        "status_name": "处置中",
        "private": True,
    }


@pytest.mark.parametrize(
    ("actor", "shown"), [("bot", "群理"), ("timer", "定时"), ("张**", "张**"), ("", "")]
)
def test_an_event(shower, actor, shown):
    row = HistoryRow(at=NOON, event="dispatched", actor=actor, detail="城管执法队")
    assert shower.event(row) == {
        "at": "2026-03-02T12:00:00+08:00",
        "event": "dispatched",
        "event_name": "派单",
        "actor": shown,
        "detail": "城管执法队",
    }


def test_a_code_without_a_name_is_shown_as_it_is(shower):
    assert shower.case(case_row(last_step="teleported"))["last_step_name"] == "teleported"


@pytest.mark.parametrize(("table", "codes"), [("lamps", Lamp), ("levels", Level), ("roles", Role)])
def test_every_code_has_a_name(table, codes):
    assert set(codes) <= set(load_words().tables[table])


def test_blank_forms_have_only_fields_that_rows_have(shower):
    event = shower.event(HistoryRow(at=NOON, event="closed", actor="bot", detail=""))
    assert set(BLANK_CASE) <= set(shower.case(case_row()))
    assert set(BLANK_EVENT) == set(event)


def test_the_status_of_the_example_exists():
    assert case_row().status in set(CaseStatus)
