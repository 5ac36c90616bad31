"""Talk is gone when its time is over; what belongs to a case stays with the case."""

from datetime import timedelta

import pytest

from tests.builders import after, private


async def held(rig) -> int:
    return await rig.store.look(lambda unit: unit.messages.held())


@pytest.mark.parametrize("context", [0, 300, 900])
async def test_talk_is_erased_when_it_is_no_longer_needed(rig, context):
    rig.with_settings(context=timedelta(seconds=context))
    await rig.hear("今晚吃什么")
    await rig.settle()
    rig.clock.advance(11)
    await rig.settle()
    if context:
        await rig.wait(context - 1)
        assert await held(rig) == 1
        await rig.wait(1)
    assert await held(rig) == 0
    assert await rig.turns() == {}


async def test_what_stays_of_talk_is_a_count(rig):
    for number in range(3):
        await rig.say("今晚吃什么", sender=f"a-{number}")
    await rig.wait(400)
    assert await rig.store.look(lambda unit: unit.counters.total("talk", "2026-03-02")) == 3


async def test_talk_is_known_again_after_it_was_erased(rig):
    """A platform that delivers late once more is not answered twice."""
    said = await rig.hear("3栋门口的路灯坏了")
    await rig.settle()
    await rig.wait(11)
    await rig.wait(400)
    assert await held(rig) == 0
    await rig.hear("3栋门口的路灯坏了", external_id=said)
    await rig.wait(11)
    assert len(await rig.cases()) == 1
    assert await held(rig) == 0


async def test_ids_are_forgotten_after_a_week(rig):
    said = await rig.hear("今晚吃什么")
    await rig.settle()
    await rig.wait(11)
    await rig.wait(7 * 86_400 + 60)
    await rig.hear("今晚吃什么", external_id=said)
    assert await held(rig) == 1


async def test_the_words_of_a_case_stay_with_it(rig):
    await rig.say("3栋门口的路灯坏了")
    await rig.wait(400)
    (case,) = await rig.cases()
    words = await rig.store.look(lambda unit: unit.cases.words_of(case.key))
    assert [text for _, text, *_ in words] == ["3栋门口的路灯坏了"]
    assert await held(rig) == 0


async def test_what_is_not_understood_yet_is_held(rig):
    await rig.hear("今晚吃什么")
    await rig.journey.assembly.run_once()
    rig.clock.advance(9999)
    assert await rig.journey.erasing.run_once() == 0
    assert await held(rig) == 1


async def test_private_talk_is_erased_too(rig):
    await rig.say("今晚吃什么", address=private())
    await rig.wait(400)
    assert await held(rig) == 0


async def test_erasing_goes_in_batches_until_nothing_is_left(rig):
    rig.with_settings(batch=2)
    for number in range(5):
        await rig.hear("今晚吃什么", sender=f"a-{number}")
    await rig.settle()
    await rig.wait(11)
    rig.clock.advance(400)
    assert [await rig.journey.erasing.run_once() for _ in range(4)] == [2, 2, 1, 0]


class TestTheLogOfTheStore:
    async def test_is_scrubbed_once_after_the_last_batch(self, rig, monkeypatch):
        calls = scrubbing(rig, monkeypatch)
        await rig.journey.erasing.run_once()
        assert len(calls) == 1, "what a process that died had left behind"
        rig.with_settings(batch=1)
        await rig.journey.erasing.run_once()
        for number in range(2):
            await rig.hear("今晚吃什么", sender=f"a-{number}")
        await rig.settle()
        await rig.wait(11)
        calls.clear()
        rig.clock.advance(400)
        ran = [await rig.journey.erasing.run_once() for _ in range(5)]
        assert (ran, len(calls)) == ([1, 1, 0, 0, 0], 1)

    async def test_is_scrubbed_later_where_somebody_reads(self, rig, monkeypatch):
        calls = scrubbing(rig, monkeypatch, busy=2)
        for _ in range(5):
            await rig.journey.erasing.run_once()
        assert len(calls) == 3


def scrubbing(rig, monkeypatch, busy=0):
    """Write down when the store's log is scrubbed; at first somebody reads."""
    calls = []

    async def scrub() -> bool:
        calls.append(after())
        return len(calls) > busy

    monkeypatch.setattr(rig.store, "scrub", scrub)
    return calls
