"""What holds for every test: the event loop is never blocked, nothing leaves this machine, no real
database is touched, and hypothesis takes its time from us.

The guards are installed once, when pytest starts; tests/rules/test_guards.py shows that they bite.
"""

import ipaddress
import sys
from collections.abc import Iterator

import pytest
from blockbuster import BlockBuster, blockbuster_ctx
from hypothesis import settings
from sqlalchemy import event
from sqlalchemy.engine import Engine

from intents.overhearing import prepare
from tests.servers import NatsServer, PostgresServer

LOCAL_NAMES = {"", "localhost", "localhost.localdomain"}


class OutsideWorld(AssertionError):
    """A test wanted to reach something that is not of this test."""


def is_local(host: object) -> bool:
    """Whether this address ends on this machine (names are not looked up)."""
    if host is None:
        return True
    name = host.decode() if isinstance(host, bytes) else str(host)
    if name in LOCAL_NAMES:
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def refuse_the_network(name: str, arguments: tuple[object, ...]) -> None:
    """An audit hook: sockets reach loopback and nothing else."""
    if name in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # a path is a local socket
    elif name == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if not is_local(host):
        raise OutsideWorld(f"{name} {host!r}: tests reach loopback only")


def refuse_real_databases(dialect, _record, _arguments, parameters) -> None:
    """A listener of SQLAlchemy: on a server, only databases made for tests are opened."""
    name = parameters.get("dbname", parameters.get("database", ""))  # as the driver calls it
    if dialect.name != "sqlite" and not str(name).endswith("_test"):
        raise OutsideWorld(f"database {name!r}: its name must end in _test")


def pytest_configure() -> None:
    sys.addaudithook(refuse_the_network)
    event.listen(Engine, "do_connect", refuse_real_databases)
    usual = settings.get_profile(settings.get_current_profile_name())
    settings.register_profile("qunli", parent=usual, deadline=None)
    settings.load_profile("qunli")


@pytest.fixture(autouse=True, scope="session")
def lists_are_read() -> None:
    """As they are at the start of the service."""
    prepare()


@pytest.fixture(autouse=True, scope="session")
def blocking_is_refused() -> Iterator[BlockBuster]:
    """Code of ours that blocks while an event loop runs raises `blockbuster.BlockingError`. A store
    that is alone on its loop, as in a replay, may work there.
    """
    with blockbuster_ctx(["bot", "intents", "classifiers"]) as guard:
        for function in guard.functions.values():
            function.can_block_in("bot/storage/session.py", {"hop"})
        yield guard


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real server, the same for all tests: each has databases of its own."""
    server = PostgresServer()
    yield server
    server.close()


@pytest.fixture(scope="session")
def nats() -> Iterator[NatsServer]:
    """A real broker, the same for all tests; what one leaves in it, the next one purges."""
    server = NatsServer()
    yield server
    server.close()
