"""More values than one statement asks for at once: none is lost, none is found twice."""

from datetime import timedelta

import pytest

from bot.domain.question import Question, QuestionKind
from tests.builders import T0, after, case, delivery, group, stored, turn

MANY = range(1, 121)


@pytest.fixture
def said():
    return [stored(n, thread=f"owners/{n}", received_at=after(n)) for n in MANY]


async def test_messages_are_added_once(store, said):
    assert await store.work(lambda unit: unit.messages.add(said[:70])) == 70
    assert await store.work(lambda unit: unit.messages.add(said)) == 50
    assert await store.work(lambda unit: unit.messages.unassembled(500)) == said


async def test_open_turns_of_many_threads(store, said):
    open_ = [turn(n, thread=f"owners/{n}", messages=()) for n in MANY]
    await store.work(lambda unit: unit.turns.save(open_, [], {}))
    threads = [one.thread for one in open_]
    found = await store.look(lambda unit: unit.turns.open_for(threads, T0))
    assert sorted(found, key=lambda one: one.thread) == sorted(open_, key=lambda one: one.thread)
    assert await store.look(lambda unit: unit.turns.open_for([], T0)) == []


async def test_turns_come_with_all_their_messages(store, said):
    pairs = {message.id: f"turn-{number % 60}" for number, message in enumerate(said)}

    async def write(unit):
        await unit.messages.add(said)
        await unit.turns.save([turn(n, id=f"turn-{n}") for n in range(60)], [], pairs)

    await store.work(write)
    lease = timedelta(minutes=1)
    claimed = await store.work(lambda unit: unit.turns.claim_due(after(days=1), lease, 500))
    assert {m.id: one.id for one in claimed for m in one.messages} == pairs


async def test_questions_of_many_threads(store):
    asked = [
        Question(
            thread=f"t{n}", kind=QuestionKind.WHICH_CASE, case=None, payload={}, until=after(9)
        )
        for n in MANY
    ]

    async def write(unit):
        for question in asked:
            await unit.questions.ask(question)

    await store.work(write)
    wanted = [question.thread for question in asked]
    found = await store.look(lambda unit: unit.questions.open_for(wanted, T0))
    assert found == {question.thread: question for question in asked}


async def test_cases_of_many_messages(store):
    """Residents' words and the bot's own."""
    words = [stored(n) for n in range(1, 61)]

    async def write(unit):
        await unit.cases.add(case())
        await unit.cases.attach(case().key, words, "opening")
        for n in range(61, 121):
            await unit.deliveries.add([delivery(n, address=group(), case="case-000002")])
            await unit.deliveries.sent(delivery(n).id, f"said-{n}", T0)

    await store.work(write)
    kept = {message.external_id: case().key for message in words}
    spoken = {f"said-{n}": "case-000002" for n in range(61, 121)}
    wanted = [*kept, *spoken, "unknown"]
    found = await store.look(lambda unit: unit.cases.of_external("fake", wanted))
    assert found == kept | spoken
