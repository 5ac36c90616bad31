"""What is held out and looked for: proposed, listed, over, withdrawn."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.case import CaseStatus
from bot.domain.giving import Giving, Side
from tests.builders import case
from tests.contract.one_by_one import OneByOne

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
DAY = timedelta(days=1)
CLINIC = Giving(
    id="giving-1",
    community="桥头社区",
    grid="g1",
    side=Side.RESOURCE,
    kind="clinic",
    matter="周六可以来义诊两小时",
    amount="两小时",
    place="小广场",
    person="li",
    made_at=NOON,
    until=NOON + 5 * DAY,
)
CHAIR = replace(
    CLINIC, id="giving-2", side=Side.NEED, kind="aid", person="wang", until=NOON + 7 * DAY
)


@pytest.fixture
async def unit(store):
    made = OneByOne(store)
    await made.givings.add(CLINIC)
    await made.givings.add(CHAIR)
    return made


async def test_it_counts_once_confirmed_and_until_it_is_over(unit):
    rows = unit.givings
    assert await rows.listed("桥头社区", Side.RESOURCE, NOON) == []
    await rows.confirm("giving-1")
    stands = replace(CLINIC, listed=True)
    assert await rows.get("giving-1") == stands
    assert await rows.listed("桥头社区", Side.RESOURCE, NOON) == [stands]
    assert await rows.listed("桥头社区", Side.NEED, NOON) == []
    assert await rows.listed("河西社区", Side.RESOURCE, NOON) == []
    assert await rows.listed("桥头社区", Side.RESOURCE, NOON + 6 * DAY) == []


async def test_what_is_over_or_was_never_confirmed_goes(unit):
    rows = unit.givings
    await rows.confirm("giving-1")
    await rows.drop_stale(NOON, NOON)
    assert await rows.get("giving-2") == CHAIR
    await rows.drop_stale(NOON, NOON + timedelta(seconds=1))
    assert await rows.get("giving-2") is None
    await rows.drop_stale(NOON + 6 * DAY, NOON)
    assert await rows.get("giving-1") is None


async def test_a_persons_own(unit):
    rows = unit.givings
    assert await rows.of_person("wang", NOON) == [CHAIR]
    assert await rows.of_person("wang", NOON + 8 * DAY) == []
    await rows.drop(["giving-2"])
    assert await rows.of_person("wang", NOON) == []


async def test_who_is_forgotten_gives_nothing_any_more(unit):
    assert (await unit.personal.holdings("li")).helped == 1
    assert await unit.personal.drop_helped("li") == 1
    assert await unit.givings.get("giving-1") is None
    assert await unit.givings.get("giving-2") == CHAIR


ROOF = replace(
    CLINIC,
    id="giving-9",
    side=Side.NEED,
    kind="money",
    amount="200块",
    listed=True,
    of_case="case-000001",
    wanted=200,
)


async def test_what_a_case_lacks_is_looked_for_as_long_as_the_case_lasts(unit):
    await unit.givings.add(ROOF)
    assert await unit.givings.of_cases(NOON) == []
    await unit.cases.add(case(1))
    assert await unit.givings.of_cases(NOON) == [ROOF]
    assert await unit.givings.listed("桥头社区", Side.NEED, NOON) == [ROOF]
    assert await unit.givings.of_cases(NOON + 6 * DAY) == []
    await unit.cases.change(case(1, status=CaseStatus.CANCELED))
    assert await unit.givings.of_cases(NOON) == []
    assert await unit.givings.listed("桥头社区", Side.NEED, NOON) == []


async def test_no_more_is_taken_on_than_is_lacking(unit):
    await unit.givings.add(ROOF)
    assert await unit.givings.pledge(ROOF.id, 150)
    assert not await unit.givings.pledge(ROOF.id, 51)
    assert await unit.givings.pledge(ROOF.id, 50)
    assert (await unit.givings.get(ROOF.id)).pledged == 200
    await unit.givings.unpledge(ROOF.id, 150)
    await unit.givings.unpledge(ROOF.id, 150)
    assert (await unit.givings.get(ROOF.id)).pledged == 50
    assert not await unit.givings.pledge("nothing", 1)


async def test_whatever_is_taken_on_and_back_it_stays_within_what_is_wanted(unit):
    await unit.givings.add(ROOF)
    chance, held = random.Random(7), []
    for _ in range(200):
        amount = chance.randint(1, 120)
        if held and chance.random() < 0.4:
            await unit.givings.unpledge(ROOF.id, held.pop(chance.randrange(len(held))))
        elif await unit.givings.pledge(ROOF.id, amount):
            held.append(amount)
        assert (await unit.givings.get(ROOF.id)).pledged == sum(held) <= ROOF.wanted
