"""Every stage is somebody's, and what only one may do is done by the one that leads."""

import asyncio

import pytest

from bot.service import Stage
from bot.wiring.roles import Role, channels_for, is_for_one, is_of, stages_for

STAGES = (
    *("assembly", "understanding", "casework", "orders", "timers", "outbox", "cards"),
    *("pictures", "voices", "erasing", "wishes", "linking", "anchoring", "retaining", "digests"),
)


async def one() -> int:
    return 1


def stages():
    return [Stage(name=name, topic=name, run_once=one) for name in STAGES]


def names(role, leads=None):
    return {stage.name for stage in stages_for(role, stages(), leads)}


def test_all_does_everything():
    assert names(Role.ALL) == set(STAGES)


def test_together_the_roles_do_everything():
    assert set().union(*(names(role) for role in Role if role is not Role.ALL)) == set(STAGES)


@pytest.mark.parametrize(
    ("role", "stage"),
    [
        (Role.INTAKE, "outbox"),
        (Role.DESK, "outbox"),
        (Role.WORKER, "casework"),
        (Role.TIMERS, "timers"),
        (Role.TIMERS, "a stage that nobody has thought of"),
    ],
)
def test_whose_a_stage_is(role, stage):
    assert is_of(role, stage)
    assert not is_of(Role.INTAKE if role is Role.WORKER else Role.WORKER, stage)


@pytest.mark.parametrize("stage", ["casework", "timers", "outbox", "linking"])
def test_what_is_taken_row_by_row_may_be_done_by_many(stage):
    assert not is_for_one(stage)


@pytest.mark.parametrize("stage", ["linking", "listing", "people"])
@pytest.mark.parametrize("role", list(Role))
def test_what_the_office_changes_every_process_knows(role, stage):
    assert is_of(role, stage)
    assert not is_for_one(stage)


async def test_only_who_leads_does_what_is_for_one():
    leading = asyncio.Event()

    async def leads() -> bool:
        return leading.is_set()

    found = {one.name: one for one in stages_for(Role.TIMERS, stages(), leads)}
    assert await found["digests"].run_once() == 0
    assert await found["timers"].run_once() == 1
    leading.set()
    assert await found["digests"].run_once() == 1


@pytest.mark.parametrize(
    ("role", "carried"),
    [
        (Role.ALL, {"dingtalk", "desk"}),
        (Role.INTAKE, {"dingtalk"}),
        (Role.DESK, {"desk"}),
        (Role.WORKER, set()),
        (Role.TIMERS, set()),
    ],
)
def test_lines_are_of_intake_and_pages_of_the_desk(role, carried):
    assert set(channels_for(role, {"dingtalk": object()}, {"desk": object()})) == carried


async def due():
    return None


def test_nobody_is_kept_busy_by_what_another_process_does():
    waiting = [Stage(name=n, topic=n, run_once=one, next_due=due) for n in ("outbox", "timers")]
    assert [s.next_due for s in stages_for(Role.DESK, waiting, one)] == [None]
    assert [s.next_due for s in stages_for(Role.TIMERS, waiting, one)] == [due]
    assert [s.next_due for s in stages_for(Role.ALL, waiting, None)] == [due, due]
