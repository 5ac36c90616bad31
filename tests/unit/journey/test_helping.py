"""Helpers hear of a case when it is the turn of the one that leads, once, and never of what is
private."""

from dataclasses import replace

import pytest

from bot.domain.matters import Level, Matters, Privacy
from bot.domain.people import Role
from bot.wiring.journey import make_journey
from tests.builders import directory, group, matter, person

POWER = person("gong", "供电小李", Role.DEPARTMENT, department="供电企业")
LEADERS = group("lead1")


@pytest.fixture
def opened(rig):
    """A report where the power company has somebody, of an item with these rules."""

    async def report(**rules):
        known = directory()
        areas = replace(known, people=(*known.people, POWER))
        listed = Matters([matter("GY-11", **rules)])
        rig.office = replace(rig.office, areas=areas, listed=listed)
        rig.journey = make_journey(rig.office, rig.store, rig.tools)
        await rig.say("3栋门口的路灯坏了")

    return report


def helped(rig):
    return [
        one.text
        for one in rig.channel.sent
        if one.address.person == "a-gong" and "协办" in one.text
    ]


async def test_with_the_one_that_leads(rig, opened):
    await opened(first_level=Level.DEPARTMENT)
    (told,) = helped(rig)
    assert "由市政主办" in told


async def test_not_while_the_grid_has_it_then_once(rig, opened):
    await opened()
    assert helped(rig) == []
    await rig.say("1派给市政", sender="a-he", address=LEADERS)
    assert len(helped(rig)) == 1
    await rig.say("1还是派给市政", sender="a-sun", address=LEADERS)
    assert len(helped(rig)) == 1


async def test_when_a_department_was_told_by_telephone(rig, opened):
    await opened(first_level=Level.DEPARTMENT, departments=("供水企业", "供电企业"))
    assert helped(rig) == []
    await rig.say("1已电话供水企业", sender="a-liu", address=LEADERS)
    assert len(helped(rig)) == 1


async def test_nobody_is_asked_to_help_himself(rig, opened):
    await opened()
    await rig.say("1派给供电企业", sender="a-he", address=LEADERS)
    assert helped(rig) == []
    assert any(one.address.person == "a-gong" for one in rig.channel.sent)


@pytest.mark.parametrize("privacy", [Privacy.RESTRICTED, Privacy.SENSITIVE])
async def test_never_of_what_is_private(rig, opened, privacy):
    await opened(first_level=Level.DEPARTMENT, privacy=privacy)
    assert helped(rig) == []
