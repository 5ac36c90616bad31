"""Needs and resources brought together: the best there is, and nothing that may not be."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.pairing import Area, Held, Nearness, Reason, Wanted, may_meet, nearness, reasons
from bot.matching import match, solving

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
DAY = timedelta(days=1)
HERE = Area(street="西南", community="桥头", grid="g1")
NEXT_GRID = replace(HERE, grid="g2")
NEXT_COMMUNITY = replace(HERE, community="河西", grid="g9")
NEED = Wanted(id="n1", person="wang", kind="repair", area=HERE, begin=MONDAY, end=MONDAY + 7 * DAY)
SATURDAY = MONDAY + 4 * DAY + timedelta(hours=16)  # by local clocks
HANDS = Held(
    id="r1",
    person="li",
    kind="repair",
    area=HERE,
    begin=SATURDAY,
    end=SATURDAY + timedelta(hours=23),
    capacity=3,
    at_home=True,
)

areas = st.sampled_from([HERE, NEXT_GRID, NEXT_COMMUNITY, replace(HERE, grid=None)])
starts = st.integers(0, 3).map(lambda day: MONDAY + day * DAY)
lengths = st.integers(1, 3).map(lambda days: days * DAY)
people = st.sampled_from(["wang", "li", "chen"])
kinds = st.sampled_from(["repair", "clinic"])


@st.composite
def several(draw, made, count, amount):
    return [
        replace(
            made,
            id=f"{made.id[0]}{number}",
            person=draw(people),
            kind=draw(kinds),
            area=draw(areas),
            begin=(begin := draw(starts)),
            end=begin + draw(lengths),
            at_home=draw(st.booleans()),
            **{amount: draw(st.integers(1, 2))},
        )
        for number in range(draw(st.integers(0, count)))
    ]


needs = several(NEED, 4, "heads")
resources = several(HANDS, 4, "capacity")


def worth(wanted, held):
    """What a pair is worth beside that a need is met."""
    if not may_meet(wanted, held):
        return None
    return 10 * int(nearness(wanted.area, held.area)) + (wanted.at_home and held.at_home)


def best(wanted, held):
    """The best there is, by trying everything: heads that are met, and what the pairs are worth."""
    rows = [one for one in wanted for _ in range(one.heads)]

    @cache
    def from_row(row, free):
        if row == len(rows):
            return (0, 0)
        found = from_row(row + 1, free)
        for index, count in enumerate(free):
            value = worth(rows[row], held[index])
            if count and value is not None:
                left = (*free[:index], count - 1, *free[index + 1 :])
                met, sum_ = from_row(row + 1, left)
                found = max(found, (met + 1, sum_ + value))
        return found

    return from_row(0, tuple(one.capacity for one in held))


@settings(max_examples=150, deadline=None)
@given(needs, resources)
def test_it_is_the_best_there_is(wanted, held):
    of_need, of_held = {one.id: one for one in wanted}, {one.id: one for one in held}
    pairs = match(wanted, held)
    value = sum(
        pair.heads * worth(of_need[pair.wanted], of_held[pair.held])  # None would raise
        for pair in pairs
    )
    assert (sum(pair.heads for pair in pairs), value) == best(wanted, held)


@settings(max_examples=100, deadline=None)
@given(needs, resources, st.sets(st.tuples(st.integers(0, 3), st.integers(0, 3))), st.booleans())
def test_no_capacity_is_exceeded_and_nobody_gets_more_than_he_wants(wanted, held, no, small):
    never = frozenset((f"n{row}", f"r{column}") for row, column in no)
    of_need, of_held = {one.id: one for one in wanted}, {one.id: one for one in held}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solving, "MOST_CELLS", 2 if small else solving.MOST_CELLS)
        pairs = match(wanted, held, never)
    given_out, got = Counter(), Counter()
    for pair in pairs:
        assert may_meet(of_need[pair.wanted], of_held[pair.held])
        assert (pair.wanted, pair.held) not in never
        given_out[pair.held] += pair.heads
        got[pair.wanted] += pair.heads
    assert all(count <= of_held[id_].capacity for id_, count in given_out.items())
    assert all(count <= of_need[id_].heads for id_, count in got.items())


def test_three_electricians_serve_three_needs():
    wanted = [replace(NEED, id=f"n{number}", person=f"p{number}") for number in range(5)]
    assert [pair.held for pair in match(wanted, [HANDS])] == ["r1"] * 3


def test_the_nearest_is_taken_and_the_one_that_comes_home():
    away = replace(HANDS, id="r0", area=NEXT_COMMUNITY)
    there = replace(HANDS, id="r2", at_home=False)
    [pair] = match([replace(NEED, at_home=True)], [away, HANDS, there])
    assert pair.held == "r1"


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "clinic"},
        {"person": "wang"},
        {"area": replace(HERE, street="云东海")},
        {"begin": MONDAY + 8 * DAY, "end": MONDAY + 9 * DAY},
        {"begin": MONDAY - DAY, "end": MONDAY},
    ],
)
def test_what_cannot_meet_does_not(changes):
    other = replace(HANDS, **changes)
    assert not may_meet(NEED, other)
    assert match([NEED], [other]) == []


def test_what_speaks_for_a_pair():
    assert reasons(NEED, HANDS) == (Reason.SAME_GRID, Reason.SATURDAY, Reason.AT_HOME)
    longer = replace(HANDS, area=NEXT_GRID, end=HANDS.end + DAY, at_home=False)
    assert reasons(NEED, longer) == (Reason.SAME_COMMUNITY,)
    assert nearness(HERE, NEXT_COMMUNITY) is Nearness.STREET


def test_many_of_one_kind_are_divided_and_still_meet():
    wanted = [replace(NEED, id=f"n{number:04}", person=f"p{number}") for number in range(3000)]
    held = [replace(HANDS, id=f"r{number:04}", capacity=1) for number in range(3000)]
    assert len(match(wanted, held)) == 3000
