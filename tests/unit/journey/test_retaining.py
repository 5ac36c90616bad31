"""Cases that have been over long enough lose their words and people, and nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.facts import Period
from bot.domain.figures import counts
from bot.domain.retention import RetentionRules
from bot.journey.beside.retaining import CASES, SAID, WORDS, Retaining
from bot.ports.rows_figures import Asked
from tests.builders import T0, delivery, private

DAY = 86_400
PERIOD = Period(begin=T0, end=T0 + timedelta(days=1))


@pytest.fixture
async def settled(rig):
    """A case that was reported, withdrawn at once, and one that is still open."""
    said = await rig.hear("3栋门口的路灯坏了")
    await rig.settle()
    await rig.wait(11)
    await rig.say("不用了，是我看错了", quoted=said)
    await rig.say("5栋的电梯停了", sender="a-zhao")
    await rig.wait(600)
    return rig


def stage(rig, **terms) -> Retaining:
    rules = RetentionRules(**{name: timedelta(days=days) for name, days in terms.items()})
    rig.office = replace(rig.office, retention=rules)
    return Retaining(office=rig.office, store=rig.store)


async def words(rig, key: str) -> list[tuple[str, str]]:
    kept = await rig.store.look(lambda unit: unit.cases.words_of(key))
    return [(sender, text) for sender, text, *_ in kept]


async def total(rig, name: str) -> int:
    return await rig.store.look(lambda unit: unit.counters.total(name))


async def figures(rig) -> dict[str, int]:
    facts = await rig.store.look(lambda unit: unit.figures.facts(Asked(period=PERIOD)))
    return counts(facts, PERIOD)


async def test_before_its_time_nothing_goes(settled):
    retaining = stage(settled)
    settled.clock.advance(29 * DAY)

    assert await retaining.run_once() == 0
    assert [case.words for case in await settled.cases()] == ["3栋门口的路灯坏了", "5栋的电梯停了"]


async def test_when_its_time_is_up_words_and_people_go(settled):
    before = await figures(settled)
    retaining = stage(settled)
    settled.clock.advance(31 * DAY)
    assert await retaining.run_once() == 1

    gone, still = await settled.cases()
    assert (gone.words, gone.reporter, gone.place.building) == ("", "forgotten", "3栋")
    assert {sender for sender, _ in await words(settled, gone.key)} == {"forgotten"}
    assert {text for _, text in await words(settled, gone.key)} == {""}
    assert (still.words, still.reporter) == ("5栋的电梯停了", "zhao")
    told = [one for one in await settled.deliveries() if one.case == gone.key]
    assert {(one.text, one.person, one.address.person) for one in told} == {("", None, None)}
    assert await figures(settled) == before


async def test_what_went_is_counted(settled):
    retaining = stage(settled)
    settled.clock.advance(31 * DAY)
    await retaining.run_once()

    said = len([one for one in await settled.deliveries() if one.text == ""])
    assert await total(settled, CASES) == 1
    (gone, _) = await settled.cases()
    assert await total(settled, WORDS) == len(await words(settled, gone.key)) > 0
    assert await total(settled, SAID) == said > 0


async def test_histories_stay_and_hold(settled):
    retaining = stage(settled)
    settled.clock.advance(31 * DAY)
    await retaining.run_once()

    assert (await settled.store.look(lambda unit: unit.audit.verify())).findings == ()
    gone, _ = await settled.cases()
    assert await settled.store.look(lambda unit: unit.cases.history(gone.key))


async def test_twice_changes_nothing_more(settled):
    settled.clock.advance(31 * DAY)
    assert await stage(settled).run_once() == 1
    versions = [case.version for case in await settled.cases()]
    assert await stage(settled).run_once() == 0
    assert [case.version for case in await settled.cases()] == versions


async def test_it_rests_an_hour(settled):
    retaining = stage(settled)
    settled.clock.advance(30 * DAY - 1800)
    assert await retaining.run_once() == 0
    settled.clock.advance(1800)
    assert await retaining.run_once() == 0
    settled.clock.advance(1800)
    assert await retaining.run_once() == 1


async def test_many_are_looked_at_in_parts(settled, monkeypatch):
    monkeypatch.setattr("bot.journey.beside.retaining._AT_ONCE", 1)
    retaining = stage(settled)
    settled.clock.advance(31 * DAY)

    assert [await retaining.run_once(), await retaining.run_once()] == [1, 0]


async def test_an_office_may_keep_everything(settled):
    retaining = stage(settled, case=0, emergency=0, turned_away=0, said=0)
    settled.clock.advance(9999 * DAY)

    assert await retaining.run_once() == 0
    assert len([case for case in await settled.cases() if case.words]) == 2


async def test_what_was_said_about_no_case_goes_by_itself(rig):
    await rig.say("隐私", address=private())
    assert len(await rig.deliveries()) == 1
    rig.clock.advance(179 * DAY)
    await stage(rig).run_once()
    assert len(await rig.deliveries()) == 1
    rig.clock.advance(2 * DAY)
    await stage(rig).run_once()

    assert await rig.deliveries() == []
    assert await total(rig, SAID) == 1


async def test_what_waits_to_be_said_is_not_touched(settled):
    gone, _ = await settled.cases()
    waiting = delivery(1, id="d-waiting", cause="late", case=gone.key, text="还没说的话")
    await settled.store.work(lambda unit: unit.deliveries.add([waiting]))
    settled.clock.advance(31 * DAY)
    await stage(settled).run_once()

    told = {one.id: one.text for one in await settled.deliveries() if one.case == gone.key}
    assert told["d-waiting"] == "还没说的话"
    assert set(told.values()) == {"", "还没说的话"}
