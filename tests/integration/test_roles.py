"""The work of one service done by several processes over one PostgreSQL, and any of them may die.

Real processes of every role are killed by SIGKILL while people talk, and others take their place.
Afterwards both ends are counted: the platform outside, and the rows.
"""

import asyncio
import os
import signal

import psycopg
import pytest
import yaml

from tests.fakes.line_platform import LinePlatform
from tests.integration.crash_rig import Host, configuration

pytestmark = pytest.mark.timeout(120)

DATABASE = "roles_test"
DUE = """
    with soon as (
        select (extract(epoch from clock_timestamp()) * 1000000 + 50000)::bigint as at)
    select (select count(*) from turns where state in ('open', 'understood'))
        + (select count(*) from messages where turn is null)
        + (select count(*) from timers, soon where state = 'waiting' and due_at <= at)
        + (select count(*) from deliveries, soon where state = 'queued' and due_at <= at)
"""
STANDING = """
    select 'messages', turn is null, count(*) from messages group by 2
    union all select state, claimed_until is null, count(*) from turns group by 1, 2
    union all select state, claimed_until is null, count(*) from deliveries group by 1, 2
    union all select kind || state, claimed_until is null, count(*) from timers group by 1, 2
"""
HURRY = {"poll_seconds": 0.1, "lease_seconds": 2, "reading_lease_seconds": 2}


@pytest.fixture(scope="module")
def host():
    made = Host()
    yield made
    made.close()


class Office:
    """The processes of an office, by their roles."""

    def __init__(self, host, directory, config, platform, server) -> None:
        self.platform = platform
        self._host = host
        self._directory = directory
        self._config = config
        self._server = server
        self.running: dict[str, list[int]] = {}

    async def begin(self, role: str) -> None:
        order = {
            "config": str(self._config),
            "port": self.platform.port,
            "log": str(self._directory / "log"),
            "role": role,
        }
        pid = await asyncio.to_thread(self._host.ask, {"start": order})
        self.running.setdefault(role, []).append(pid)

    async def end(self, role: str, how: int = signal.SIGKILL) -> int:
        """End the process of this role that was there first; its exit status."""
        pid = self.running[role].pop(0)
        os.kill(pid, how)
        async with asyncio.timeout(30):
            return await asyncio.to_thread(self._host.ask, {"wait": pid})

    async def close(self) -> None:
        for role, pids in self.running.items():
            while pids:
                await self.end(role)

    async def ask(self, sql: str) -> list[tuple]:
        return await asyncio.to_thread(self._ask, sql)

    def _ask(self, sql: str) -> list[tuple]:
        with self._server.connect(DATABASE) as connection:
            try:
                return connection.execute(sql).fetchall()
            except psycopg.errors.UndefinedTable:  # the first process makes them
                return []

    async def until(self, sql: str, wanted: list[tuple], seconds: float = 60) -> None:
        try:
            async with asyncio.timeout(seconds):
                while (found := await self.ask(sql)) != wanted:
                    await self.platform.something(at_most=0.1)
        except TimeoutError:
            standing = await self.ask(STANDING)
            raise AssertionError(f"{sql}: {found}; {standing}") from None


@pytest.fixture
async def office(host, tmp_path, postgres):
    platform = LinePlatform()
    await platform.start()
    url = await asyncio.to_thread(postgres.make, DATABASE)
    config = await asyncio.to_thread(configuration, tmp_path, url=url)
    await asyncio.to_thread(hurried, config)
    made = Office(host, tmp_path, config, platform, postgres)
    yield made
    await made.close()
    await platform.stop()
    await asyncio.to_thread(postgres.drop, DATABASE)


def hurried(config) -> None:
    data = yaml.safe_load(config.read_text("utf-8"))
    config.write_text(yaml.safe_dump(data | {"stages": HURRY}, allow_unicode=True), "utf-8")


async def nothing_is_lost_and_nothing_twice(office, cases: int) -> None:
    assert await office.ask("select count(*) from cases") == [(cases,)]
    numbers = [row[0] for row in await office.ask("select number from cases order by number")]
    assert numbers == list(range(1, cases + 1))
    assert await office.ask("select distinct state from turns where state <> 'done'") == []
    rows = await office.ask("select id, state from deliveries")
    assert {state for _, state in rows} == {"sent"}
    assert {taken.delivery: taken.times for taken in office.platform.taken.values()} == {
        id_: 1 for id_, _ in rows
    }


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
