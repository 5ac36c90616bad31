"""Station 5 as a stage: all or nothing for each turn, and one turn's fault is no other's."""

from dataclasses import replace

import pytest

from bot.domain.case import CaseStatus
from bot.domain.delivery import DeliveryState
from bot.domain.errors import Conflict, StorageFull
from bot.journey.casework.stage import Casework
from bot.journey.docket import Docket


class Tripping:
    """A reader that fails at some words, as often as it is told to."""

    def __init__(self, reader, trips: dict[str, int]) -> None:
        self._reader = reader
        self._trips = trips

    def read(self, text, scene):
        for word, left in self._trips.items():
            if word in text and left:
                self._trips[word] -= 1
                raise ZeroDivisionError(word)
        return self._reader.read(text, scene)


@pytest.fixture
def trips(rig):
    """Words that reading fails at, and how often."""
    failing: dict[str, int] = {}
    ear = rig.journey.casework._ear
    casework = Casework(
        office=rig.office,
        store=rig.store,
        readers=lambda grid: Tripping(ear._readers(grid), failing),
        names=ear._names,
        witness=rig.witness,
    )
    rig.journey = replace(rig.journey, casework=casework)
    return failing


async def understood(rig, *said):
    """`(who, words)`: each a turn, over and understood, in this order."""
    for who, words in said:
        await rig.hear(words, sender=f"a-{who}")
    await rig.journey.assembly.run_once()
    rig.clock.advance(11)
    await rig.journey.understanding.run_once()


async def test_a_report_becomes_a_case_and_words(rig):
    await understood(rig, ("wang", "3栋门口的路灯坏了"))
    assert await rig.journey.casework.run_once() == 1
    (case,) = await rig.cases()
    assert (case.number, case.item, case.reporter) == (1, "GY-11", "wang")
    assert case.status is CaseStatus.DISPATCHED
    assert {one.room for one in await rig.deliveries()} == {"own", "lead"}
    assert await rig.turns() == {"done": 1}
    for topic in ("outbox", "timers", "cases"):
        assert rig.signals.notified[topic] == 1


async def test_talk_leaves_nothing(rig):
    await understood(rig, ("wang", "今天晚上吃什么"), ("zhao", "火锅"))
    assert await rig.journey.casework.run_once() == 2
    assert (await rig.cases(), await rig.deliveries()) == ([], [])


async def test_working_twice_changes_nothing(rig):
    await understood(rig, ("wang", "3栋门口的路灯坏了"))
    await rig.journey.casework.run_once()
    before = (await rig.cases(), await rig.deliveries())
    assert await rig.journey.casework.run_once() == 0
    assert (await rig.cases(), await rig.deliveries()) == before


async def test_a_turn_that_fails_harms_no_other(rig, trips):
    trips["漏水"] = 99
    await understood(
        rig, ("wang", "3栋门口的路灯坏了"), ("zhao", "2栋天面漏水"), ("9", "1栋电梯坏了")
    )
    assert await rig.journey.casework.run_once() == 3
    assert [case.item for case in await rig.cases()] == ["GY-11", "WY-01"]
    assert await rig.turns() == {"done": 2, "understood": 1}


async def test_a_turn_that_fails_is_parked_after_three_attempts(rig, trips):
    trips["漏水"] = 99
    await understood(rig, ("zhao", "2栋天面漏水"), ("wang", "今晚吃什么"))
    for _ in range(5):
        await rig.journey.casework.run_once()
    assert trips["漏水"] == 96
    assert await rig.turns() == {"done": 1, "parked": 1}
    assert await rig.store.look(lambda unit: unit.counters.parked()) == 1
    rig.clock.advance(9999)
    await rig.settle()
    assert await rig.store.look(lambda unit: unit.messages.held()) == 1
    await rig.wait(24 * 3600 - 9999 - 1)
    assert await rig.store.look(lambda unit: unit.messages.held()) == 1
    await rig.wait(60)
    assert await rig.store.look(lambda unit: unit.messages.held()) == 0
    assert await rig.turns() == {"erased": 1}


async def test_a_turn_that_fails_for_a_while_is_worked_on_in_the_end(rig, trips):
    trips["漏水"] = 2
    await understood(rig, ("zhao", "2栋天面漏水"))
    for _ in range(3):
        await rig.journey.casework.run_once()
    assert [case.item for case in await rig.cases()] == ["WY-02"]
    assert await rig.turns() == {"done": 1}


async def test_what_a_failing_turn_had_done_is_undone(rig, monkeypatch):
    """It opened a case and said so before it failed; the turns after it know nothing of that."""
    writing = Docket.flush
    failed = []

    async def flush(docket):
        await writing(docket)
        if not failed:
            failed.append(docket.cause)
            raise ZeroDivisionError

    monkeypatch.setattr(Docket, "flush", flush)
    await understood(rig, ("wang", "3栋门口的路灯坏了"), ("zhao", "3栋门口的路灯坏了好几天"))
    await rig.journey.casework.run_once()
    (case,) = await rig.cases()
    assert (case.reporter, case.number, case.supporters) == ("zhao", 1, ())
    assert all(one.case == case.key for one in await rig.deliveries())
    await rig.settle()
    (case,) = await rig.cases()
    assert (case.reporter, case.supporters) == ("zhao", ("wang",))


async def test_an_existing_case_is_as_it_was_before_a_turn_that_failed(rig, monkeypatch):
    await rig.say("3栋门口的路灯坏了")
    writing = Docket.flush
    failed = []

    async def flush(docket):
        await writing(docket)
        if not failed:
            failed.append(docket.cause)
            raise ZeroDivisionError

    monkeypatch.setattr(Docket, "flush", flush)
    await understood(rig, ("zhao", "3栋门口的路灯坏了"), ("9", "3栋门口的路灯是坏了"))
    await rig.journey.casework.run_once()
    (case,) = await rig.cases()
    assert case.supporters == ("fake:a-9",)
    await rig.settle()
    (case,) = await rig.cases()
    assert case.supporters == ("fake:a-9", "zhao")
    assert await rig.turns() == {"done": 3}


@pytest.mark.parametrize("trouble", [Conflict("changed"), StorageFull("no room")])
async def test_trouble_of_the_store_is_no_fault_of_a_turn(rig, monkeypatch, trouble):
    writing = Docket.flush

    async def flush(docket):
        await writing(docket)
        raise trouble

    await understood(rig, ("zhao", "今晚吃什么"), ("wang", "3栋门口的路灯坏了"))
    with monkeypatch.context() as patched:
        patched.setattr(Docket, "flush", flush)
        for _ in range(5):
            with pytest.raises(type(trouble)):
                await rig.journey.casework.run_once()
    assert await rig.turns() == {"understood": 2}
    assert (await rig.cases(), await rig.deliveries()) == ([], [])
    await rig.journey.casework.run_once()
    assert await rig.turns() == {"done": 2}
    assert len(await rig.cases()) == 1


async def test_a_turn_of_a_channel_that_was_switched_off(rig):
    """It is worked on; where nothing can be said, nothing is said."""
    await understood(rig, ("wang", "3栋门口的路灯坏了"))
    rig.office = replace(rig.office, channels={})
    rig.with_settings()
    await rig.settle()
    assert len(await rig.cases()) == 1
    assert await rig.turns() == {"done": 1}
    assert {one.state for one in await rig.deliveries()} == {DeliveryState.SENT}


async def test_private_words_of_a_channel_that_was_switched_off(rig):
    from tests.builders import private

    await rig.hear("3栋门口的路灯坏了", address=private())
    await rig.journey.assembly.run_once()
    rig.clock.advance(11)
    await rig.journey.understanding.run_once()
    rig.office = replace(rig.office, channels={})
    rig.with_settings()
    await rig.settle()
    assert await rig.turns() == {"done": 1}


async def test_long_messages_are_read_in_time(rig):
    """Twenty thousand characters of anything; nothing reads them more than once or twice."""
    texts = [
        "路灯" * 10_000,
        "3栋" * 7_000,
        "漏" * 20_000,
        "1" * 20_000,
        "，。" * 10_000,
        "a@b." * 5_000,
    ]
    for number, text in enumerate(texts):
        await rig.hear(text, sender=f"a-{number}")
    await rig.settle()
    await rig.wait(11)
    assert await rig.turns() == {"done": len(texts)}


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n", "🏠", "❓❗", "[图片]", "\x00", "#", "#99999999999999999999", "@", "1" * 999],
)
async def test_odd_messages_come_to_nothing(rig, text):
    await rig.say(text)
    assert await rig.turns() == {"done": 1}
    assert (await rig.cases(), rig.channel.sent) == ([], [])
