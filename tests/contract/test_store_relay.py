"""What two processes leave for each other, in the store."""

from bot.ports.relay import Errand, Outcome, Pulse
from tests.builders import after


def errand(number: int = 1, **changed) -> Errand:
    given = {"channel": "far", "kind": "send", "body": "words", "delivery": "delivery-1"}
    return Errand(id=f"errand-{number}", **given | changed)


async def test_an_errand_is_begun_once_and_answered(store):
    async def ask(unit):
        await unit.relay.ask(errand(1), after(0))
        await unit.relay.ask(errand(2, channel="near"), after(0))

    await store.work(ask)
    assert await store.look(lambda unit: unit.relay.outcome("errand-1")) == Outcome(taken=False)
    assert await store.look(lambda unit: unit.relay.is_asked("far"))
    assert await store.work(lambda unit: unit.relay.take("far", 5)) == [errand(1)]
    assert await store.work(lambda unit: unit.relay.take("far", 5)) == []
    assert not await store.look(lambda unit: unit.relay.is_asked("far"))
    await store.work(lambda unit: unit.relay.answer("errand-1", "said", b"\0"))
    done = Outcome(taken=True, body="said", content=b"\0")
    assert await store.look(lambda unit: unit.relay.outcome("errand-1")) == done
    assert await store.look(lambda unit: unit.relay.attempts("far", "delivery-1")) == [done]
    await store.work(lambda unit: unit.relay.forget("errand-1"))
    assert await store.look(lambda unit: unit.relay.outcome("errand-1")) is None


async def test_only_what_was_not_begun_is_taken_back(store):
    async def ask(unit):
        await unit.relay.ask(errand(1), after(0))
        await unit.relay.take("far", 1)
        await unit.relay.ask(errand(2), after(0))

    await store.work(ask)
    assert not await store.work(lambda unit: unit.relay.withdraw("errand-1"))
    assert await store.work(lambda unit: unit.relay.withdraw("errand-2"))
    assert not await store.work(lambda unit: unit.relay.withdraw("errand-2"))
    attempts = await store.look(lambda unit: unit.relay.attempts("far", "delivery-1"))
    assert attempts == [Outcome(taken=True)]


async def test_what_nobody_comes_for_goes(store):
    async def fill(unit):
        await unit.relay.ask(errand(1), after(0))
        await unit.relay.ask(errand(2), after(10))

    await store.work(fill)
    assert await store.work(lambda unit: unit.relay.expire(after(5))) == 1
    assert await store.look(lambda unit: unit.relay.outcome("errand-1")) is None
    assert await store.look(lambda unit: unit.relay.outcome("errand-2")) is not None


async def test_the_last_sign_of_life_counts(store):
    assert await store.look(lambda unit: unit.relay.pulse("far")) is None
    for seconds in (0, 9):
        pulse = Pulse(
            status="ok",
            since=after(0),
            detail="",
            alive_at=after(seconds),
            figures={"gaps": seconds, "missed_seconds": 0.5},
        )
        await store.work(lambda unit, pulse=pulse: unit.relay.beat("far", pulse))
    assert await store.look(lambda unit: unit.relay.pulse("far")) == pulse
