"""What the office changes about goods stands on top of the configuration's, in order."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.goods import as_detail, as_good, faults, stocked
from bot.domain.points import Good, PointRules

SOAP = Good(id="soap", name="洗衣液", partner="惠民超市", points=30, stock=2)
RICE = Good(id="rice", name="大米", partner="惠民超市", points=80, stock=1, until=date(2026, 3, 1))
RULES = PointRules(goods=(SOAP, RICE))

GOODS = st.builds(
    Good,
    id=st.sampled_from(["soap", "rice", "good-1"]),
    name=st.text(min_size=1, max_size=20),
    partner=st.text(min_size=1, max_size=40),
    points=st.integers(1, 1_000_000),
    stock=st.integers(0, 1_000_000),
    until=st.none() | st.dates(),
    people=st.lists(st.text(min_size=1), max_size=3).map(tuple),
)


@given(GOODS)
def test_a_line_of_history_holds_the_whole_good(good):
    assert as_good(as_detail(good)) == good


@given(st.lists(GOODS, max_size=8))
def test_what_was_written_last_counts_and_none_is_lost(changes):
    found = stocked(RULES, changes).goods
    last = {good.id: good for good in (*RULES.goods, *changes)}
    assert {good.id: good for good in found} == last
    assert [good.id for good in found[:2]] == ["soap", "rice"]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, []),
        ({"name": ""}, ["name"]),
        ({"name": "长" * 21}, ["name"]),
        ({"name": "大米"}, ["name"]),
        ({"partner": ""}, ["partner"]),
        ({"points": 0}, ["points"]),
        ({"stock": -1, "people": ("nobody",)}, ["stock", "people"]),
        ({"stock": 0, "people": ("shop",)}, []),
    ],
)
def test_what_is_not_possible(changes, wrong):
    assert faults(replace(SOAP, **changes), RULES.goods, {"shop"}) == wrong
