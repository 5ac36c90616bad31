"""How far a service is, and when something is due."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from bot.areas.services import services_of
from bot.domain.deadlines import SHANGHAI
from bot.domain.errors import IllegalMove
from bot.domain.service import (
    ENDED,
    Part,
    ServiceRules,
    ServiceState,
    Word,
    asks_at,
    moved,
    waits_until,
)
from bot.options.config import Config
from tests.unit.journey.test_service_desk import SERVICE

S = ServiceState
RULES = ServiceRules()
DAY = timedelta(days=1)
COMMUNITY = {"street": "西南", "name": "桥头社区", "grids": [{"id": "g1", "name": "第一网格"}]}
NOW = SERVICE.begin_at


def config(**parts):
    return Config.model_validate({"community": COMMUNITY} | parts)


def at(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("now", "round_at"),
    [(at(2, 9), at(2, 10)), (at(2, 10), at(2, 16)), (at(2, 23), at(3, 10))],
)
def test_pairs_are_proposed_at_the_next_hour_that_suits(now, round_at):
    assert RULES.next_round(now) == round_at


@pytest.mark.parametrize("before", S)
@pytest.mark.parametrize("after", S)
def test_only_legal_moves_are_made(before, after):
    legal = {
        (S.PROPOSED, S.ACCEPTED),
        (S.PROPOSED, S.DECLINED),
        (S.ACCEPTED, S.AGREED),
        (S.ACCEPTED, S.FELL_THROUGH),
        (S.AGREED, S.UNDER_WAY),
        (S.AGREED, S.FELL_THROUGH),
        (S.UNDER_WAY, S.DELIVERED),
        (S.UNDER_WAY, S.FELL_THROUGH),
        (S.DELIVERED, S.CONFIRMED),
        (S.DELIVERED, S.FELL_THROUGH),
    }
    one = replace(SERVICE, state=before)
    if (before, after) not in legal:
        with pytest.raises(IllegalMove):
            moved(one, after, now=NOW, rules=RULES)
        return
    found = moved(one, after, now=NOW, rules=RULES, why="giver")
    assert (found.state, found.since, found.why) == (after, NOW, "giver")
    assert (found.wanted == "") is (after in ENDED)
    assert (found.next_at is None) is (after in ENDED)


def test_what_was_asked_is_asked_anew_after_a_move():
    one = replace(SERVICE, state=S.ACCEPTED).with_word(Part.GIVER, Word.YES)
    one = one.with_word(Part.NEEDER, Word.YES)
    after = moved(one, S.AGREED, now=NOW, rules=RULES)
    assert [after.word(part) for part in Part] == [Word.NONE, Word.NONE]
    assert [after.person(part) for part in Part] == ["chen", "wang"]


def test_it_is_asked_whether_it_was_done_after_its_day_or_some_days_on():
    assert asks_at(SERVICE, NOW, RULES) == NOW + 3 * DAY
    on_a_day = replace(SERVICE, begin_at=at(7, 0), end_at=at(7, 23, 59))
    assert asks_at(on_a_day, NOW, RULES) == at(7, 23, 59)
    assert asks_at(on_a_day, NOW + 9 * DAY, RULES) == NOW + 9 * DAY


def test_how_long_an_answer_is_waited_for():
    soon = replace(SERVICE, state=S.ACCEPTED, end_at=NOW + DAY)
    assert waits_until(soon, NOW, RULES) == NOW + DAY
    assert waits_until(replace(soon, state=S.UNDER_WAY), NOW, RULES) == NOW + 2 * DAY


def test_what_an_office_wants_otherwise():
    part = {"propose_at": ["09:30"], "lines": 3, "patience_days": 1, "ask_after_days": 7}
    rules = services_of(config(services=part | {"minutes_each": 20}))
    assert rules == ServiceRules(
        propose_at=(time(9, 30),),
        lines=3,
        patience=DAY,
        ask_after=7 * DAY,
        minutes_each=20,
    )
    assert services_of(config()) == RULES
