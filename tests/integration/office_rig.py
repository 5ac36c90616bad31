"""The processes of an office in tests: several roles over one PostgreSQL, and their platform.

Comes in: which role to start or end, and how. Goes out: what both ends have afterwards: the
platform outside, and the rows. Does not: look into the processes.
"""

import asyncio
import os
import signal
from contextlib import asynccontextmanager

import psycopg
import yaml

from tests.fakes.line_platform import LinePlatform
from tests.integration.crash_rig import configuration

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


class Office:
    """The processes of an office, by their roles."""

    def __init__(self, host, directory, config, platform, server) -> None:
        self.platform = platform
        self._host = host
        self.directory = directory
        self._config = config
        self._server = server
        self.running: dict[str, list[int]] = {}

    async def begin(self, role: str) -> None:
        order = {
            "config": str(self._config),
            "port": self.platform.port,
            "log": str(self.directory / "log"),
            "role": role,
        }
        pid = await asyncio.to_thread(self._host.ask, {"start": order})
        self.running.setdefault(role, []).append(pid)

    async def end(self, role: str, how: int = signal.SIGKILL) -> int:
        """End the process of this role that was there first; its exit status."""
        pid = self.running[role].pop(0)
        os.kill(pid, how)
        ending = asyncio.ensure_future(asyncio.to_thread(self._host.ask, {"wait": pid}))
        done, _ = await asyncio.wait([ending], timeout=30)
        if not done:
            os.kill(pid, signal.SIGUSR1)  # it writes down where it stands
            await asyncio.wait([ending], timeout=2)
            os.kill(pid, signal.SIGKILL)
            await ending
            log = await asyncio.to_thread((self.directory / "log").read_text, "utf-8")
            raise AssertionError(f"{role} did not end: {log[-12000:]}")
        return await ending

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


def _hurried(config, queue: str) -> None:
    data = yaml.safe_load(config.read_text("utf-8"))
    more = {"stages": HURRY, "queue": {"gather_milliseconds": 0, "url": queue}}
    config.write_text(yaml.safe_dump(data | more, allow_unicode=True), "utf-8")


@asynccontextmanager
async def opened(host, directory, server, queue: str = "embedded"):
    """An office that nobody works in yet, over an empty database of this server."""
    platform = LinePlatform()
    await platform.start()
    url = await asyncio.to_thread(server.make, DATABASE)
    config = await asyncio.to_thread(configuration, directory, url=url)
    await asyncio.to_thread(_hurried, config, queue)
    made = Office(host, directory, config, platform, server)
    try:
        yield made
    finally:
        await made.close()
        await platform.stop()
        await asyncio.to_thread(server.drop, DATABASE)


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
