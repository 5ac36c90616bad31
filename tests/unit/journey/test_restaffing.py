"""What the office changes about people and duty counts without a restart."""

from datetime import date, time, timedelta

import pytest

from bot.domain.deadlines import SHANGHAI
from bot.domain.duty import Shift
from bot.domain.people import Role, Term
from bot.domain.records import edited, of_people
from bot.domain.staffing import Covered, Ended, Given, as_change, as_detail, covered, staffed
from tests.builders import CHEN, HE, LIU, SUN

DAY = date(2026, 3, 2)
DUTY = Shift(person="liu", begin=time(8), end=time(18))
DEPUTY = Term(
    role=Role.GRID_LEADER, grids=("g1",), since=DAY, until=DAY + timedelta(days=6), instead_of="he"
)


def on(people, day):
    return {person.id: person.on(day) for person in people}


@pytest.mark.parametrize(
    "change",
    [
        Given(person="liu", term=DEPUTY),
        Given(person="liu", term=Term(role=Role.VOLUNTEER)),
        Ended(person="he", role=Role.GRID_LEADER, until=DAY),
        Covered(person="liu", by="he", day=DAY),
    ],
)
def test_changes_come_back_as_they_were(change):
    assert as_change(as_detail(change)) == change


def test_a_role_is_given_for_a_time():
    people = staffed([LIU, HE], [Given(person="liu", term=DEPUTY)])
    assert on(people, DAY)["liu"].holds(Role.GRID_LEADER, "g1")
    assert on(people, DAY)["liu"].holds(Role.GRID_MEMBER, "g1")
    assert not on(people, DAY)["liu"].holds(Role.GRID_LEADER, "g2")
    for day in (DAY - timedelta(days=1), DAY + timedelta(days=7)):
        assert not on(people, day)["liu"].holds(Role.GRID_LEADER, "g1")


def test_a_role_ends_with_its_last_day():
    people = staffed([HE, CHEN], [Ended(person="he", role=Role.GRID_LEADER, until=DAY)])
    assert on(people, DAY)["he"].holds(Role.GRID_LEADER, "g1")
    after = on(people, DAY + timedelta(days=1))["he"]
    assert (after.roles, after.is_staff) == ((Role.RESIDENT,), False)
    assert [term.role for term in after.ended] == [Role.GRID_LEADER]


def test_what_was_given_is_ended_and_given_again():
    later = Given(person="liu", term=Term(role=Role.GRID_LEADER, since=DAY + timedelta(days=9)))
    changes = [
        Given(person="liu", term=DEPUTY),
        later,
        Ended(person="liu", role=Role.GRID_LEADER, until=DAY),
    ]
    people = staffed([LIU], changes)
    for days, held in ((0, True), (1, False), (10, False)):
        found = on(people, DAY + timedelta(days=days))["liu"]
        assert found.holds(Role.GRID_LEADER, "g1") is held
    again = on(staffed([LIU], [*changes, later]), DAY + timedelta(days=10))["liu"]
    assert again.holds(Role.GRID_LEADER, "g1")


def test_somebody_unknown_changes_nothing():
    assert staffed([SUN], [Ended(person="who", role=Role.STREET, until=DAY)]) == (SUN,)


def test_duty_is_taken_over_for_a_day():
    shifts = covered([DUTY], [Covered(person="liu", by="he", day=DAY)])
    told = [(shift.person, shift.since, shift.until) for shift in shifts]
    day = timedelta(days=1)
    assert told == [("liu", None, DAY - day), ("he", DAY, DAY), ("liu", DAY + day, None)]
    assert covered([DUTY], [Covered(person="he", by="liu", day=DAY)]) == (DUTY,)
    assert [
        shift.person for shift in covered(shifts, [Covered(person="he", by="sun", day=DAY)])
    ] == [
        "liu",
        "sun",
        "liu",
    ]


async def test_the_office_knows_it_at_once_and_reads_it_once(rig):
    today = rig.clock.now().astimezone(SHANGHAI).date()
    assert await rig.journey.restaffing.run_once() == 0
    change = Ended(person="he", role=Role.GRID_LEADER, until=today - timedelta(days=1))
    line = edited(of_people(), rig.clock.now(), "desk", as_detail(change))
    await rig.store.work(lambda unit: unit.cases.record([line]))
    assert await rig.journey.restaffing.run_once() == 1
    assert await rig.journey.restaffing.run_once() == 0
    assert not rig.office.directory.person("he").is_staff
    assert rig.office.directory is rig.office.directory
