"""Station 6: what is due: lamps, reminders, the next call of an emergency, patience."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.case import CaseStatus, EventKind
from bot.domain.errors import Conflict, StorageFull
from bot.domain.matters import Privacy, Urgency
from bot.domain.timer import TimerKind
from bot.journey import timers as stage
from bot.journey.docket import Docket
from tests.builders import T0, after, case, timer
from tests.unit.journey.firing import due, happened, told, waiting_timers

K = TimerKind
WAITING = case(accept_until=after(100), resolve_until=after(1000))
TAKEN = replace(WAITING, status=CaseStatus.PROCESSING, accepted_at=after(5), owner="liu")
DONE = replace(TAKEN, status=CaseStatus.PENDING_CHECK, done_at=after(50), asked_back=True)
ALARM = replace(WAITING, emergency="EM01", urgency=Urgency.P0)


@pytest.mark.parametrize(
    ("known", "kind"),
    [
        (TAKEN, K.ACCEPT_YELLOW),
        (TAKEN, K.ACCEPT_DUE),
        (DONE, K.RESOLVE_DUE),
        (replace(WAITING, status=CaseStatus.CANCELED), K.ACCEPT_DUE),
        (replace(TAKEN, status=CaseStatus.SUSPENDED), K.RESOLVE_DUE),
        (replace(DONE, rating=4), K.CALLBACK_PATIENCE),
        (TAKEN, K.CALLBACK_PATIENCE),
        (replace(ALARM, done_at=after(1)), K.EMERGENCY_STEP),
        (replace(ALARM, status=CaseStatus.MERGED), K.EMERGENCY_STEP),
    ],
)
async def test_what_is_settled_reminds_nobody(rig, known, kind):
    assert await due(rig, known, kind, at=1000, step=1) == 1
    assert (await happened(rig), await told(rig), await waiting_timers(rig)) == ([], [], [])


async def test_a_timer_of_no_case_is_gone(rig):
    await rig.store.work(lambda unit: unit.timers.add([timer(case="case-9", due_at=T0)]))
    assert [await rig.journey.timers.run_once() for _ in range(2)] == [1, 0]


async def test_an_answer_is_asked_for_once_more(rig):
    await due(rig, DONE, K.CALLBACK_PATIENCE, at=60)
    assert await told(rig) == ["wang"]
    patience = rig.office.settings.callback_patience
    assert await waiting_timers(rig) == [(K.CALLBACK_PATIENCE, after(60) + patience, 1)]


async def test_somebody_who_cannot_be_written_to_is_asked_in_the_group(rig, monkeypatch):
    stranger = replace(DONE, reporter="other:a-9")
    await due(rig, stranger, K.CALLBACK_PATIENCE, at=60)
    assert await told(rig) == ["own"]


async def test_nothing_is_asked_in_a_group_about_what_is_restricted(rig):
    stranger = replace(DONE, reporter="other:a-9", privacy=Privacy.RESTRICTED)
    await due(rig, stranger, K.CALLBACK_PATIENCE, at=60)
    assert await told(rig) == []


@pytest.mark.parametrize(
    ("kind", "status", "expected"),
    [
        (K.CALLBACK_PATIENCE, CaseStatus.PENDING_VISIT, CaseStatus.PENDING_VISIT),
        (K.CALLBACK_PATIENCE, CaseStatus.PENDING_CHECK, CaseStatus.PENDING_CHECK),
        (K.VISIT_OVER, CaseStatus.PENDING_VISIT, CaseStatus.ARCHIVED),
        (K.VISIT_OVER, CaseStatus.PENDING_CHECK, CaseStatus.PENDING_CHECK),
        (K.VISIT_OVER, CaseStatus.EVALUATED, CaseStatus.EVALUATED),
    ],
)
async def test_the_bot_closes_nothing_by_itself(rig, kind, status, expected):
    await due(rig, replace(DONE, status=status), kind, at=60, step=1)
    (known,) = await rig.cases()
    assert known.status is expected
    assert await told(rig) == []


@pytest.mark.parametrize(
    ("step", "person", "following"),
    [(1, "he", (2, 120)), (2, "sun", (3, 180)), (3, "duty", (4, 180))],
)
async def test_the_next_of_the_call_chain(rig, step, person, following):
    await due(rig, ALARM, K.EMERGENCY_STEP, step=step)
    assert await told(rig) == [person]
    number, seconds = following
    assert await waiting_timers(rig) == [(K.EMERGENCY_STEP, after(seconds), number)]
    (call,) = await happened(rig)
    assert call[0] is EventKind.EMERGENCY_CALL
    assert call[1]["to"] == person


async def test_an_emergency_is_told_at_night(rig):
    night = timedelta(hours=14)
    await due(rig, ALARM, K.EMERGENCY_STEP, at=night.total_seconds(), step=1)
    assert [one.due_at for one in await rig.deliveries()] == [T0 + night]


async def test_a_callback_waits_for_the_day(rig):
    evening = timedelta(hours=11)
    await due(rig, DONE, K.CALLBACK_PATIENCE, at=evening.total_seconds())
    assert [one.due_at for one in await rig.deliveries()] == [T0.replace(day=3, hour=1)]


async def test_a_timer_fires_once(rig):
    await due(rig, DONE, K.CALLBACK_PATIENCE, at=60)
    assert await rig.journey.timers.run_once() == 0
    assert await told(rig) == ["wang"]


async def test_a_timer_that_died_with_its_process_fires_again_from_the_beginning(rig, monkeypatch):
    """Killed before the commit: nothing of the first time is left."""
    finishing = Docket.flush

    async def die(docket):
        await finishing(docket)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Docket, "flush", die)
        with pytest.raises(KeyboardInterrupt):
            await due(rig, DONE, K.CALLBACK_PATIENCE, at=60)
    assert (await happened(rig), await told(rig)) == ([], [])
    assert await rig.journey.timers.run_once() == 1
    assert await told(rig) == ["wang"]


async def test_a_timer_that_fails_harms_no_other(rig, monkeypatch):
    async def fail(docket, known, fired):
        raise ZeroDivisionError

    handlers = {**stage.HANDLERS, K.RESOLVE_YELLOW: fail}
    monkeypatch.setattr(stage, "HANDLERS", handlers)
    await rig.store.work(lambda unit: unit.timers.add([timer(2, kind=K.RESOLVE_YELLOW, due_at=T0)]))
    assert await due(rig, DONE, K.CALLBACK_PATIENCE, at=60) == 2
    assert await told(rig) == ["wang"]
    assert [await rig.journey.timers.run_once() for _ in range(3)] == [1, 1, 0]
    assert await rig.store.look(lambda unit: unit.counters.parked()) == 1


@pytest.mark.parametrize("trouble", [Conflict("changed"), StorageFull("no room")])
async def test_trouble_of_the_store_is_no_fault_of_a_timer(rig, monkeypatch, trouble):
    async def fail(docket, known, fired):
        raise trouble

    with monkeypatch.context() as patched:
        patched.setattr(stage, "HANDLERS", dict.fromkeys(K, fail))
        with pytest.raises(type(trouble)):
            await due(rig, DONE, K.CALLBACK_PATIENCE, at=60)
        for _ in range(5):
            with pytest.raises(type(trouble)):
                await rig.journey.timers.run_once()
    assert await rig.journey.timers.run_once() == 1
    assert await told(rig) == ["wang"]


def test_every_kind_of_timer_has_a_handler():
    assert set(stage.HANDLERS) == set(K) - {K.REMIND, K.DIGEST}
