"""A little of the soak: nothing that reached the adapter is lost, nothing comes or goes twice."""

import pytest

from tests.fakes.wechat_gateway import IMPOSSIBLE, NEEDS
from tests.soak.wechat import GARBAGE, KILL, RESTART, Plan, soak

pytestmark = pytest.mark.skipif(IMPOSSIBLE, reason=NEEDS)


@pytest.mark.timeout(150)
async def test_a_gateway_that_fails_again_and_again():
    plan = Plan(
        messages=200, rate=40, seed=11, troubles=(RESTART, KILL, GARBAGE), trouble_every=1.5
    )
    tally = await soak(plan)
    assert (tally.said, tally.stored_twice, tally.taken_twice) == (200, 0, 0)
    assert (tally.lost, tally.lost_though_sent) == (0, 0)
    assert tally.stored + tally.missed_in_gaps + tally.told_unread >= tally.said
    assert sum(tally.troubles.values()) >= 2
    assert 0 < tally.rss_mb_most < 160
