"""The numbers of a digest are those of the figures, to the digit, whatever becomes of the cases."""

from datetime import timedelta

import pytest

from bot.digests.facts import confirmed_in, opened_in, settled_in
from bot.domain.facts import Outcome, Period
from bot.domain.figures import counts
from bot.ports.rows_figures import Asked
from tests.builders import T0, after, group, private

WHO = {
    "liu": {"sender": "a-liu", "address": group("lead1")},
    "he": {"sender": "a-he", "address": group("lead1")},
    "wang": {"sender": "a-wang", "address": private("a-wang")},
}
LIVES = (
    (),
    (("liu", "{n}我去看"),),
    (("liu", "{n}修好了"),),
    (("liu", "{n}修好了"), ("wang", "{n}好了，满意")),
    (("liu", "{n}修好了"), ("wang", "{n}没好")),
    (("liu", "{n}修好了"), ("wang", "{n}没好"), ("liu", "{n}修好了"), ("wang", "{n}好了")),
    (("wang", "{n}当我没说"),),
    (("he", "{n}不受理"),),
    (("liu", "{n}修好了"), ("he", "{n}核查过了，结案")),
)
REPORTS = [
    f"{building}栋{words}"
    for building, words in [
        (1, "路灯坏了"),
        (2, "电梯停了"),
        (3, "垃圾没人收"),
        (1, "漏水了"),
        (2, "停水了"),
        (3, "路灯坏了"),
        (1, "电梯停了"),
        (2, "垃圾没人收"),
        (3, "漏水了"),
    ]
]


@pytest.fixture
async def lived(rig):
    """Nine cases, each with a life of its own, over two days."""
    for text in REPORTS:
        await rig.say(text)
        await rig.wait(120)
    await rig.wait(3600)
    for number, life in enumerate(LIVES, 1):
        for who, words in life:
            await rig.say(words.format(n=f"#{number}"), **WHO[who])
            await rig.wait(600)
        if number == len(LIVES) // 2:
            await rig.wait(20 * 3600)
    return rig


async def test_they_agree(lived):
    now = lived.clock.now() + timedelta(seconds=1)
    for begin, end in [(T0, now), (T0, after(hours=2)), (after(hours=2), now)]:
        period = Period(begin=begin, end=end)
        cases = await lived.store.look(lambda unit: unit.digests.cases(["g1"], T0))
        facts = await lived.store.look(
            lambda unit, p=period: unit.figures.facts(Asked(period=p, staff=frozenset({"liu"})))
        )
        told = counts(facts, period)
        assert len(opened_in(cases, period)) == told["opened"] - told[Outcome.DRILL]
        if end is now:  # a digest tells of what is past until now, as it stands now
            done = [fact for fact in facts.cases if fact.counts and fact.done_at in period]
            assert len(settled_in(cases, period)) == len(done)
            assert len(confirmed_in(cases, period)) == sum(bool(fact.solved) for fact in done)


async def test_the_lives_were_different(lived):
    cases = await lived.store.look(lambda unit: unit.digests.cases(["g1"], T0))
    period = Period(begin=T0, end=lived.clock.now())
    assert len(cases) >= len(LIVES) - 1
    assert len({case.status for case in cases}) >= 5
    assert 0 < len(confirmed_in(cases, period)) < len(settled_in(cases, period)) < len(cases)
