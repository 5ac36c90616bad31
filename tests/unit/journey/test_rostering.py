"""Who works where is asked anew every night, and counts without a restart."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.domain.people import Role, Term
from bot.domain.staffing import Given
from bot.journey.beside.rostering import Roster, Rostering
from tests.builders import LIU, directory

NEW = replace(LIU, id="dingtalk:zhang", name="张工", accounts=(("dingtalk", "zhang"),))


class Organisation:
    """Tells who is there; None where it does not answer."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), 0

    async def ask(self):
        self.asked += 1
        return self.answers.pop(0) if self.answers else None


def with_new(people):
    return replace(people, people=(*people.people, NEW))


@pytest.fixture
def nightly(rig):
    """The rig's clock stands at ten in the morning."""

    def make(*answers):
        rig.told = Organisation(*answers)
        roster = Roster(ask=rig.told.ask, at=time(3, 30))
        return Rostering(office=rig.office, roster=roster)

    return make


async def test_it_is_asked_once_a_night(rig, nightly):
    rostering = nightly(with_new(directory()), with_new(directory()))
    assert await rostering.run_once() == 0
    rig.clock.advance(timedelta(hours=17).total_seconds())
    assert (await rostering.run_once(), rig.told.asked) == (0, 0)
    rig.clock.advance(timedelta(minutes=30).total_seconds())
    assert (await rostering.run_once(), await rostering.run_once()) == (1, 0)
    assert rig.office.directory.person_with("dingtalk", "zhang").name == "张工"
    rig.clock.advance(timedelta(days=1).total_seconds())
    assert (await rostering.run_once(), rig.told.asked) == (1, 2)


async def test_what_the_office_has_changed_stands_over_it(rig, nightly):
    rig.office.staffing.refresh(
        [Given(person=NEW.id, term=Term(role=Role.GRID_LEADER, grids=("g1",)))]
    )
    rostering = nightly(with_new(directory()))
    rig.clock.advance(timedelta(hours=18).total_seconds())
    assert await rostering.run_once() == 1
    assert rig.office.directory.person(NEW.id).holds(Role.GRID_LEADER, "g1")


async def test_nobody_loses_a_role_because_a_platform_does_not_answer(rig, nightly):
    before = rig.office.directory
    rostering = nightly(None, with_new(directory()))
    rig.clock.advance(timedelta(hours=18).total_seconds())
    assert await rostering.run_once() == 0
    assert rig.office.directory == before
    assert (await rostering.run_once(), rig.told.asked) == (0, 1)
    rig.clock.advance(timedelta(hours=1).total_seconds())
    assert await rostering.run_once() == 1
    assert rig.office.directory.person_with("dingtalk", "zhang") is not None


async def test_without_a_directory_nobody_is_asked(rig):
    rostering = Rostering(office=rig.office, roster=None)
    rig.clock.advance(timedelta(days=2).total_seconds())
    assert await rostering.run_once() == 0
