"""Building leaders: what they do, handovers, the families they look after."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.care import CareKind, Family, Visit, reminded, visited
from bot.domain.register import Deed, DeedKind, Handover, HandoverState
from tests.contract.one_by_one import OneByOne

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
TOLD = Deed(source="message-1", person="chen", grid="g1", kind=DeedKind.TELL, at=NOON)
LI = Family(
    id="family-1",
    grid="g1",
    building="3栋",
    called="李奶奶",
    kind=CareKind.ALONE,
    carer="chen",
    days=7,
    next_at=NOON + timedelta(days=7),
)


@pytest.fixture
def unit(store):
    return OneByOne(store)


async def test_deeds_are_kept_once(unit):
    later = replace(TOLD, source="message-2", kind=DeedKind.CHECK, at=NOON + timedelta(1))
    await unit.deeds.add([TOLD, later])
    await unit.deeds.add([replace(TOLD, kind=DeedKind.DO)])
    assert await unit.deeds.of("chen", NOON) == [TOLD, later]
    assert await unit.deeds.of("chen", later.at) == [later]
    assert await unit.deeds.of("mei", NOON) == []
    assert await unit.deeds.heard(NOON) == ["chen"]
    assert await unit.deeds.heard(NOON + timedelta(2)) == []


async def test_a_handover_is_open_until_it_is_done(unit):
    asked = Handover(
        id="handover-1", grid="g1", giver="chen", taker="wang", buildings=("3栋",), asked_at=NOON
    )
    await unit.handovers.add(asked)
    assert await unit.handovers.open() == [asked]
    consented = replace(asked, state=HandoverState.CONSENTED)
    await unit.handovers.change(consented)
    assert await unit.handovers.open() == [consented]
    await unit.handovers.change(replace(asked, state=HandoverState.DONE))
    assert await unit.handovers.open() == []


async def test_families(unit):
    await unit.care.save(LI)
    await unit.care.save(replace(LI, id="family-2", called="何伯", grid="g2", carer="mei"))
    assert await unit.care.get("family-1") == LI
    assert await unit.care.of_carers(["chen"]) == [LI]
    assert [one.called for one in await unit.care.of_grids(["g1", "g2"])] == ["何伯", "李奶奶"]
    assert await unit.care.next_due() == LI.next_at
    assert await unit.care.due(NOON) == []
    assert len(await unit.care.due(LI.next_at)) == 2


async def test_a_visit_and_its_end(unit):
    await unit.care.save(LI)
    seen = visited(reminded(LI, LI.next_at, timedelta(3)), NOON)
    await unit.care.save(seen)
    assert await unit.care.get("family-1") == replace(LI, visited_at=NOON)
    visit = Visit(id="visit-1", family="family-1", by="chen", at=NOON, well=True)
    await unit.care.visit(visit)
    await unit.care.visit(replace(visit, id="visit-2", at=NOON + timedelta(1), well=False))
    assert [one.well for one in await unit.care.visits("family-1")] == [False, True]
    await unit.care.forget("family-1")
    assert await unit.care.get("family-1") is None
    assert await unit.care.visits("family-1") == []
