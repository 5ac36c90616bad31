"""Whistles with their cases and departments, and drafts before one person."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.draft import Draft, DraftKind, DraftState
from bot.domain.errors import Conflict
from bot.domain.whistle import (
    Agreed,
    Summons,
    Whistle,
    WhistleKind,
    WhistleStatus,
    arrive,
    confer,
    object_to,
)
from tests.builders import T0, after
from tests.contract.one_by_one import OneByOne

ONE = Whistle(
    id="whistle-1",
    community="桥头",
    grid="g1",
    kind=WhistleKind.ENFORCEMENT,
    status=WhistleStatus.WHISTLED,
    cases=("case-2", "case-1"),
    summons=(Summons(department="供电所"), Summons(department="城管")),
    blown_by="sun",
    blown_at=T0,
    due_at=after(days=1),
    asked_by="liu",
)
DRAFT = Draft(
    id="draft-1",
    kind=DraftKind.WHISTLE,
    case="case-1",
    person="sun",
    subject="hard",
    departments=("供电所",),
    cases=("case-1", "case-2"),
    asked_by="liu",
    created_at=T0,
    until=after(days=3),
)


@pytest.fixture
def unit(store):
    return OneByOne(store)


async def test_a_whistle_is_kept_with_its_cases_and_departments_in_order(unit):
    await unit.whistles.add(ONE)
    assert await unit.whistles.get("whistle-1") == ONE
    assert await unit.whistles.get("whistle-2") is None


@pytest.mark.parametrize("key", ["case-1", "case-2"])
async def test_the_newest_whistle_of_a_case_comes_first(unit, key):
    later = replace(ONE, id="whistle-0", blown_at=after(60))
    await unit.whistles.add(ONE)
    await unit.whistles.add(later)
    assert await unit.whistles.of_case(key) == [later, ONE]
    assert await unit.whistles.of_case("case-3") == []


async def test_what_has_happened_is_kept(unit):
    await unit.whistles.add(ONE)
    changed = arrive(ONE, "供电所", by="li", now=after(60))
    changed = object_to(changed, "城管", reason="不归我们", now=after(70))
    agreed = Agreed(words="供电所换", lead="供电所", tasks={"供电所": "换"}, until=after(days=3))
    changed = confer(changed, agreed, now=after(80))
    await unit.whistles.change(changed)
    assert await unit.whistles.get("whistle-1") == replace(changed, version=1)


async def test_two_changes_at_once_conflict(unit):
    await unit.whistles.add(ONE)
    await unit.whistles.change(ONE)
    with pytest.raises(Conflict):
        await unit.whistles.change(ONE)


async def test_drafts_wait_for_one_person_until_their_time_is_over(unit):
    await unit.drafts.add(DRAFT)
    second = replace(DRAFT, id="draft-2", case="case-9", created_at=after(5))
    await unit.drafts.add(second)
    assert await unit.drafts.waiting("sun", T0) == [second, DRAFT]
    assert await unit.drafts.waiting("liu", T0) == []
    assert await unit.drafts.waiting("sun", T0 + timedelta(days=3)) == []
    assert await unit.drafts.of_case("case-1") == [DRAFT]


@pytest.mark.parametrize("state", [DraftState.SENT, DraftState.LEFT])
async def test_a_draft_is_settled_once(unit, state):
    await unit.drafts.add(DRAFT)
    assert await unit.drafts.settle("draft-1", state, after(60))
    assert not await unit.drafts.settle("draft-1", DraftState.SENT, after(70))
    assert await unit.drafts.waiting("sun", T0) == []
    assert await unit.drafts.of_case("case-1") == [
        replace(DRAFT, state=state, decided_at=after(60))
    ]


@pytest.fixture
async def conferred(unit):
    """Two whistles with minutes and an objection, and a draft for one of them."""
    for key in ("case-1", "case-9"):
        one = replace(ONE, id=f"whistle-{key}", cases=(key, "case-2"))
        agreed = Agreed(words="找老王 13800138000", tasks={"城管": "清场"}, until=after(days=2))
        one = confer(one, agreed, now=after(60))
        one = object_to(one, "供电所", reason="老王家的表，13800138000", now=after(70))
        await unit.whistles.add(one)
    await unit.drafts.add(DRAFT)
    return unit


def words_of(whistle: Whistle) -> list[str]:
    said = [whistle.minutes, *(text for one in whistle.summons for text in (one.task, one.reason))]
    return [text for text in said if text]


async def test_words_of_whistles_can_be_changed(conferred):
    change = conferred.personal.change_whistles
    await change("case-1", "liu", lambda text: text.replace("13800138000", "*"), None)
    changed = await conferred.whistles.get("whistle-case-1")
    assert words_of(changed) == ["找老王 *", "老王家的表，*", "清场"]
    assert changed.asked_by == "liu"
    await change("case-1", "liu", str, "somebody")
    changed = await conferred.whistles.get("whistle-case-1")
    assert (changed.asked_by, changed.blown_by) == ("somebody", "sun")
    assert (await conferred.drafts.of_case("case-1"))[0].asked_by == "somebody"
    other = await conferred.whistles.get("whistle-case-9")
    assert other.asked_by == "liu"
    assert "13800138000" in other.minutes


async def test_words_of_whistles_go_with_the_first_of_their_cases(conferred):
    before = await conferred.whistles.get("whistle-case-1")
    assert words_of(before)
    await conferred.retention.empty(["case-1"])
    gone = await conferred.whistles.get("whistle-case-1")
    assert words_of(gone) == []
    summons = tuple(replace(one, task="", reason="") for one in before.summons)
    assert gone == replace(before, minutes="", summons=summons)
    assert words_of(await conferred.whistles.get("whistle-case-9"))
    await conferred.retention.empty(["case-2"])
    assert words_of(await conferred.whistles.get("whistle-case-9")) == []
