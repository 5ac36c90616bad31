"""The client libraries are imported once, by however many threads want them."""

import subprocess
import sys

import pytest

TOGETHER = """
import os, threading
from bot.adapters.wechat.official import load
together, here, found = threading.Barrier(8), os.getcwd(), []
def one():
    together.wait()
    found.append(load())
threads = [threading.Thread(target=one) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(found), len({id(each) for each in found}), os.getcwd() == here)
"""


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="wechaty has no release for Python 3.13")
def test_threads_that_load_at_the_same_time_share_one_and_stay_where_they_are():
    done = subprocess.run(
        [sys.executable, "-c", TOGETHER], capture_output=True, text=True, check=False, timeout=50
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "8 1 True\n", "")
