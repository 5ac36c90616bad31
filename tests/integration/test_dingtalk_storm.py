"""A small storm over DingTalk's real client; the full one is `python -m tests.soak.dingtalk`."""

import pytest

from tests.soak.dingtalk import latency, storm


@pytest.mark.parametrize("seed", [1, 2])
async def test_nothing_is_lost_and_nothing_comes_twice(tmp_path, seed):
    tally = await storm(200, seed=seed, directory=tmp_path, every=0.08, burst=2)
    assert (tally.said, tally.stored, tally.acknowledged) == (200, 200, 200)
    assert tally.stored_twice == 0
    assert (tally.taken_twice, tally.lost_though_sent, tally.taken_though_refused) == (0, 0, 0)
    assert tally.outcomes["sent"] > 0
    assert len(tally.troubles) >= 3


async def test_the_adapter_adds_little_time(tmp_path):
    """At fifty a second, on a machine that may be busy; the measurement proper is the soak's."""
    tally = await latency(40, 50, directory=tmp_path)
    assert tally.p50_ms < 50
