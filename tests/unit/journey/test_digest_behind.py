"""Behind every figure of a digest that was said lie the cases that the engine counts."""

import re

import pytest

from bot.domain.digest import DigestKind
from bot.domain.facts import Period
from bot.domain.figures import FORMULAS, counts
from bot.domain.samples import opened
from bot.domain.value import FigureRules
from bot.ports.rows_figures import Asked
from tests.builders import SUN, after, group, private

HEAD = {
    "opened": "新增",
    "settled": "办结",
    "confirmed": "居民确认",
    "red": "红灯",
    "yours": "等您",
}
WEEK = {"opened": "受理", "done": "其中已办结"}


@pytest.fixture
async def told(rig):
    """Cases of different lives, then the evening's round and Monday's of the secretary."""
    await rig.journey.rounds.set_out()
    for number, words in enumerate(("路灯坏了", "电梯停了", "漏水了", "垃圾没人收"), 1):
        await rig.say(f"{number % 3 + 1}栋{words}")
        await rig.wait(60)
    await rig.say("#1修好了", sender="a-liu", address=group("lead1"))
    await rig.say("#1好了，满意", sender="a-wang", address=private("a-wang"))
    await rig.say("#2修好了", sender="a-liu", address=group("lead1"))
    for at in (after(hours=7.5), after(days=7, hours=-1.25)):
        rig.clock.jump(at)
        while sum([await rig.journey.timers.run_once(), await rig.journey.rounds.run_once()]):
            pass
    return rig


async def said(rig, kind):
    found = await rig.store.look(lambda unit: unit.digests.said(99))
    return [one for one in found if one.kind is kind]


async def agrees(rig, digest, marks):
    """Every number in the first line has as many cases behind it."""
    (sent,) = await rig.store.look(lambda unit: unit.deliveries.of_causes([digest.id]))
    head = sent.text.splitlines()[0]
    for name, mark in marks.items():
        number = re.search(f"{mark}(\\d+)", head)
        assert len(digest.behind[name]) == (int(number[1]) if number else 0), head


async def facts_of(rig, since, until):
    period = Period(begin=since, end=until)
    facts = await rig.store.look(lambda unit: unit.figures.facts(Asked(period=period)))
    return facts, period


async def test_of_a_grid_leader(told):
    digest, *_ = await said(told, DigestKind.DAILY)
    facts, period = await facts_of(told, digest.since, digest.said_at)
    assert set(digest.behind["opened"]) == {fact.key for fact in opened(facts, period)}
    assert len(digest.behind["opened"]) == counts(facts, period)["opened"] > 3
    done = {fact.key for fact in facts.cases if fact.counts and fact.done_at in period}
    assert set(digest.behind["settled"]) == done
    assert digest.behind["confirmed"]
    await agrees(told, digest, HEAD)


async def test_of_the_secretary(told):
    (digest,) = await said(told, DigestKind.COMMUNITY)
    assert digest.person == SUN.id
    assert len(digest.behind["opened"]) > len(digest.behind["done"]) > 0
    await agrees(told, digest, WEEK)


async def test_every_rate_told_to_the_secretary(told):
    """Numerator and denominator have as many cases as the engine's formulas count."""
    (digest,) = await said(told, DigestKind.COMMUNITY)
    begin, end = (after(days=day, hours=-10) for day in (0, 7))
    facts, period = await facts_of(told, begin, end)
    rated = {code[:-2] for code in digest.behind if code.endswith("+ ")}
    assert rated == {"settled", "settled_in_time", "satisfied"}
    for rate in rated:
        part, rest = (len(digest.behind[f"{rate}{sign} "]) for sign in "+-")
        counted = FORMULAS[rate](facts, period, FigureRules())
        assert (part, part + rest) == (counted.part, counted.whole), rate
    (sent,) = await told.store.look(lambda unit: unit.deliveries.of_causes([digest.id]))
    assert digest.behind["settled+ "], sent.text
