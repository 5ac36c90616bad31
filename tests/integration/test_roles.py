"""The work of one service done by several processes over one PostgreSQL, and any of them may die.

Real processes of every role are killed by SIGKILL while people talk, and others take their place.
Afterwards both ends are counted: the platform outside, and the rows.
"""

import asyncio
import signal

import pytest

from tests.fakes.line_platform import LinePlatform
from tests.integration.crash_rig import Host, configuration
from tests.integration.office_rig import (
    DUE,
    Office,
    nothing_is_lost_and_nothing_twice,
    opened,
)

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(scope="module")
def host():
    made = Host()
    yield made
    made.close()


@pytest.fixture
async def office(host, tmp_path, postgres):
    async with opened(host, tmp_path, postgres) as made:
        yield made


async def test_processes_of_every_role_die_while_people_talk(office):
    roles = ("intake", "worker", "timers")
    for role in (*roles, "worker", "timers"):
        await office.begin(role)
    await office.platform.until(lambda: office.platform.connections == 1)
    for number in range(1, 13):
        await office.platform.say(f"{number}栋门口的路灯坏了", f"a-{number}", group=None)
        if number % 4 == 0:
            role = roles[number // 4 % 3]
            assert await office.end(role) == -signal.SIGKILL
            await office.begin(role)
    await office.until("select count(*) from cases", [(12,)])
    await office.until(DUE, [(0,)])
    for role in ("timers", "timers", "worker", "worker", "intake"):
        assert await office.end(role, signal.SIGTERM) == 0
    await nothing_is_lost_and_nothing_twice(office, 12)


async def test_roles_take_a_store_that_can_be_shared(host, tmp_path):
    config = await asyncio.to_thread(configuration, tmp_path)
    office = Office(host, tmp_path, config, LinePlatform(), None)
    await office.begin("worker")
    pid = office.running["worker"].pop()
    assert await asyncio.to_thread(host.ask, {"wait": pid}) == 1
    assert "several roles take a store" in (tmp_path / "log").read_text("utf-8")
