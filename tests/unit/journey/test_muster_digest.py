"""A call that lacks people stands in the grid leader's digest."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.muster import Muster
from tests.builders import after

EVENING = after(hours=7.5)
DIKE = Muster(
    id="muster-1",
    community="桥头社区",
    grid="g1",
    called_by="he",
    called_at=after(0),
    matter="巡堤",
    place="",
    bring="",
    wanted=3,
    starts_at=datetime(2026, 3, 7, tzinfo=UTC),
    next_at=datetime(2026, 3, 6, tzinfo=UTC),
)


async def digest_of(rig, *calls):
    """What the grid leader is told on Monday evening."""
    await rig.journey.rounds.set_out()
    for one in calls:
        await rig.store.work(lambda unit, one=one: unit.musters.save(one))
    rig.clock.jump(EVENING)
    journey = rig.journey
    while sum([await s.run_once() for s in (journey.timers, journey.rounds, journey.outbox)]):
        pass
    return [sent.text for sent in rig.channel.sent if sent.address.person == "a-he"]


async def test_what_lacks_people_is_told_in_one_line(rig):
    snow = replace(
        DIKE, id="muster-2", grid=None, matter="清雪", starts_at=DIKE.starts_at - timedelta(days=1)
    )
    (text,) = await digest_of(rig, replace(DIKE, taken=1), snow)
    assert "志愿召集还缺人：清雪 03-06 08:00还差3人、巡堤 03-07 08:00还差2人" in text.split("\n")


@pytest.mark.parametrize(
    "changed",
    [
        {"taken": 3},
        {"closed": True},
        {"starts_at": EVENING - timedelta(minutes=1)},
        {"grid": "g9"},
        {"community": "别的社区", "grid": None},
    ],
    ids=["full", "closed", "begun", "another-grid", "another-community"],
)
async def test_nothing_is_told_where_nobody_is_wanted(rig, changed):
    (text,) = await digest_of(rig, replace(DIKE, **changed))
    assert "志愿召集" not in text
