"""What a digest tells of a grid."""

from datetime import timedelta

import pytest

from bot.digests.facts import HotSpot, Seen, Why, news
from bot.domain.case import CaseStatus
from bot.domain.digest import DigestRules
from bot.domain.facts import Period
from bot.domain.lamps import Lamp
from bot.domain.matters import Level, Privacy, Urgency
from bot.domain.place import Place
from tests.builders import HE, SHU, after, case

NOW = after(days=2)
PERIOD = Period(begin=NOW - timedelta(hours=15), end=NOW)
LATELY = NOW - timedelta(hours=1)


def told(*seen: Seen, person=HE, **rules):
    return news(seen, person, PERIOD, DigestRules(**rules))


def seen(number=1, lamp=Lamp.GREEN, **fields) -> Seen:
    fields = {"accepted_at": after(60), "status": CaseStatus.PROCESSING, "owner": "shu"} | fields
    return Seen(case=case(number, **fields), lamp=lamp)


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (seen(emergency="EM03", urgency=Urgency.P0, lamp=Lamp.RED), Why.EMERGENCY),
        (seen(emergency="EM03", urgency=Urgency.P2), None),
        (seen(lamp=Lamp.FLASHING), Why.FLASHING),
        (seen(lamp=Lamp.RED), Why.RED),
        (seen(lamp=Lamp.YELLOW), Why.YELLOW),
        (seen(status=CaseStatus.RETURN_REQUESTED), Why.DECIDE),
        (seen(status=CaseStatus.EXTEND_REQUESTED), None),
        (seen(rule="request.consult"), Why.QUESTION),
        (seen(accepted_at=None, status=CaseStatus.DISPATCHED), Why.ACCEPT),
        (seen(accepted_at=None, status=CaseStatus.DISPATCHED, level=Level.STREET), None),
        (seen(status=CaseStatus.PENDING_CHECK, done_at=LATELY, done_by="shu"), Why.CHECK),
        (seen(status=CaseStatus.PENDING_CHECK, done_at=LATELY, done_by="he"), None),
        (seen(opened_at=LATELY), Why.NEW),
        (seen(), None),
        (seen(lamp=Lamp.GREY, status=CaseStatus.SUSPENDED, paused_at=LATELY), None),
        (seen(lamp=Lamp.RED, drill=True), None),
        (seen(lamp=Lamp.RED, status=CaseStatus.CANCELED), None),
        (seen(lamp=Lamp.RED, accused=("person:he",)), None),
        (seen(lamp=Lamp.RED, privacy=Privacy.RESTRICTED), Why.RED),
    ],
)
def test_why_a_case_is_told(one, why):
    assert [line.why for line in told(one).lines] == ([] if why is None else [why])


def test_the_most_urgent_first():
    lines = told(
        seen(1, opened_at=LATELY),
        seen(2, Lamp.RED, resolve_until=after(days=1)),
        seen(3, Lamp.YELLOW),
        seen(4, Lamp.RED, resolve_until=after(hours=1)),
        seen(5, Lamp.RED, urgency=Urgency.P1, resolve_until=after(days=1)),
        seen(6, Lamp.FLASHING),
        seen(7, accepted_at=None, status=CaseStatus.DISPATCHED),
    ).lines
    assert [line.case.number for line in lines] == [6, 5, 4, 2, 7, 3, 1]


def test_numbers_of_the_period():
    found = told(
        seen(1, opened_at=LATELY),
        seen(2, opened_at=PERIOD.end),
        seen(3, opened_at=LATELY, drill=True),
        seen(4, opened_at=LATELY, status=CaseStatus.CANCELED),
        seen(5, status=CaseStatus.PENDING_VISIT, done_at=LATELY),
        seen(6, status=CaseStatus.EVALUATED, done_at=LATELY, rating=5),
        seen(7, status=CaseStatus.EVALUATED, done_at=LATELY, rating=2),
        seen(8, status=CaseStatus.MERGED, done_at=LATELY),
        seen(9, status=CaseStatus.EVALUATED, done_at=after(60), rating=5),
        seen(10, Lamp.RED),
        seen(11, accepted_at=None, status=CaseStatus.DISPATCHED),
    )
    told_of = tuple(map(found.count, ("opened", "settled", "confirmed", "red", "yours")))
    assert told_of == (2, 3, 1, 1, 1)
    assert not found.is_empty


def test_nothing_at_all_is_empty():
    assert told(seen()).is_empty
    assert told().is_empty


HERE = {"place": Place(building="3栋", spot="电梯"), "item": "WY-01", "opened_at": LATELY}


@pytest.mark.parametrize(
    ("cases", "hot"),
    [
        ([seen(n, **HERE) for n in range(3)], [("WY-01", "3栋", 3)]),
        ([seen(n, **HERE) for n in range(2)], []),
        ([seen(1, **HERE, supporters=("zhao", "liu"))], [("WY-01", "3栋", 3)]),
        ([seen(n, **HERE, status=CaseStatus.MERGED) for n in range(3)], [("WY-01", "3栋", 3)]),
        ([seen(n, **HERE, status=CaseStatus.REJECTED) for n in range(3)], []),
        ([seen(n, **HERE, privacy=Privacy.RESTRICTED) for n in range(3)], []),
        ([seen(n, **HERE | {"opened_at": after(days=-6)}) for n in range(3)], []),
        (
            [seen(n, **HERE | {"place": Place(building=f"{n}栋")}) for n in range(1, 4)],
            [("WY-01", None, 3)],
        ),
    ],
)
def test_hot_spots(cases, hot):
    found = told(*cases).hot
    assert [(one.item, one.building, one.times) for one in found] == hot
    keys = {one.case.key for one in cases}
    assert all(one.cases and keys.issuperset(one.cases) for one in found)
    assert all(isinstance(one, HotSpot) for one in found)


def test_others_than_the_accused_are_told():
    one = seen(lamp=Lamp.RED, accused=("department:市政",))
    assert told(one).lines
    assert not told(one, person=SHU).lines
