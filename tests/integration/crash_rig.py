"""The pytest side of crash tests: processes of the service, their platform and their store.

Comes in: where to die. Goes out: what both ends have afterwards: the platform that was spoken to,
and the store on the disk. Does not: look into the process.
"""

import asyncio
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import yaml

from bot.clock import SystemClock
from tests.fakes.line_platform import LinePlatform

BUILDINGS = 40
HOST = Path(__file__).with_name("crash_host.py")


class Host:
    """The process that forks the service."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(HOST)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ  # noqa: TID251 - what pytest runs with
            | {"PYTHONPATH": ":".join(sys.path), "OPENBLAS_NUM_THREADS": "1"},
        )
        assert self._answer() == "ready"

    def ask(self, order: dict):
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self):
        line = self._process.stdout.readline()
        assert line, "the host of the crash tests has ended"
        return json.loads(line)

    def close(self) -> None:
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(timeout=10)


def configuration(directory: Path, *, url: str = "") -> Path:
    """A community whose windows are short and whose nights are none."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    today = SystemClock().now()
    line = "line"
    people = [
        ("wang", "resident", {}),
        ("liu", "grid_member", {"grids": ["g1"]}),
        ("he", "grid_leader", {"grids": ["g1"]}),
    ]
    data = {
        "server": {"port": port},
        "store": {"url": url or f"sqlite:///{directory}/qunli.db"},
        "queue": {"gather_milliseconds": 0},
        "assembly": {"quiet_seconds": 0, "addressed_quiet_seconds": 0, "longest_seconds": 1},
        "privacy": {"context_seconds": 0},
        "casework": {"yellow_share": 0.000001},
        "hours": {
            "night_begin": "00:00",
            "night_end": "00:00",
            "callback_begin": "00:00",
            "callback_end": "00:00",
            "office": [["00:00", "23:59"]],
            "extra_working_days": [f"{today + timedelta(days=n):%Y-%m-%d}" for n in range(-1, 3)],
        },
        "outbox": {"first_retry_seconds": 0.05, "longest_retry_seconds": 0.2},
        "stages": {"poll_seconds": 0.2},
        "audit": {"anchors": str(directory / "anchors")},
        "adapters": {"simulator": {"enabled": False}},
        "community": {
            "street": "西南街道",
            "name": "桥头社区",
            "grids": [
                {
                    "id": "g1",
                    "name": "第一网格",
                    "estates": [
                        {
                            "name": "富善花园",
                            "buildings": [{"name": f"{n}栋"} for n in range(1, BUILDINGS + 1)],
                        }
                    ],
                }
            ],
        },
        "groups": [
            {
                "id": name,
                "kind": kind,
                "name": name,
                "grid": "g1",
                "listening": "natural",
                "bindings": {line: conversation},
            }
            for name, kind, conversation in (
                ("own", "owners", "own1"),
                ("lead", "leaders", "lead1"),
            )
        ],
        "people": [
            {"id": id_, "name": id_, "roles": [role], "accounts": {line: f"a-{id_}"}} | more
            for id_, role, more in people
        ],
    }
    path = directory / "config.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return path


@dataclass
class Rig:
    """One service after another on the same store, and their platform."""

    host: Host
    directory: Path
    config: Path
    platform: LinePlatform
    look_up: bool = True
    pids: list[int] = field(default_factory=list)

    async def start(self, **how) -> int:
        """A process of the service, once it is connected. `die` is where it is killed."""
        connections = self.platform.connections
        pid = await self.begin(**how)
        await self.platform.until(lambda: self.platform.connections > connections)
        return pid

    async def begin(self, **how) -> int:
        """A process that may die of the rows it finds, before it is connected to anybody."""
        order = {
            "config": str(self.config),
            "port": self.platform.port,
            "log": str(self.directory / "log"),
            "look_up": self.look_up,
        }
        pid = await asyncio.to_thread(self.host.ask, {"start": order | how})
        self.pids.append(pid)
        return pid

    async def ended(self) -> int:
        """Its exit status, when it has ended; the signal as a negative number."""
        async with asyncio.timeout(30):
            return await asyncio.to_thread(self.host.ask, {"wait": self.pids.pop()})

    async def stop(self) -> int:
        os.kill(self.pids[-1], signal.SIGTERM)
        return await self.ended()

    def kill(self) -> None:
        os.kill(self.pids[-1], signal.SIGKILL)

    async def query(self, sql: str) -> list[tuple]:
        """What the store on the disk has."""
        return await asyncio.to_thread(self._query, sql)

    def _query(self, sql: str) -> list[tuple]:
        connection = sqlite3.connect(self.directory / "qunli.db")
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()
