"""Killed at any point, the service loses no request and answers none twice.

Real processes of the whole service die by SIGKILL between every two of its steps and are started
again. Afterwards both ends are counted: the platform outside, and the store on the disk.
"""

import asyncio
import signal

import pytest

from tests.fakes.line_platform import LinePlatform
from tests.integration.crash_points import POINTS
from tests.integration.crash_rig import BUILDINGS, Host, Rig, configuration

pytestmark = pytest.mark.timeout(90)

SENDING = ("claimed for sending", "sent, not recorded")
FIRING = ("in timers, before the commit", "after timers")
ERASING = ("in erasing, before the commit", "after erasing")
FENCE = "a-fence"
DUE = """
    with soon as (select (julianday('now') - 2440587.5) * 86400000000 + 50000 as at)
    select (select count(*) from turns where state in ('open', 'understood'))
        + (select count(*) from timers, soon where state = 'waiting' and due_at <= at)
        + (select count(*) from deliveries, soon where state = 'queued' and due_at <= at)
"""


@pytest.fixture(scope="module")
def host():
    made = Host()
    yield made
    made.close()


@pytest.fixture
async def rig(host, tmp_path):
    platform = LinePlatform()
    await platform.start()
    config = await asyncio.to_thread(configuration, tmp_path)
    made = Rig(host=host, directory=tmp_path, config=config, platform=platform)
    yield made
    while made.pids:
        made.kill()
        await made.ended()
    await platform.stop()


async def everything_is_over(rig) -> None:
    """Somebody else asks for help; when that is answered and nothing is due in the store any more,
    a stop in good order finishes what is in hand.
    """
    answered = rig.platform.words.count(FENCE)
    await rig.platform.say("帮助", FENCE, group=None)
    await rig.platform.until(lambda: rig.platform.words.count(FENCE) > answered)
    async with asyncio.timeout(30):
        while await rig.query(DUE) != [(0,)]:
            await rig.platform.something(at_most=0.1)
    assert await rig.stop() == 0


async def both_ends_agree(rig, *, cases: int = 1) -> None:
    """Every case is there once, every word that was wanted was sent, and the platform has each of
    them once, and no other.
    """
    assert await rig.query("select count(*) from cases") == [(cases,)]
    assert await rig.query("select distinct state from turns where state <> 'done'") == []
    rows = await rig.query("select id, state from deliveries")
    assert {state for _, state in rows} == {"sent"}
    assert {taken.delivery: taken.times for taken in rig.platform.taken.values()} == {
        id_: 1 for id_, _ in rows
    }
    assert rig.platform.words.count("own1") == cases
    assert rig.platform.words.count("lead1") == cases


async def test_dying_at_every_step(rig):
    """One report, and a process that dies one step further each time."""
    steps = [point for point in POINTS if point not in (*ERASING, *FIRING)]
    await rig.start(die=steps[0])
    await rig.platform.say("3栋门口的路灯坏了")
    for step in steps[1:]:
        assert await rig.ended() == -signal.SIGKILL
        await rig.begin(die=step)
    assert await rig.ended() == -signal.SIGKILL
    await rig.start()
    await everything_is_over(rig)
    await both_ends_agree(rig)
    assert rig.platform.acknowledged == ["x-1", *rig.platform.acknowledged[1:]]


@pytest.mark.parametrize("point", FIRING)
async def test_dying_while_timers_fire(rig, point):
    await rig.start(die=point)
    await rig.platform.say("3栋门口的路灯坏了")
    assert await rig.ended() == -signal.SIGKILL
    await rig.start()
    await everything_is_over(rig)
    await both_ends_agree(rig)


@pytest.mark.parametrize("point", ERASING)
async def test_talk_is_erased_though_killed_at(rig, point):
    await rig.start(die=point)
    await rig.platform.say("今晚吃什么")
    assert await rig.ended() == -signal.SIGKILL
    await rig.start()
    await everything_is_over(rig)
    assert await rig.query("select text from messages where text like '%吃%'") == []
    await both_ends_agree(rig, cases=0)


class TestWhereNothingCanBeLookedUp:
    """The outcome of a send that was under way cannot be found out."""

    @pytest.mark.parametrize(("point", "heard"), [(SENDING[0], 0), (SENDING[1], 1)])
    async def test_words_are_kept_visibly_and_not_repeated(self, rig, point, heard):
        rig.look_up = False
        await rig.start(die=point)
        await rig.platform.say("帮助", group=None)
        assert await rig.ended() == -signal.SIGKILL
        assert len(rig.platform.taken) == heard
        await rig.start()
        await everything_is_over(rig)
        states = await rig.query("select state, reason from deliveries where person = 'wang'")
        assert states == [("unknown", "outcome of the send is not known")]
        assert rig.platform.words.count("a-wang") == heard

    @pytest.mark.parametrize("point", SENDING)
    async def test_an_emergency_is_said_again(self, rig, point):
        """What was on its way is said once more, the rest once."""
        rig.look_up = False
        await rig.start(die=point)
        await rig.platform.say("3栋着火了快来人")
        assert await rig.ended() == -signal.SIGKILL
        before = {id_: taken.times for id_, taken in rig.platform.taken.items()}
        assert bool(before) is (point == "sent, not recorded")
        urgent = [id_ for (id_,) in await rig.query("select id from deliveries where urgent")]
        await rig.start()
        await everything_is_over(rig)
        after = {id_: rig.platform.taken[id_].times for id_ in urgent}
        assert after == {id_: before.get(id_, 0) + 1 for id_ in urgent}
        assert await rig.query("select distinct state from deliveries where urgent") == [("sent",)]
        assert {"own1", "a-liu"} <= set(rig.platform.words)
        assert await rig.query("select count(*) from cases") == [(1,)]


async def test_a_platform_that_never_answered(rig):
    """It took the words and said nothing; then the process died. Asked again, it knows them."""
    rig.platform.answers = False
    await rig.start()
    await rig.platform.say("帮助", group=None)
    await rig.platform.until(lambda: rig.platform.taken)
    rig.kill()
    assert await rig.ended() == -signal.SIGKILL
    rig.platform.answers = True
    await rig.start()
    await rig.platform.until(lambda: rig.platform.looked_up)
    assert await rig.stop() == 0
    assert await rig.query("select state, receipt from deliveries") == [("sent", "r")]
    assert rig.platform.words == ["a-wang"]


async def test_a_crowd_and_a_killer(rig):
    """Forty people report while the service is killed every few steps: each is heard once."""
    steps = 0

    def count(kind: str) -> None:
        nonlocal steps
        steps += kind in ("ack", "send", "find")

    rig.platform.on_event = count
    await rig.start()
    for building in range(1, BUILDINGS + 1):
        await rig.platform.say(f"{building}栋门口的路灯坏了", f"a-{building}", group=None)
    for _ in range(6):
        goal = steps + 17
        await rig.platform.until(lambda goal=goal: steps >= goal)
        rig.kill()
        assert await rig.ended() == -signal.SIGKILL
        await rig.start()
    await everything_is_over(rig)
    reporters = await rig.query("select reporter, count(*) from cases group by reporter")
    assert sorted(reporters) == sorted((f"line:a-{n}", 1) for n in range(1, BUILDINGS + 1))
    numbers = await rig.query("select number from cases order by number")
    assert numbers == [(n,) for n in range(1, BUILDINGS + 1)]
    assert await rig.query("select distinct state from deliveries") == [("sent",)]
    # What had to wait while nobody was there may have gone out behind another in one message.
    rows = await rig.query("select ifnull(sent_with, id), text from deliveries")
    assert set(rig.platform.taken) == {message for message, _ in rows}
    assert all(text in rig.platform.taken[message].text for message, text in rows)
    assert {taken.times for taken in rig.platform.taken.values()} == {1}
    assert all(rig.platform.words.count(f"a-{n}") == 1 for n in range(1, BUILDINGS + 1))


async def test_a_stop_in_good_order(rig):
    """Nothing is left in hand, and nothing is lost that came meanwhile."""
    await rig.start()
    for building in range(1, 11):
        await rig.platform.say(f"{building}栋门口的路灯坏了", f"a-{building}", group=None)
    await rig.platform.until(lambda: rig.platform.acknowledged)
    assert await rig.stop() == 0
    assert await rig.query("select id from deliveries where claimed_until is not null") == []
    assert await rig.query("select id from turns where claimed_until is not null") == []
    await rig.start()
    await everything_is_over(rig)
    assert await rig.query("select count(*) from cases") == [(10,)]
    assert {taken.times for taken in rig.platform.taken.values()} == {1}
    assert await rig.query("select distinct state from deliveries") == [("sent",)]


async def test_a_fault_of_the_program_stops_the_process(rig):
    """Rows make that safe: the next start goes on where it was."""
    await rig.start(fault="after casework")
    await rig.platform.say("3栋门口的路灯坏了")
    assert await rig.ended() == 1
    await rig.start()
    await everything_is_over(rig)
    await both_ends_agree(rig)
