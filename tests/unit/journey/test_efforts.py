"""What neighbours and meetings have done, out of the store and as figures tell it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.facts import Period
from bot.domain.figures import FigureRules, rates
from bot.domain.groups import By, grouped
from bot.domain.meetings import MeetingRules
from bot.domain.muster import SignUp, SignUpState, filled_at, muster_of, source_of
from bot.domain.points import taken_back
from bot.domain.resolution import Resolution, confirmed, done
from bot.ports.rows_figures import Asked
from tests.builders import T0, after
from tests.contract.test_store_points import WALL
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
