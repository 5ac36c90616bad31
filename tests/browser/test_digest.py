"""From a report in the group to the digest and the answer to it, in a browser: the real service,
whose clock is moved to the hour of the digest.
"""

import os
import socket
import subprocess
import sys
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import expect

from bot.clock import SystemClock
from bot.domain.deadlines import SHANGHAI
from tests.browser.talk import bubbles, say, speak_as
from tests.unit.test_config import SMALL

pytestmark = pytest.mark.timeout(180)

PEOPLE = [
    {"id": "wang", "name": "王秀兰", "roles": ["resident"], "groups": ["own"]},
    {"id": "he", "name": "何倩芬", "roles": ["grid_leader"], "grids": ["g1"], "groups": ["own"]},
]


class Clock:
    """What the service takes for now; it goes on from there."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def stands_at(self, hour: int, minute: int, second: int) -> None:
        """On a Tuesday to come."""
        now = SystemClock().now().astimezone(SHANGHAI)
        day = now.date() + timedelta(days=7 + (1 - now.weekday()) % 7)
        wanted = datetime.combine(day, time(hour, minute, second), SHANGHAI)
        written = self._path.with_suffix(".new")
        written.write_text(str((wanted - now).total_seconds()), encoding="utf-8")
        written.replace(self._path)


@pytest.fixture
def clock(tmp_path) -> Clock:
    made = Clock(tmp_path / "clock")
    made.stands_at(8, 20, 0)
    return made


@pytest.fixture
def home(tmp_path, clock):
    """Where the desk of a service with one leader is, at twenty past eight."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    config = SMALL | {
        "server": {"port": port},
        "store": {"url": f"sqlite:///{tmp_path / 'qunli.db'}"},
        "assembly": {"quiet_seconds": 0, "addressed_quiet_seconds": 0, "longest_seconds": 1},
        "privacy": {"context_seconds": 0},
        "groups": [SMALL["groups"][0] | {"listening": "natural"}],
        "people": [person | {"accounts": {"simulator": f"s-{person['id']}"}} for person in PEOPLE],
    }
    path = tmp_path / "config.yaml"
    path.write_text(yaml.safe_dump(config), encoding="utf-8")
    order = [sys.executable, "-m", "tests.integration.service_host", path, tmp_path / "clock"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            order,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            env=os.environ  # noqa: TID251 - what pytest runs with
            | {"PYTHONPATH": ":".join(sys.path)},
        )
    home = f"http://127.0.0.1:{port}/"
    assert process.stdout.readline().decode().startswith(home)
    yield home
    process.terminate()
    assert process.wait(timeout=30) == 0
    process.stdout.close()


def test_a_line_of_the_digest_is_answered_and_taken_back(home, visit, clock):
    page = visit(home)
    speak_as(page, "王秀兰")
    rows = page.locator(".row")
    say(page, "owners", "2栋电梯坏了")
    expect(rows).to_have_count(1)
    say(page, "owners", "1栋垃圾没人收")
    status = rows.filter(has_text="#2 ").locator(".status")
    expect(status).to_have_text("待签收")
    speak_as(page, "何倩芬")
    clock.stands_at(8, 29, 58)
    digest = bubbles(page, "private").filter(has_text="早报")
    expect(digest).to_contain_text("1. 🟢#2 1栋")
    drawn = page.locator("#pane-private .post").filter(has_text="早报").get_by_role("img")
    expect(drawn).to_be_visible()
    page.wait_for_function("image => image.naturalWidth > 600", arg=drawn.element_handle())
    last = bubbles(page, "private").last
    say(page, "private", "1我去")
    expect(last).to_contain_text("“1”是第1条（#2 1栋暴露垃圾与乱扔垃圾），还是工单#1")
    say(page, "private", "第1条我去")
    expect(last).to_contain_text("您接了：#2 1栋")
    expect(status).to_have_text("处置中")
    say(page, "private", "撤")
    expect(last).to_contain_text("已撤回：#2 1栋")
    expect(status).to_have_text("待签收")
    say(page, "private", "第2条详细")
    expect(last).to_contain_text("#1 2栋电梯")
