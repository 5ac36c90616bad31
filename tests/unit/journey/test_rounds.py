"""Rounds of digests: at their times, to every grid leader once, whatever happens."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.delivery import DeliveryState
from bot.domain.digest import DigestRules
from bot.domain.grid import Grid
from bot.domain.people import Role
from bot.wiring.journey import make_journey
from tests.builders import HE, T0, after, case, directory, person

MORNING = after(days=1, hours=-1.5)  # Tuesday, 08:30
EVENING = after(hours=7.5)  # Monday, 17:30


@pytest.fixture
async def planned(rig):
    """The program has started on Monday at ten."""
    await rig.store.work(lambda unit: unit.cases.add(case(312)))
    await rig.journey.rounds.set_out()
    return rig


def changed(rig, **fields):
    rig.office = replace(rig.office, **fields)
    rig.journey = make_journey(rig.office, rig.store, rig.tools)


async def go_to(rig, instant):
    rig.clock.jump(instant)
    journey = rig.journey
    while sum([await s.run_once() for s in (journey.timers, journey.rounds, journey.outbox)]):
        pass


def told(rig):
    return [(sent.address.person, sent.text) for sent in rig.channel.sent]


async def test_each_grid_leader_is_told_at_the_times(planned):
    await go_to(planned, EVENING - timedelta(seconds=1))
    assert told(planned) == []
    await go_to(planned, EVENING)
    ((whom, text),) = told(planned)
    assert whom == "a-he"
    assert text.startswith("晚报 03-02 17:30 第一网格 ")
    assert "\n1. " in text
    await go_to(planned, MORNING)
    assert [text[:2] for _, text in told(planned)] == ["晚报", "早报"]


async def test_nobody_is_told_twice_after_a_restart(planned):
    await go_to(planned, EVENING)
    for _ in range(3):
        await planned.journey.rounds.set_out()
        await go_to(planned, EVENING + timedelta(minutes=5))
    assert len(told(planned)) == 1


async def test_nobody_is_told_twice_when_the_clock_is_set_back(planned):
    await go_to(planned, EVENING)
    await go_to(planned, EVENING - timedelta(hours=2))
    await planned.journey.rounds.set_out()
    await go_to(planned, EVENING)
    await go_to(planned, EVENING + timedelta(hours=1))
    assert len(told(planned)) == 1


async def test_what_was_missed_is_made_up_for_a_while(planned):
    await go_to(planned, EVENING)
    planned.clock.jump(MORNING + timedelta(hours=2))
    await planned.journey.rounds.set_out()
    await go_to(planned, planned.clock.now())
    assert len(told(planned)) == 2


@pytest.mark.parametrize("restarted", [True, False])
async def test_what_is_too_late_is_left_out(planned, restarted):
    await go_to(planned, EVENING)
    planned.clock.jump(MORNING + timedelta(hours=4))
    if restarted:
        await planned.journey.rounds.set_out()
    await go_to(planned, planned.clock.now())
    assert len(told(planned)) == 1
    await go_to(planned, EVENING + timedelta(days=1))
    assert len(told(planned)) == 2


async def test_the_first_start_makes_up_for_nothing(rig):
    await rig.journey.rounds.set_out()
    await go_to(rig, T0 + timedelta(minutes=1))
    assert told(rig) == []


async def test_a_process_that_dies_in_a_round_goes_on_where_it_was(planned):
    planned.clock.jump(EVENING)
    await planned.journey.timers.run_once()
    await planned.store.work(
        lambda unit: unit.digests.claim(EVENING, planned.office.settings.lease, 9)
    )
    await go_to(planned, EVENING + timedelta(seconds=1))
    assert told(planned) == []
    await go_to(planned, EVENING + planned.office.settings.lease + timedelta(seconds=1))
    assert len(told(planned)) == 1


def many(number: int):
    grids = tuple(Grid(id=f"g{n}", name=f"{n}格", community="桥头社区") for n in range(number))
    leaders = tuple(
        person(f"l{n}", f"{n}", Role.GRID_LEADER, grids=(f"g{n}",)) for n in range(number)
    )
    return directory(grids=grids, people=leaders)


async def test_a_round_is_paced(rig):
    changed(rig, areas=many(153))
    await rig.journey.rounds.set_out()
    rig.clock.jump(EVENING)
    await rig.journey.timers.run_once()
    await rig.journey.rounds.run_once()
    dues = sorted(delivery.due_at for delivery in await rig.deliveries())
    assert len(dues) == 153
    for first in dues:
        minute = [due for due in dues if first <= due < first + timedelta(minutes=1)]
        assert len(minute) <= 20


async def test_one_message_for_all_grids_of_a_leader(planned):
    both = replace(HE, grids=("g1", "g2"))
    grids = (*planned.office.areas.grids, Grid(id="g2", name="第二网格", community="桥头社区"))
    changed(planned, areas=directory(grids=grids, people=(both,)))
    await planned.store.work(lambda unit: unit.cases.add(case(313, grid="g2")))
    await go_to(planned, EVENING)
    ((_, text),) = told(planned)
    assert " 2个网格 " in text
    assert "#312" in text
    assert "#313" in text


@pytest.mark.parametrize(("tell", "said"), [(True, 1), (False, 0)])
async def test_where_there_is_nothing_to_say(rig, tell, said):
    changed(rig, digests=DigestRules(tell_nothing=tell))
    await rig.journey.rounds.set_out()
    await go_to(rig, EVENING)
    assert len(told(rig)) == said
    assert await rig.journey.rounds.run_once() == 0


async def test_never_by_night(planned):
    planned.with_settings(night_begin=EVENING.astimezone().time().replace(hour=17, minute=0))
    await go_to(planned, EVENING)
    assert told(planned) == []
    (waiting,) = await planned.deliveries()
    assert waiting.state is DeliveryState.QUEUED
    assert waiting.due_at == after(hours=21)  # seven in the morning


async def test_one_that_cannot_be_made_does_not_stop_the_others(planned, monkeypatch):
    from bot.digests import rounds

    real = rounds.words_of

    def words_of(office, digest, *known):
        if digest.person == "l0":
            raise ValueError("broken")
        return real(office, digest, *known)

    monkeypatch.setattr(rounds, "words_of", words_of)
    changed(planned, areas=many(3))
    await go_to(planned, EVENING)
    await go_to(planned, EVENING + timedelta(minutes=1))
    assert sorted(whom for whom, _ in told(planned)) == ["a-l1", "a-l2"]


@pytest.mark.parametrize(
    ("carries", "wanted", "shown"),
    [(True, True, True), (False, True, False), (True, False, False)],
)
async def test_a_picture_comes_with_it_where_it_can(planned, carries, wanted, shown):
    declared = replace(planned.channel.declaration, pictures_out=carries)
    changed(planned, channels={"fake": declared}, digests=DigestRules(pictures=wanted))
    await go_to(planned, EVENING)
    (sent,) = planned.channel.sent
    assert (sent.picture is not None) is shown
    assert sent.picture is None or sent.picture.startswith(b"\x89PNG")
    await go_to(planned, EVENING + timedelta(days=2))
    kept = [
        await planned.store.look(lambda unit, d=d: unit.digests.picture(d.cause))
        for d in await planned.deliveries()
    ]
    assert kept[0] is None


async def test_the_secretary_is_told_of_the_week_on_monday(planned):
    monday = after(days=7, hours=-1.25)  # 08:45
    planned.clock.jump(monday - timedelta(hours=1))
    await planned.journey.rounds.set_out()
    await go_to(planned, monday)
    heard = [text for whom, text in told(planned) if whom == "a-sun"]
    assert len(heard) == 1
    assert heard[0].startswith("社区周报（03-02起7天）：受理1，其中已办结0")
