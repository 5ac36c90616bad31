"""Whoever reports without an account goes the same journey as everybody: his words in private, his
grid that of the code, a picture, and his word at the end."""

import asyncio
from dataclasses import replace

import pytest

from bot.desk.books.followed import Followbook
from bot.desk.visiting import VisitorChannel
from bot.domain.case import CaseStatus
from bot.domain.visitors import PAGE, Spot, visitor_account
from bot.ids import CountedIds
from bot.wiring.journey import make_journey
from tests.builders import T0, group
from tests.fakes.dingtalk_rig import turns_until

LEADERS = group("lead1")
HIM = visitor_account("g1", "a secret of eighteen")


@pytest.fixture
async def page(rig):
    """The page's channel among those of the service."""
    channel = VisitorChannel(name=PAGE, clock=rig.clock, ids=CountedIds())
    rig.office = replace(rig.office, channels={**rig.office.channels, PAGE: channel.declaration})
    tools = replace(rig.tools, channels={**rig.tools.channels, PAGE: channel})
    rig.journey = make_journey(rig.office, rig.store, tools)
    running = asyncio.ensure_future(channel.run(rig.journey.intake.accept))
    await turns_until(lambda: channel.health().status == "ok")
    yield channel
    running.cancel()


@pytest.fixture
def book(rig):
    return Followbook(
        store=rig.store,
        directory=lambda: rig.office.directory,
        matters=lambda: rig.office.matters,
        words=rig.office.words,
        clock=rig.clock,
    )


async def says(rig, page, text):
    assert await page.say(HIM, text)
    await rig.settle()
    await rig.wait(10)


async def test_a_report_behind_a_code_becomes_a_case_of_its_grid(rig, page, book):
    await says(rig, page, "3栋 楼道的路灯坏了两天没人修")
    (case,) = await rig.cases()
    assert (case.grid, case.channel, case.opened_in) == ("g1", PAGE, "")
    assert case.place.building == "3栋"
    assert any(f"#{case.number}" in text for text in page.answers(HIM))
    (row,) = await book.followed(PAGE, HIM)
    assert (row.number, row.private, row.confirmable) == (case.number, False, False)
    assert row.steps[0][1] == "case_opened"
    assert await book.followed(PAGE, "g1.somebody-else") == []


async def test_whoever_reported_it_has_the_last_word(rig, page, book):
    await says(rig, page, "3栋 楼道的路灯坏了两天没人修")
    await rig.say("1我去看", sender="a-liu", address=LEADERS)
    await rig.say("1修好了", sender="a-liu", address=LEADERS)
    (row,) = await book.followed(PAGE, HIM)
    assert row.confirmable
    await says(rig, page, "#1 还没修好")
    (case,) = await rig.cases()
    assert case.status is not CaseStatus.PENDING_CHECK
    assert case.reopened or case.status in (CaseStatus.REWORK, CaseStatus.REOPENED)


async def test_a_code_that_ended_opens_nothing(rig, book):
    spot = Spot(token="t", grid="g1", made_at=T0, building="3栋")
    await rig.store.work(lambda unit: unit.spots.add(spot))
    await rig.store.work(lambda unit: unit.spots.add(replace(spot, token="u", grid="g9")))
    assert await book.spot("t") == spot
    assert await book.spot("u") is None  # of a grid that there is no more
    await rig.store.work(lambda unit: unit.spots.end("t", rig.clock.now()))
    assert await book.spot("t") is None
