"""The words of a digest: short, numbered, nothing of restricted cases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.digests.rounds import Beside, by_grid, words_of
from bot.domain.case import CaseStatus
from bot.domain.digest import Digest, DigestKind, DigestRules
from bot.domain.matters import Level, Privacy
from bot.domain.place import Place
from tests.builders import after, case

NOW = after(days=2)  # Wednesday, 10:00


def digest(**fields) -> Digest:
    fields = {
        "id": "digest-1",
        "kind": DigestKind.DAILY,
        "person": "he",
        "slot": NOW,
        "since": NOW - timedelta(hours=15),
        "order": 0,
        "grids": ("g1",),
    } | fields
    return Digest(**fields)


def new(number: int, **fields):
    fields = {"opened_at": NOW, "place": Place(building=f"{number}栋")} | fields
    return case(number, **fields)


def said(office, *cases, **fields):
    return words_of(office, digest(**fields), by_grid(office, cases, NOW))


def with_rules(office, **rules):
    return replace(office, digests=DigestRules(**rules))


def test_lines_are_numbered_and_end_with_how_to_answer(office):
    late = NOW - timedelta(days=1, hours=3)
    told = said(
        office,
        new(311, opened_at=NOW - timedelta(minutes=5), accept_until=NOW + timedelta(hours=2)),
        case(
            312,
            status=CaseStatus.PROCESSING,
            accepted_at=after(60),
            level=Level.DEPARTMENT,
            resolve_from=after(days=-12),
            resolve_until=late,
            place=Place(building="3栋", spot="电梯"),
        ),
    )
    assert told.text.splitlines() == [
        "早报 03-04 10:00 第一网格 新增1 红灯1 等您1",
        "1. 🔴#312 3栋电梯路灯不亮：已超时1天，在市政",
        "2. 🟢#311 311栋路灯不亮：等您接单，12:00前",
        "按序号回：“1我去”“1派物业”“1吹哨供电所”“1详细”。",
    ]
    assert told.cases == ("case-000312", "case-000311")


def test_of_a_restricted_case_there_is_nothing_but_its_number(office):
    told = said(office, new(7, privacy=Privacy.SENSITIVE, words="他家又打人了"))
    assert "#7 限制件：等您接单" in told.text
    assert "7栋" not in told.text
    assert "路灯" not in told.text
    assert told.cases == ("case-000007",)


def test_it_keeps_within_lines_and_characters(office):
    told = said(office, *(new(number) for number in range(1, 60)))
    assert len(told.text.splitlines()) == 12
    assert len(told.text) <= 500
    assert len(told.cases) == 10 - told.text.count("热点")
    assert f"另有{59 - len(told.cases)}件没列" in told.text


@pytest.mark.parametrize("characters", [120, 200, 300])
def test_short_ones_tell_how_many_are_left_out(office, characters):
    office = with_rules(office, characters=characters, lines=8)
    told = said(office, *(new(number) for number in range(1, 30)))
    assert len(told.text) <= characters
    assert len(told.text.splitlines()) <= 8
    assert f"另有{29 - len(told.cases)}件没列" in told.text


def test_nothing_to_say_is_one_line_or_nothing(office):
    assert said(office).text == "早报 第一网格：没有新的事，也没有等您的事。"
    assert said(with_rules(office, tell_nothing=False)) is None


@pytest.mark.parametrize(
    ("pages", "line"),
    [
        ("", "需求还没有对接2件"),
        ("https://grid.example", "需求还没有对接2件：https://grid.example/services"),
    ],
)
def test_how_many_needs_are_not_matched_is_one_line(office, pages, line):
    office = with_rules(office, pages=pages)
    made = words_of(office, digest(), by_grid(office, [], NOW), Beside(unmet=2))
    assert line in made.text.splitlines()
    assert "需求" not in said(office, new(1)).text


def test_hot_spots_give_way_to_cases(office):
    here = {"place": Place(building="3栋", spot="电梯"), "item": "WY-01"}
    told = said(office, *(new(number, **here) for number in range(1, 5)))
    assert "热点：3栋电梯" in told.text
    assert "7天4次" in told.text


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({}, "早报"),
        ({"slot": NOW + timedelta(hours=8)}, "晚报"),
        ({"kind": DigestKind.WEEKLY}, "周报"),
    ],
)
def test_its_name(office, fields, name):
    assert said(office, new(1), **fields).text.startswith(name + " ")


def test_only_the_grids_of_the_reader(office):
    assert "#2" not in said(office, new(1), new(2, grid="g2")).text


def test_the_address_of_its_page_comes_last_and_takes_no_more_room(office):
    office = with_rules(office, pages="https://grid.example")
    told = said(office, *(new(number) for number in range(1, 60)))
    lines = told.text.splitlines()
    assert lines[-1] == "每个数是哪几件：https://grid.example/digests/digest-1"
    assert lines[-2].startswith("另有")
    assert len(lines) <= 12
    assert len(told.text) <= 500


def test_behind_each_number_are_as_many_cases(office):
    at = NOW - timedelta(hours=2)
    lots = [new(number, opened_at=at) for number in (1, 2)]
    told = said(office, *lots, new(3, opened_at=at, accept_until=NOW - timedelta(hours=1)))
    head = told.text.splitlines()[0]
    for name, mark in (("opened", "新增3"), ("red", "红灯1"), ("yours", "等您2")):
        assert mark in head
        assert mark.endswith(str(len(told.behind[name])))
    assert told.behind["settled"] == ()
