"""Whistles: what may happen when, where it leads, who was in time (domain rules §7.1)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.deadlines import OfficeHours
from bot.domain.errors import IllegalMove
from bot.domain.matters import Urgency
from bot.domain.whistle import (
    LEGAL,
    OVER,
    Agreed,
    Objection,
    Summons,
    Whistle,
    WhistleKind,
    WhistleMove,
    WhistlePatience,
    WhistleStatus,
    arrive,
    confer,
    decide,
    fall_due,
    finish,
    in_time,
    object_to,
    rate,
    respond,
    standing,
    usual_kind,
)
from bot.workdays import ChineseWorkingDays
from tests.builders import T0, after

K, S, M = WhistleKind, WhistleStatus, WhistleMove
HOURS = OfficeHours(days=ChineseWorkingDays())
POWER, CITY = "供电所", "城管"


def whistle(**fields) -> Whistle:
    fields = {
        "kind": K.ENFORCEMENT,
        "summons": (Summons(department=POWER), Summons(department=CITY)),
        "due_at": after(days=1),
    } | fields
    return Whistle(
        id="whistle-1",
        community="桥头",
        grid="g1",
        status=S.WHISTLED,
        cases=("case-1",),
        blown_by="sun",
        blown_at=T0,
        **fields,
    )


def did(move: str, department: str = POWER, at: float = 60):
    """A step by its name, as the machine below takes it."""
    now = after(at)
    steps = {
        "respond": lambda w: respond(w, department, by="li", now=now),
        "arrive": lambda w: arrive(w, department, by="li", now=now),
        "confer": lambda w: confer(w, Agreed(words="会商", lead=POWER), now=now),
        "fall_due": lambda w: fall_due(w, now=now),
        "object": lambda w: object_to(w, department, reason="不归我们", now=now),
        "grant": lambda w: decide(w, department, granted=True, by="zhou", now=now),
        "refuse": lambda w: decide(w, department, granted=False, by="zhou", now=now),
        "finish": lambda w: finish(w, now=now),
        "rate": lambda w: rate(w, department, score=4, by="sun", now=now),
    }
    return steps[move]


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        ([("respond", POWER)], S.RESPONDED),
        ([("arrive", POWER)], S.ON_SITE),
        ([("arrive", POWER), ("respond", CITY)], S.ON_SITE),
        ([("arrive", POWER), ("confer", POWER)], S.JOINT_PROCESSING),
        ([("fall_due", POWER)], S.OVERDUE),
        ([("respond", POWER), ("fall_due", POWER)], S.OVERDUE),
        ([("fall_due", POWER), ("respond", POWER)], S.OVERDUE),
        ([("fall_due", POWER), ("respond", POWER), ("respond", CITY)], S.RESPONDED),
        ([("respond", POWER), ("respond", CITY), ("fall_due", POWER)], S.RESPONDED),
        ([("fall_due", POWER), ("arrive", POWER)], S.ON_SITE),
        ([("object", CITY)], S.RETURN_REQUESTED),
        ([("object", CITY), ("arrive", POWER)], S.RETURN_REQUESTED),
        ([("object", CITY), ("arrive", POWER), ("grant", CITY)], S.ON_SITE),
        ([("object", CITY), ("refuse", CITY)], S.WHISTLED),
        ([("object", CITY), ("grant", CITY), ("object", POWER), ("grant", POWER)], S.CALLED_OFF),
        ([("arrive", POWER), ("finish", POWER)], S.DONE),
        ([("finish", POWER), ("rate", POWER)], S.DONE),
        ([("finish", POWER), ("rate", POWER), ("rate", CITY)], S.RATED),
        ([("object", CITY), ("grant", CITY), ("finish", POWER), ("rate", POWER)], S.RATED),
    ],
)
def test_where_it_stands(steps, status):
    found = whistle()
    for move, department in steps:
        found = did(move, department)(found)
    assert found.status is status


@pytest.mark.parametrize(
    ("before", "move"),
    [
        ([], "rate"),
        ([], "grant"),
        (["finish"], "respond"),
        (["finish"], "arrive"),
        (["finish"], "confer"),
        (["finish"], "object"),
        (["finish"], "fall_due"),
        (["finish"], "finish"),
        (["finish", "rate"], "rate"),
        (["object"], "object"),
        (["object", "refuse"], "object"),
        (["object", "refuse"], "grant"),
    ],
)
def test_what_may_not_happen(before, move):
    found = whistle()
    for step in before:
        found = did(step)(found)
    with pytest.raises(IllegalMove):
        did(move)(found)


def test_a_department_that_was_not_called_cannot_report_in():
    with pytest.raises(IllegalMove):
        respond(whistle(), "消防", by="li", now=T0)


def test_saying_so_twice_keeps_the_first_time():
    once = respond(whistle(), POWER, by="li", now=after(60))
    assert respond(once, POWER, by="wu", now=after(90)) == once
    there = arrive(once, POWER, by="li", now=after(120))
    assert arrive(there, POWER, by="wu", now=after(150)) == there
    assert there.of(POWER).responded_at == after(60)


@pytest.mark.parametrize(
    ("kind", "responded", "there", "good"),
    [
        (K.ENFORCEMENT, 60, None, True),
        (K.HARD, 60, None, True),
        (K.EMERGENCY, 60, None, False),
        (K.EMERGENCY, 60, 120, True),
        (K.EMERGENCY, 60, 86_401, False),
        (K.ENFORCEMENT, 86_400, None, True),
        (K.ENFORCEMENT, 86_401, None, False),
        (K.ENFORCEMENT, None, None, False),
    ],
)
def test_in_an_emergency_it_has_to_be_there(kind, responded, there, good):
    one = Summons(
        department=POWER,
        responded_at=None if responded is None else after(responded),
        on_site_at=None if there is None else after(there),
    )
    assert in_time(whistle(kind=kind, summons=(one,)), one) is good


def test_minutes_keep_who_does_what():
    agreed = Agreed(words="会商", lead="物业", tasks={POWER: "换变压器"}, until=after(days=3))
    found = confer(whistle(), agreed, now=after(60))
    assert (found.lead, found.until, found.minutes) == ("物业", after(days=3), "会商")
    assert [one.task for one in found.summons] == ["换变压器", ""]
    again = confer(found, Agreed(words="再会商"), now=after(90))
    assert (again.lead, again.until, again.summons) == ("物业", after(days=3), found.summons)


def test_who_is_awaited():
    found = object_to(whistle(), CITY, reason="不归我们", now=T0)
    assert found.awaited == (POWER, CITY)
    assert decide(found, CITY, granted=True, by="zhou", now=T0).awaited == (POWER,)
    assert respond(found, CITY, by="li", now=T0).awaited == (POWER,)


FRIDAY_EVENING = datetime(2026, 3, 6, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        (K.EMERGENCY, FRIDAY_EVENING + timedelta(minutes=30)),
        (K.ENFORCEMENT, datetime(2026, 3, 9, 10, tzinfo=UTC)),
        (K.HARD, datetime(2026, 3, 11, 10, tzinfo=UTC)),
    ],
)
def test_until_when(kind, due):
    assert WhistlePatience().until(kind, FRIDAY_EVENING, HOURS) == due


@pytest.mark.parametrize(
    ("category", "urgency", "kind"),
    [
        ("GY", Urgency.P0, K.EMERGENCY),
        ("CG", Urgency.P2, K.ENFORCEMENT),
        ("SC", Urgency.P1, K.ENFORCEMENT),
        ("AQ", Urgency.P1, K.HARD),
    ],
)
def test_the_usual_kind(category, urgency, kind):
    assert usual_kind(category, urgency) is kind


MOVES = st.tuples(
    st.sampled_from(
        ["respond", "arrive", "confer", "fall_due", "object", "grant", "refuse", "finish", "rate"]
    ),
    st.sampled_from([POWER, CITY]),
)


@given(st.lists(MOVES, max_size=14))
def test_whatever_happens_it_stands_where_its_facts_say(steps):
    found = whistle()
    for move, department in steps:
        before = found
        try:
            found = did(move, department)(found)
        except IllegalMove:
            assert found is before
            continue
        assert before.status not in (S.RATED, S.CALLED_OFF)
        assert found.status is standing(found)
        assert (found.done_at is None) or found.status in OVER
        for one in found.summons:
            assert one.on_site_at is None or one.responded_at is not None
            assert one.score is None or found.done_at is not None
            assert (one.decided_at is None) == (one.objection in (None, Objection.ASKED))


def test_every_status_says_what_may_happen():
    assert set(LEGAL) == set(S)
    assert {move for moves in LEGAL.values() for move in moves} == set(M)


def test_nobody_is_awaited_when_it_is_over():
    assert replace(whistle(), status=S.CALLED_OFF).is_over
    assert not whistle().is_over


def test_who_was_called():
    assert whistle().departments == (POWER, CITY)
