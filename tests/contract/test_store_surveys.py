"""Surveys: who was asked what, what was found, what is due."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.survey import Survey, Target
from tests.contract.one_by_one import OneByOne

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
HEATERS = Survey(
    id="survey-1",
    community="桥头社区",
    asked_by="he",
    matter="直排式热水器",
    item="AQ-03",
    asked_at=NOON,
    remind_at=NOON + timedelta(days=2),
    until=NOON + timedelta(days=3),
)
TARGETS = [
    Target(survey="survey-1", grid="g1", building=f"{n}栋", leader=leader)
    for n, leader in ((1, "chen"), (2, None), (3, "chen"))
]


@pytest.fixture
async def unit(store):
    made = OneByOne(store)
    await made.surveys.add(HEATERS, TARGETS)
    return made


async def test_a_survey_is_kept_with_its_buildings(unit):
    assert await unit.surveys.of("he") == [HEATERS]
    assert await unit.surveys.of("sun") == []
    assert await unit.surveys.targets("survey-1") == TARGETS


async def test_the_newest_comes_first(unit):
    later = replace(HEATERS, id="survey-2", asked_at=NOON + timedelta(hours=1))
    await unit.surveys.add(later, [])
    assert await unit.surveys.of("he") == [later, HEATERS]


async def test_who_was_asked(unit):
    asked = await unit.surveys.asked(["chen", "liu"])
    assert asked == [(HEATERS, TARGETS[0]), (HEATERS, TARGETS[2])]
    await unit.surveys.mark("survey-1", reminded=True, over=True)
    assert await unit.surveys.asked(["chen"]) == []


async def test_an_answer(unit):
    found = replace(TARGETS[2], found=2, answered_at=NOON)
    await unit.surveys.answer(found)
    assert await unit.surveys.targets("survey-1") == [TARGETS[0], TARGETS[1], found]


async def test_what_is_due(unit):
    assert await unit.surveys.due(NOON) == []
    assert await unit.surveys.due(HEATERS.remind_at) == [HEATERS]
    await unit.surveys.mark("survey-1", reminded=True, over=False)
    assert await unit.surveys.due(HEATERS.remind_at) == []
    assert await unit.surveys.due(HEATERS.until) == [replace(HEATERS, reminded=True)]
    await unit.surveys.mark("survey-1", reminded=True, over=True)
    assert await unit.surveys.due(HEATERS.until) == []


async def test_when_something_is_due(unit):
    assert await unit.surveys.next_due() == HEATERS.remind_at
    await unit.surveys.mark("survey-1", reminded=True, over=False)
    assert await unit.surveys.next_due() == HEATERS.until
    await unit.surveys.mark("survey-1", reminded=True, over=True)
    assert await unit.surveys.next_due() is None
