"""A second process on one store is refused, and a process that died hinders nobody."""

import subprocess
import sys

import pytest

from bot.domain.errors import StorageError, StoreInUse
from bot.replies.mishaps import mishap
from bot.storage.owning import owned
from tests.builders import T0

HOLDER = """
import sys
from datetime import UTC, datetime
from bot.storage.owning import owned
with owned(sys.argv[1], now=datetime(2026, 3, 2, 2, 0, tzinfo=UTC)):
    print("mine", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other(url):
    """Another process that has the store."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "mine\n"
        yield process
        process.kill()


def test_the_second_is_refused_and_told_who_has_it(url, path, other):
    with pytest.raises(StoreInUse) as caught, owned(url, now=T0):
        pytest.fail("two have it")
    told = f"{path}: process {other.pid}, since 2026-03-02 10:00:00"
    assert str(caught.value) == told
    assert "另一个 qunli 正在用这个数据库" in mishap(caught.value)
    assert told in mishap(caught.value)


def test_who_died_has_nothing_any_more(url, other):
    other.kill()
    other.wait()
    with owned(url, now=T0):
        pass


def test_one_after_the_other(url):
    for _ in range(2):
        with owned(url, now=T0), pytest.raises(StoreInUse), owned(url, now=T0):
            pytest.fail("two have it")


def test_a_store_in_memory_is_everybodys_own():
    with owned("sqlite://", now=T0), owned("sqlite://", now=T0):
        pass


def test_a_place_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(StorageError, match="cannot write"),
        owned(f"sqlite:///{tmp_path}/file/store.db", now=T0),
    ):
        pytest.fail("no directory")


def test_errors_that_say_enough_themselves_are_not_explained():
    assert mishap(StorageError("broken")) is None
