"""Other programs hear of cases: once, in order, with patience, and only what is for them."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.announcement import AnnouncementRules, Subscriber
from bot.domain.errors import ChannelRefused, ChannelUnavailable
from bot.domain.matters import Privacy
from bot.journey.beside.announcing import Announcing
from tests.builders import group

REPORT = "3栋门口的路灯坏了"


class Listener:
    """Takes everything, but `trouble` comes first."""

    def __init__(self):
        self.heard, self.trouble = [], []

    async def announce(self, announcement):
        if self.trouble:
            raise self.trouble.pop(0)
        self.heard.append(announcement)

    @property
    def types(self):
        return [one.type for one in self.heard]


@pytest.fixture
def listener(rig):
    rules = AnnouncementRules(subscribers=(Subscriber(name="screen"),))
    rig.office = replace(rig.office, announcements=rules)
    rig.with_settings()
    made = Listener()
    rig.announcing = Announcing(office=rig.office, store=rig.store, announcer=made)
    return made


async def lost(rig):
    return await rig.store.look(lambda unit: unit.announcements.lost(9))


async def tell(rig):
    while await rig.announcing.run_once():
        pass


async def test_the_life_of_a_case_is_told_in_order(rig, listener):
    await rig.say(REPORT)
    await rig.say("1我去看", "a-liu", address=group("lead1"))
    await rig.say("1修好了，换了灯泡", "a-liu", address=group("lead1"))
    await tell(rig)
    (case,) = await rig.cases()
    assert listener.types[:3] == ["case.opened", "case.dispatched", "case.accepted"]
    assert "case.resolved" in listener.types
    assert json.loads(listener.heard[-1].text)["data"]["case"]["status"] == case.status.value
    await tell(rig)
    assert len(listener.types) == len({one.id for one in listener.heard})


async def test_talk_is_told_to_nobody(rig, listener):
    await rig.say("今天的晚霞真好看")
    await tell(rig)
    assert listener.heard == []


async def test_without_programs_nothing_is_written_down(rig):
    await rig.say(REPORT)
    assert await rig.store.look(lambda unit: unit.announcements.waiting()) == 0


async def test_one_that_is_away_hears_later_and_of_each_case_in_order(rig, listener):
    await rig.say(REPORT)
    listener.trouble = [ChannelUnavailable("no answer")]
    await rig.announcing.run_once()
    assert listener.heard == []
    await tell(rig)
    assert listener.heard == []
    rig.clock.advance(11)
    await tell(rig)
    assert listener.types == ["case.opened", "case.dispatched"]
    assert listener.heard[0].attempts == 2


async def test_after_a_day_it_is_given_up_and_seen(rig, listener):
    await rig.say(REPORT)
    listener.trouble = [ChannelUnavailable("no answer")] * 60
    for _ in range(60):
        await rig.announcing.run_once()
        rig.clock.advance(3600)
    given_up = await lost(rig)
    assert {one.reason for one in given_up} == {"no answer"}
    assert [one.type for one in given_up][-1] == "case.opened"


async def test_one_that_wants_to_hear_no_more_is_given_up_at_once(rig, listener):
    await rig.say(REPORT)
    listener.trouble = [ChannelRefused("gone")]
    await tell(rig)
    assert [(one.type, one.reason) for one in await lost(rig)] == [("case.opened", "gone")]
    assert listener.types == ["case.dispatched"]


async def test_a_case_that_has_become_restricted_is_told_no_more(rig, listener):
    await rig.say(REPORT)
    (case,) = await rig.cases()
    await rig.store.work(lambda unit: unit.cases.change(replace(case, privacy=Privacy.RESTRICTED)))
    await tell(rig)
    assert (listener.heard, await lost(rig)) == ([], [])
    assert await rig.store.look(lambda unit: unit.announcements.waiting()) == 0


async def test_what_was_under_way_when_the_process_died_is_told_again_under_its_id(rig, listener):
    await rig.say(REPORT)
    lease = rig.office.settings.lease
    (first,) = await rig.store.work(
        lambda unit: unit.announcements.claim(rig.clock.now(), lease, 1)
    )
    await rig.announcing.run_once()
    assert listener.heard == []
    rig.clock.advance(lease.total_seconds() + 1)
    await tell(rig)
    assert listener.heard[0].id == first.id


async def test_what_was_told_is_forgotten_in_time(rig, listener):
    await rig.say(REPORT)
    await tell(rig)
    rig.clock.advance(timedelta(days=31).total_seconds())
    assert await rig.announcing.run_once() == 2
    assert await rig.announcing.run_once() == 0
