"""Before a meeting those who lead it are told what lies before it, once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.giving import Giving, Side
from bot.domain.meetings import Meeting, MeetingRules, Platform, to_tell
from bot.domain.resolution import Resolution, confirmed
from tests.builders import T0, case, private
from tests.unit.journey.test_service_desk import SERVICE

RULES = MeetingRules(grids=(date(2026, 3, 3),))


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (datetime(2026, 3, 2, 0, 59, tzinfo=UTC), []),
        (datetime(2026, 3, 2, 1, 0, tzinfo=UTC), [Meeting(date(2026, 3, 3), Platform.GRID)]),
        (datetime(2026, 3, 3, 15, 0, tzinfo=UTC), [Meeting(date(2026, 3, 3), Platform.GRID)]),
        (datetime(2026, 3, 3, 16, 0, tzinfo=UTC), []),
    ],
)
def test_it_is_told_the_day_before(now, told):
    assert to_tell(RULES, (), now) == told


def test_joint_meetings_stand_with_the_digests():
    meeting = Meeting(date(2026, 3, 3), Platform.JOINT)
    assert to_tell(MeetingRules(), (date(2026, 3, 3),), T0) == [meeting]


@pytest.fixture
def office(office):
    return replace(office, meetings=RULES)


async def told(rig):
    """What the agenda told, to whom."""
    done = await rig.journey.agendas.run_once()
    await rig.settle()
    await rig.wait(60)
    return done, [(one.address, one.text) for one in rig.channel.sent]


async def test_a_grid_leader_is_told_of_what_is_stuck_and_what_was_decided(rig):
    since = T0 - timedelta(days=5)
    late = case(opened_at=since, accepted_at=since, resolve_until=T0 - timedelta(days=3))
    box = confirmed(
        Resolution(
            id="resolution-1",
            community="桥头社区",
            grid="g1",
            matter="换表箱",
            owner=None,
            owner_name="老李",
            by="he",
            made_at=T0,
            until=T0 - timedelta(days=1),
        ),
        3,
        RULES,
    )

    async def keep(unit):
        await unit.cases.add(late)
        await unit.resolutions.add(replace(box, next_at=None))

    await rig.store.work(keep)
    done, sent = await told(rig)
    assert (done, [address for address, _ in sent]) == (1, [private("a-he")])
    assert sent[0][1] == (
        "03-03网格例会要议的：卡住的1件：#1 3栋路灯不亮。"
        "以前定的1件没办完：决定3：换表箱（老李，03-01前，过期）；"
    )
    assert await rig.journey.agendas.run_once() == 0
    assert len(rig.channel.sent) == 1


NEED = Giving(
    id="giving-1",
    community="桥头社区",
    grid="g1",
    side=Side.NEED,
    kind="money",
    matter="1号扶手缺200块，老王家门口",
    amount="200块",
    place="",
    person="he",
    made_at=T0,
    until=T0 + timedelta(days=9),
    listed=True,
    of_case="case-000001",
    wanted=200,
)


async def test_needs_that_nobody_was_found_for_stand_in_it_without_anybodys_words(rig):
    hands = replace(NEED, id="giving-2", kind="carry", amount="三个人", of_case=None, wanted=1)
    other = replace(hands, id="giving-3", grid="g2")
    met = replace(hands, id="giving-4", kind="hair", amount="")
    found = replace(SERVICE, need="giving-4", heads=1)
    half = replace(SERVICE, id="service-2", need="giving-1", resource="", heads=150)

    async def keep(unit):
        await unit.cases.add(case(1))
        for one in (NEED, hands, other, met):
            await unit.givings.add(one)
        for one in (found, half):
            await unit.services.save(one)

    await rig.store.work(keep)
    _, sent = await told(rig)
    assert [text for _, text in sent] == [
        "03-03网格例会要议的：还没有对接的2件：#1 费用50元、搬抬人手3人。"
    ]


async def test_another_process_tells_nothing_twice(rig):
    await told(rig)
    rig.with_settings()
    await told(rig)
    assert [one.text for one in rig.channel.sent] == [
        "03-03网格例会：没有卡住的件，以前定的都办完了。"
    ]
