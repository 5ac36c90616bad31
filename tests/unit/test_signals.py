"""Wake-ups between stages: what is true of the real ones is true of the fake."""

import asyncio
from datetime import timedelta

import pytest

from bot.signals import LocalSignals
from tests.fakes.signals import FakeSignals

POLL = timedelta(seconds=30)


async def turns(number: int = 20) -> None:
    """Let the loop go round."""
    for _ in range(number):
        await asyncio.sleep(0)  # noqa: TID251 - lets the others run


@pytest.fixture(params=[LocalSignals, FakeSignals])
def each(request):
    return request.param()


async def test_a_wait_ends_with_the_next_signal(each):
    waiting = asyncio.ensure_future(each.wait("a", POLL))
    other = asyncio.ensure_future(each.wait("b", POLL))
    await turns()
    assert not waiting.done()
    each.notify("a")
    await asyncio.wait_for(waiting, timeout=5)
    assert not other.done()
    other.cancel()


async def test_a_signal_of_before_is_not_lost(each):
    each.notify("a")
    await asyncio.wait_for(each.wait("a", POLL), timeout=5)


async def test_a_signal_counts_once(each):
    each.notify("a")
    await each.wait("a", POLL)
    again = asyncio.ensure_future(each.wait("a", POLL))
    await turns()
    assert not again.done()
    again.cancel()


async def test_everybody_who_waits_is_woken(each):
    waiting = [asyncio.ensure_future(each.wait("a", POLL)) for _ in range(3)]
    await turns()
    each.notify("a")
    await asyncio.wait_for(asyncio.gather(*waiting), timeout=5)


@pytest.mark.parametrize("at_most", [timedelta(0), timedelta(seconds=-1)])
async def test_who_has_no_time_does_not_wait(each, at_most):
    await asyncio.wait_for(each.wait("a", at_most), timeout=5)


def test_who_waits_for_nothing_lowers_the_flag_himself():
    signals = LocalSignals()
    signals.notify("a")
    assert [signals.lower(topic) for topic in ("a", "a", "b")] == [True, False, False]
