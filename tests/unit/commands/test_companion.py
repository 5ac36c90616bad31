"""A process beside the service: started again however it ends, and gone when the service goes."""

import asyncio
import contextlib
import os
import signal
import sys
from datetime import timedelta

import psutil
import pytest

from bot.commands.companion import Companion, Patience
from tests.fakes.clock import FakeClock

SHORT = Patience(silence=timedelta(milliseconds=300), ending=timedelta(milliseconds=300))


class Watched:
    """A companion whose starts are written to a file, and a clock that runs as it sleeps."""

    def __init__(self, directory, script: str, patience: Patience | None = None) -> None:
        self.starts = directory / "starts"
        self.starts.touch()
        self.clock = FakeClock(impatient=True)
        begin = f"import os; open({str(self.starts)!r}, 'a').write(f'{{os.getpid()}}\\n'); "
        command = [sys.executable, "-c", begin + script]
        self._companion = Companion("far", command, self.clock, patience)

    @property
    def pids(self) -> list[int]:
        return [int(line) for line in self.starts.read_text().split()]

    async def until(self, condition) -> None:
        """Wait for something that nobody announces."""
        async with asyncio.timeout(20):
            while not condition():
                await asyncio.to_thread(signal.sigtimedwait, [], 0.01)

    @contextlib.asynccontextmanager
    async def running(self):
        task = asyncio.ensure_future(self._companion.run())
        try:
            yield task
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            assert not any(psutil.pid_exists(pid) for pid in self.pids)


READS = "import sys; sys.stdin.read()"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); signal.pause()"


async def test_one_that_is_killed_is_started_again(tmp_path):
    watched = Watched(tmp_path, READS)
    async with watched.running():
        for times in (1, 2, 3):
            await watched.until(lambda times=times: len(watched.pids) == times)
            os.kill(watched.pids[-1], signal.SIGKILL)
        await watched.until(lambda: len(watched.pids) == 4)


async def test_one_that_always_fails_is_started_more_and_more_seldom(tmp_path, caplog):
    caplog.set_level("ERROR")
    watched = Watched(tmp_path, "import sys; sys.exit(3)")
    async with watched.running():
        await watched.until(lambda: len(watched.pids) >= 8)
    ended = [record for record in caplog.records if record.message == "companion_ended"]
    assert {record.status for record in ended} == {3}
    assert [record.wait_seconds for record in ended[:7]] == [2, 4, 8, 16, 32, 60, 60]


@pytest.mark.parametrize("says", ["", "print('.', flush=True); "])
async def test_one_that_freezes_is_ended_and_started_again(tmp_path, caplog, says):
    stop = "import signal; os.kill(os.getpid(), signal.SIGSTOP)"
    watched = Watched(tmp_path, says + stop, SHORT)
    async with watched.running():
        await watched.until(lambda: len(watched.pids) >= 2)
    assert "companion_frozen" in caplog.text


async def test_one_that_gives_signs_of_life_is_left_alone(tmp_path, caplog):
    signs = "import time\nwhile True:\n    print('.', flush=True); time.sleep(0.02)"
    patience = Patience(silence=timedelta(seconds=20), ending=timedelta(seconds=5))
    watched = Watched(tmp_path, f"\n{signs}", patience)
    async with watched.running() as task:
        await watched.until(lambda: len(watched.pids) == 1)
        await asyncio.wait([task], timeout=0.5)
        assert len(watched.pids) == 1
    assert "companion_frozen" not in caplog.text


@pytest.mark.parametrize("script", [READS, DEAF])
async def test_a_stop_leaves_none_behind_even_if_it_will_not_hear(tmp_path, script):
    watched = Watched(tmp_path, script, Patience(ending=timedelta(milliseconds=300)))
    async with watched.running():
        await watched.until(lambda: len(watched.pids) == 1)
