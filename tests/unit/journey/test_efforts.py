"""What neighbours and meetings have done, out of the store and as figures tell it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.care import Visit
from bot.domain.facts import Facts, Period
from bot.domain.figures import rates
from bot.domain.giving import Side
from bot.domain.gridmaps import GridMaps
from bot.domain.groups import By, grouped
from bot.domain.meetings import MeetingRules
from bot.domain.muster import SignUp, SignUpState, filled_at, muster_of, source_of
from bot.domain.points import taken_back
from bot.domain.register import Deed, DeedKind
from bot.domain.resolution import Resolution, confirmed, done
from bot.domain.service import ServiceState
from bot.domain.value import FigureRules
from bot.ports.rows_figures import Asked
from tests.builders import T0, after
from tests.contract.test_store_giving import CLINIC
from tests.contract.test_store_leaders import LI
from tests.contract.test_store_points import WALL
from tests.contract.test_store_services import CLINIC as SERVED
from tests.unit.journey.test_muster_digest import DIKE

DAY = timedelta(days=1)
PERIOD = Period(begin=T0 - 9 * DAY, end=T0 + 30 * DAY)
RULES = FigureRules()
TALK = Resolution(
    id="resolution-1",
    community="桥头社区",
    grid="g1",
    matter="修扶手",
    owner="liu",
    owner_name="刘网格员",
    by="he",
    made_at=T0,
    until=T0 + 3 * DAY,
)


def entry(person, heads, minutes, state=SignUpState.IN):
    at = T0 + timedelta(minutes=minutes)
    return SignUp(muster=DIKE.id, person=person, room="own1", heads=heads, at=at, state=state)


async def keep(unit):
    """A call for three, full within two hours, of whom one came; one for five that nobody heard."""
    await unit.musters.save(replace(DIKE, called_at=T0, taken=3))
    for one in (
        entry("wang", 2, 30),
        entry("chen", 1, 120),
        entry("sun", 1, 5, SignUpState.OUT),
        entry("shu", 1, 130, SignUpState.WAITING),
    ):
        await unit.musters.sign(one)
    await unit.musters.save(replace(DIKE, id="muster-2", grid=None, wanted=5))
    await unit.musters.save(replace(DIKE, id="muster-3", starts_at=PERIOD.end))
    came = replace(WALL, source=source_of(DIKE.id, "wang"), person="wang", minutes=150)
    wrong = replace(came, id="booking-2", source=source_of(DIKE.id, "chen"), person="chen")
    await unit.points.add(came)
    await unit.points.add(wrong)
    await unit.points.add(taken_back(wrong, by="he", booking="booking-3", now=T0))
    await unit.points.add(replace(WALL, id="booking-4", minutes=60))
    rules = MeetingRules()
    await unit.resolutions.add(TALK)
    for number, done_at in enumerate((TALK.until, TALK.until + DAY, None), 1):
        stands = confirmed(replace(TALK, id=f"stands-{number}"), number, rules)
        await unit.resolutions.add(stands if done_at is None else done(stands, "liu", done_at))


@pytest.fixture
async def facts(rig):
    await rig.store.work(keep)
    return await rig.store.look(lambda unit: unit.figures.facts(Asked(period=PERIOD)))


def told(facts):
    found = rates(facts, PERIOD, RULES)
    names = ("calls_full", "calls_filled_in", "word_kept", "served", "resolved")
    return {name: (found[name].part, found[name].whole) for name in names}


async def give(unit):
    """Two needs and a resource that were listed, of which one need got a service and is forgotten
    since; one that nobody confirmed, one from before the period.
    """
    for id_, side, listed, at in (
        ("need-1", Side.NEED, True, T0),
        ("need-2", Side.NEED, True, T0 + DAY),
        ("need-3", Side.NEED, False, T0),
        ("need-4", Side.NEED, True, PERIOD.begin - DAY),
        ("giving-1", Side.RESOURCE, False, T0),
    ):
        await unit.givings.add(replace(CLINIC, id=id_, side=side, listed=listed, made_at=at))
    await unit.givings.confirm("giving-1")
    await unit.givings.confirm("giving-1")
    drawn = replace(SERVED, need="need-1", resource="giving-1", state=ServiceState.AGREED)
    await unit.services.save(drawn)
    await unit.services.save(
        replace(drawn, id="service-2", need="need-2", state=ServiceState.FELL_THROUGH)
    )
    await unit.givings.drop(["need-1"])


async def lead(unit):
    """Three deeds of two leaders, one of them before; two families, one of them visited twice."""
    for number, (person, at) in enumerate(
        (("lou3", T0), ("lou5", T0 + DAY), ("lou3", PERIOD.begin - DAY))
    ):
        deed = Deed(source=f"m{number}", person=person, grid="g1", kind=DeedKind.DO, at=at)
        await unit.deeds.add([deed])
    for number in (1, 2):
        await unit.care.save(replace(LI, id=f"family-{number}"))
    for number, at in enumerate((T0, T0 + DAY, PERIOD.end)):
        visit = Visit(id=f"visit-{number}", family="family-1", by="lou3", at=at, well=True)
        await unit.care.visit(visit)


@pytest.fixture
async def lived(rig):
    await rig.store.work(give)
    await rig.store.work(lead)
    asked = Asked(period=PERIOD, maps=GridMaps(communities={"g1": "桥头社区"}))
    return await rig.store.look(lambda unit: unit.figures.facts(asked))


def of_lists(facts):
    found = rates(facts, PERIOD, RULES)
    names = ("offered", "needed", "met", "duties", "visits", "visited")
    return {name: (found[name].part, found[name].whole) for name in names}


WHAT_WAS_GIVEN = {
    "offered": (1, 1),
    "needed": (2, 2),
    "met": (1, 2),
    "duties": (2, 2),
    "visits": (2, 2),
    "visited": (1, 2),
}


def test_lists_duties_and_visits_of_the_period(lived):
    assert of_lists(lived) == WHAT_WAS_GIVEN
    assert of_lists(grouped(lived, By.GRID)["g1"]) == WHAT_WAS_GIVEN
    assert of_lists(grouped(lived, By.COMMUNITY)["桥头社区"]) == WHAT_WAS_GIVEN


def test_a_number_is_told_of_however_few_and_whole(lived):
    found = rates(lived, PERIOD, RULES)
    assert [found[name].shown(RULES.few) for name in ("offered", "needed")] == ["1", "2"]
    assert found["met"].shown(RULES.few) is None
    assert found["offered"].tenths(RULES.few) == 10
    assert rates(Facts(), PERIOD, RULES)["offered"].shown(RULES.few) is None


def test_what_was_done_in_the_period(facts):
    assert told(facts) == {
        "calls_full": (1, 2),
        "calls_filled_in": (2, 1),
        "word_kept": (1, 2),
        "served": (3.5, 2),
        "resolved": (1, 3),
    }


def test_each_stands_in_its_grid_and_community(facts):
    grids, communities = grouped(facts, By.GRID), grouped(facts, By.COMMUNITY)
    assert told(grids["g1"]) == told(facts) | {"calls_full": (1, 1), "served": (2.5, 1)}
    assert told(communities["桥头社区"]) == told(facts) | {"served": (2.5, 1)}
    assert grouped(facts, By.ITEM) == {}


def test_all_hours_are_told_of_however_few(facts):
    served = rates(facts, PERIOD, RULES)["served"]
    assert served.shown(RULES.few) == "3.5"
    assert replace(served, whole=0).shown(RULES.few) is None


def test_a_call_is_full_when_its_last_place_is_taken():
    entries = [entry("wang", 2, 30), entry("chen", 1, 120)]
    assert filled_at(3, entries) == after(7200)
    assert filled_at(2, entries) == after(1800)
    assert filled_at(4, entries) is None


def test_the_call_an_entry_of_the_ledger_is_from():
    assert muster_of(source_of("muster-1", "wechat:abc")) == "muster-1"
    assert muster_of("message:m-1") is None
