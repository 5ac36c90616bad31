"""Learning in a process of its own: what comes back, and that it never stays behind."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from classifiers.apart import learn_apart
from classifiers.errors import TrainingError
from classifiers.train import Learning
from tests.fakes import learning as works

pytestmark = pytest.mark.timeout(180)  # the other process reads all the libraries first

ROOT = Path(__file__).parents[3]
PARENT = """
import signal
from pathlib import Path
from classifiers.apart import learn_apart
from classifiers.train import Learning
from tests.fakes.learning import endless

def tell(stage, share):
    print(stage, flush=True)

if __name__ == "__main__":
    # what is started in the background of a shell is deaf to it
    signal.signal(signal.SIGINT, signal.default_int_handler)
    learn_apart(endless, Learning(place=Path(), progress=tell))
"""


def test_what_it_finds_tells_and_logs_comes_here(caplog: pytest.LogCaptureFixture) -> None:
    heard: list[tuple[str, float]] = []
    asked = Learning(
        place=Path("m"), seed=3, encoder="fake", progress=lambda *told: heard.append(told)
    )
    encoder, seed, process = learn_apart(works.name_of, asked).split()

    assert (encoder, seed) == ("fake", "3")
    assert int(process) != os.getpid()
    assert heard == [("first", 0.0), ("second", 0.5)]
    (record,) = caplog.records
    assert (record.name, record.message, record.levelno) == (
        "classifiers.train",
        "odd_line",
        logging.WARNING,
    )
    assert vars(record)["problem"] == "a.tsv:7"


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        (works.refused, "no usable corpus in m"),
        (works.unwritable, "Permission denied"),
        (works.too_big, "more memory than there is"),
        (works.killed, r"killed \(SIGKILL\), most likely for want of memory"),
        (works.interrupted, r"ended from outside \(SIGINT\)"),
        (works.mistaken, "ended unexpectedly with status 1"),
    ],
)
def test_it_fails_with_the_reason(work, reason: str) -> None:
    with pytest.raises(TrainingError, match=reason):
        learn_apart(work, Learning(place=Path("m")))


def test_whoever_is_interrupted_leaves_nothing_behind() -> None:
    def interrupt(stage: str, share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        learn_apart(works.endless, Learning(place=Path(), progress=interrupt))
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_whoever_waits_for_it(tmp_path: Path, number: signal.Signals) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, str(script)],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        parent.send_signal(number)
        child.wait(timeout=60)
    assert not child.is_running()
