"""The machine's clock jumps under a running service: nothing is lost, nothing is said twice, and
what was said before, between and after has its case. Lines that were put off to an instant of the
wrong time wait for it.

Real processes of the whole service; the hours by which their clock is wrong stand in a file.
"""

import asyncio

import pytest

from tests.integration.crash_rig import Rig
from tests.integration.test_crash import host, rig

__all__ = ["host", "rig"]
pytestmark = pytest.mark.timeout(90)
HOUR = 3600
REPORTS = ("3栋门口的路灯坏了", "12栋的电梯又停了", "30栋楼下垃圾没人收")
ROUNDS = {
    "set forward and back": (0, 3 * HOUR, 0),
    "set back and forward": (0, -3 * HOUR, 0),
    "a day ahead, then behind": (26 * HOUR, -26 * HOUR, 0),
}


async def goes_wrong_by(rig: Rig, seconds: float) -> None:
    """At once: nobody reads half of it."""

    def write() -> None:
        (rig.directory / "soon").write_text(str(seconds), encoding="utf-8")
        (rig.directory / "soon").replace(rig.directory / "clock")

    await asyncio.to_thread(write)


async def is_taken_up(rig: Rig, text: str, cases: int) -> None:
    """A report has its case. Whether groups hear of it depends on how old it looks."""
    await rig.platform.say(text)
    async with asyncio.timeout(20):
        while await rig.query("select count(*) from cases") != [(cases,)]:
            await rig.platform.something(at_most=0.1)


async def nothing_is_lost_and_nothing_twice(rig: Rig, cases: int) -> None:
    assert await rig.query("select number from cases order by number") == [
        (number,) for number in range(1, cases + 1)
    ]
    assert await rig.query("select distinct state from turns where state <> 'done'") == []
    assert {taken.times for taken in rig.platform.taken.values()} == {1}
    said = [taken.delivery for taken in rig.platform.taken.values()]
    assert len(said) == len(set(said))


@pytest.mark.parametrize("jumps", ROUNDS.values(), ids=ROUNDS)
async def test_reports_before_between_and_after(rig: Rig, jumps: tuple[int, ...]) -> None:
    await goes_wrong_by(rig, 0)
    await rig.start(clock=str(rig.directory / "clock"))
    for number, seconds in enumerate(jumps, start=1):
        await goes_wrong_by(rig, seconds)
        await is_taken_up(rig, REPORTS[number - 1], number)
    assert await rig.stop() == 0
    await nothing_is_lost_and_nothing_twice(rig, len(jumps))


async def test_a_service_that_starts_in_the_past_of_its_store(rig: Rig) -> None:
    """It went down three hours ahead, and comes up with the right time."""
    await goes_wrong_by(rig, 3 * HOUR)
    await rig.start(clock=str(rig.directory / "clock"))
    await is_taken_up(rig, REPORTS[0], 1)
    rig.kill()
    await rig.ended()
    await goes_wrong_by(rig, 0)
    await rig.start(clock=str(rig.directory / "clock"))
    await is_taken_up(rig, REPORTS[1], 2)
    assert await rig.stop() == 0
    await nothing_is_lost_and_nothing_twice(rig, 2)
