"""The guards of tests/conftest.py bite."""

import socket
from types import SimpleNamespace

import pytest
from blockbuster import BlockingError

from bot.domain.errors import __file__ as ours
from tests.conftest import OutsideWorld, is_local, refuse_real_databases


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("0.0.0.0", True),
        ("localhost", True),
        (None, True),
        ("10.0.0.1", False),
        ("example.com", False),
        ("127.0.0.1.example.com", False),
    ],
)
def test_what_counts_as_this_machine(host, local):
    assert is_local(host) is local


def test_no_connection_leaves():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender, pytest.raises(OutsideWorld):
        sender.connect(("192.0.2.1", 9))


def test_no_name_is_looked_up():
    with pytest.raises(OutsideWorld):
        socket.getaddrinfo("example.com", 443)


@pytest.mark.parametrize(
    ("dialect", "database", "refused"),
    [
        ("sqlite", "qunli.sqlite3", False),
        ("postgresql", "qunli_test", False),
        ("postgresql", "qunli", True),
        ("postgresql", "", True),
    ],
)
def test_only_databases_for_tests(dialect, database, refused):
    def connect():
        refuse_real_databases(SimpleNamespace(name=dialect), None, (), {"database": database})

    if refused:
        with pytest.raises(OutsideWorld):
            connect()
    else:
        connect()


async def test_blocking_in_the_loop_is_refused():
    # As if code of ours did it.
    blocking = compile("import time; time.sleep(0)", ours, "exec")
    with pytest.raises(BlockingError):
        exec(blocking, {})
