"""What a database has to be told in its own way: everything that differs is here.

Comes in: parts of a store URL, an engine or a connection. Goes out: engines, seats, locks. Does
not: know tables. Statements are the same on both; what is written `with_for_update` SQLite leaves
out, since it has one writer at a time anyway.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any, Final, Protocol

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from bot.domain.errors import StorageError


class Database(Protocol):
    """One kind of database."""

    begin_writing: str
    begin_reading: str
    is_shared: bool
    """Whether other processes are at work in the same store."""

    def engine(self, url: URL, patience: timedelta) -> Engine:
        """An engine that loses nothing that was committed."""

    def seat(self, engine: Engine) -> Connection:
        """A connection on which transactions begin and end by words to the driver."""

    def alone(self, connection: Connection) -> None:
        """Keep other processes from changing the schema until this transaction ends."""

    def scrub(self, engine: Engine) -> bool:
        """Leave as little of deleted text as the database can; False: try again later."""


class Sqlite:
    """One file, or memory: WAL, every commit on disk, freed pages overwritten."""

    begin_writing = "BEGIN IMMEDIATE"
    begin_reading = "BEGIN"
    is_shared = False

    def engine(self, url: URL, patience: timedelta) -> Engine:
        """The file's directory is made. `patience` is how long another process may hold it."""
        if is_in_memory(url):
            engine = create_engine(
                url, poolclass=StaticPool, connect_args={"check_same_thread": False}
            )
        else:
            _make_room_for(Path(str(url.database)))
            engine = create_engine(url, pool_size=4)
        waits = round(patience.total_seconds() * 1000)
        event.listen(engine, "connect", lambda made, _record: _prepare(made, waits))
        event.listen(engine, "begin", self._begin)
        return engine

    def _begin(self, connection: Any) -> None:  # noqa: ANN401
        # What must not run in a transaction says None.
        if connection.get_execution_options().get(
            "writes", True
        ):  # past SQLAlchemy, which takes ten times as long to begin as the database
            connection.connection.cursor().execute(self.begin_writing)

    def seat(self, engine: Engine) -> Connection:
        """SQLAlchemy begins nothing on it: `_begin` sees by the option that it must not."""
        return engine.connect().execution_options(writes=None)

    def alone(self, connection: Connection) -> None:
        """It is: there is one writer at a time."""

    def scrub(self, engine: Engine) -> bool:
        """Empty the write-ahead log, which still holds what secure delete has overwritten in the
        file; False while somebody reads.
        """
        if is_in_memory(engine.url):
            return True  # there is no log
        with self.seat(engine) as connection:
            patience = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
            connection.exec_driver_sql("PRAGMA busy_timeout=0")
            done = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            connection.exec_driver_sql(f"PRAGMA busy_timeout={patience}")
            return int(done[0]) == 0


def is_in_memory(url: URL) -> bool:
    """Whether the store ends with the process."""
    return url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:")


def _make_room_for(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as err:
        raise StorageError(f"store.url: cannot make {path.parent}: {err.strerror}") from err


def _prepare(connection: Any, waits: int) -> None:  # noqa: ANN401
    # The driver's own transaction handling is switched off; `Sqlite._begin` begins.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={waits}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "secure_delete=ON",
        "foreign_keys=ON",
        "temp_store=MEMORY",
        "cache_size=-16000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


CAREFULLY: Final[dict[str, Any]] = {
    "application_name": "qunli",
    "connect_timeout": 5,
    "keepalives_idle": 3,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
"""How a server is connected to: one whose machine is gone is noticed within ten seconds."""


class Postgres:
    """A server for many processes. A unit of work sees what others have committed at each of its
    statements; rows that somebody else has in hand are skipped or waited for, and a case that
    somebody else changed meanwhile is a Conflict.
    """

    begin_writing = "BEGIN"
    begin_reading = "BEGIN ISOLATION LEVEL REPEATABLE READ"
    is_shared = True

    def engine(self, url: URL, patience: timedelta) -> Engine:
        """`patience` is how long somebody else may hold a row. A process whose machine is gone
        lets go of its rows within ten seconds.
        """
        try:
            return create_engine(
                url.set(drivername="postgresql+psycopg"),
                pool_size=4,
                pool_pre_ping=True,
                connect_args=CAREFULLY | {"options": _settings(patience)},
            )
        except ModuleNotFoundError as err:
            raise StorageError("store.url: PostgreSQL needs the extra `postgres`") from err

    def seat(self, engine: Engine) -> Connection:
        """The driver begins nothing by itself."""
        return engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    def alone(self, connection: Connection) -> None:
        """One process at a time; the others find the work done."""
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_SCHEMA})")

    def scrub(self, engine: Engine) -> bool:
        """Give rows that are deleted back at once. What they held is not overwritten on the disk:
        that takes a disk that is encrypted.
        """
        with self.seat(engine) as connection:
            connection.exec_driver_sql("VACUUM (SKIP_LOCKED) messages, turns, deliveries")
        return True


_SCHEMA = 0x71756E6C69
"""The number of the lock that whoever changes the schema holds."""


def _settings(patience: timedelta) -> str:
    wanted = {
        "lock_timeout": f"{max(round(patience.total_seconds() * 1000), 1)}",
        "idle_in_transaction_session_timeout": "10000",
        "tcp_keepalives_idle": "3",
        "tcp_keepalives_interval": "2",
        "tcp_keepalives_count": "3",
    }
    return " ".join(f"-c {name}={value}" for name, value in wanted.items())


_KINDS: dict[str, Database] = {"sqlite": Sqlite(), "postgresql": Postgres()}


def database_of(url: URL) -> Database:
    """The kind of database of a store URL; StorageError where there is none."""
    try:
        return _KINDS[url.get_backend_name()]
    except KeyError:
        raise StorageError(f"store.url: no driver for {url.get_backend_name()!r}") from None
