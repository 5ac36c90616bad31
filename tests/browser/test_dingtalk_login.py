"""Signing in by DingTalk in a browser: the real service, the fake platform as DingTalk's own page.

The desk is at 127.0.0.1 and DingTalk at localhost: to a browser these are two sites, as in earnest,
so that it keeps back what is for one site only.
"""

import asyncio
import io
import os
import socket
import subprocess
import sys
import threading

import pytest
import yaml
from playwright.sync_api import expect

from bot.__main__ import main
from bot.clock import SystemClock
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_access import findings
from tests.browser.test_items import apart
from tests.fakes.dingtalk_platform import FakeDingtalk
from tests.fakes.dingtalk_world import WANG, ZHAO
from tests.unit.test_config import SMALL

pytestmark = pytest.mark.timeout(180)

PASSWORD = "right horse battery"
PERSON = {
    "id": "w1",
    "name": "王网格",
    "roles": ["grid_leader"],
    "grids": ["g1"],
    "accounts": {"dingtalk": WANG.staff_id},
}


class Platform:
    """The fake platform in a thread with a loop of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self.fake = FakeDingtalk(SystemClock())
        self.base = self.do(self.fake.start())

    def do(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=30)

    def stop(self) -> None:
        self.do(self.fake.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=30)
        self._loop.close()


@pytest.fixture(scope="module")
def platform():
    made = Platform()
    yield made
    made.stop()


def configured(directory, platform):
    """A configuration with DingTalk and signing in by it; the address of its desk."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    home = f"http://127.0.0.1:{port}"
    dingtalk = {
        "enabled": True,
        "api_base": platform.base,
        "oapi_base": platform.base,
        "login_base": platform.base.replace("127.0.0.1", "localhost"),
    }
    config = SMALL | {
        "server": {"port": port},
        "store": {"url": f"sqlite:///{directory / 'qunli.db'}"},
        "adapters": {"dingtalk": dingtalk},
        "desk": {"dingtalk_login": True, "public_url": home, "tries_a_minute": 1000},
        "people": [PERSON],
    }
    path = directory / "config.yaml"
    path.write_text(yaml.safe_dump(config), encoding="utf-8")
    return path, home


@pytest.fixture(scope="module")
def home(tmp_path_factory, platform):
    """The service with one account, and where its desk is."""
    directory = tmp_path_factory.mktemp("service")
    path, home = configured(directory, platform)
    platform.fake.login.backs = {f"{home}/login/dingtalk/back"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
        order = ["user", "add", "--config", str(path), "--person", "w1", "--password-stdin", "wang"]
        assert apart(lambda: main(order)) == 0
    secrets = {
        "QUNLI_DINGTALK_CLIENT_ID": "ding-client",
        "QUNLI_DINGTALK_CLIENT_SECRET": "ding-secret",
    }
    with (directory / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.integration.service_host", str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            env=os.environ  # noqa: TID251 - what pytest runs with
            | {"PYTHONPATH": ":".join(sys.path)}
            | secrets,
        )
    assert process.stdout.readline().decode().startswith(home)
    yield home
    process.terminate()
    assert process.wait(timeout=30) == 0
    process.stdout.close()
    written = (directory / "log").read_text(encoding="utf-8")
    assert "stopped" in written
    for secret in ("ding-secret", "auth-code", "user-token", WANG.sender_id, ZHAO.sender_id):
        assert secret not in written


@pytest.fixture
def login(platform):
    """Who sits at the browser is told to the platform; it was Wang in the end."""
    yield platform.fake.login
    platform.fake.login.here = WANG


def agree(page, answer="同意"):
    """From the desk to DingTalk's page, and an answer there."""
    page.get_by_role("link", name="用钉钉登录").click()
    expect(page.get_by_text("同意")).to_be_visible()
    assert page.url.startswith("http://localhost:")
    page.get_by_role("link", name=answer).click()


@pytest.mark.usefixtures("login")
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_whoever_agrees_is_in_and_where_he_wanted_to_go(home, visit, size):
    page = visit(f"{home}/plan?grid=g1", live=False, viewport=size)
    agree(page)
    page.wait_for_url(f"{home}/plan?grid=g1")
    expect(page.get_by_text("wang · 退出")).to_be_visible()
    kept = {cookie["name"]: cookie["sameSite"] for cookie in page.context.cookies()}
    assert kept == {"qunli": "Strict"}
    page.get_by_text("wang · 退出").click()
    expect(page.get_by_role("link", name="用钉钉登录")).to_be_visible()


def test_without_script_it_is_the_same(home, visit, login):
    page = visit(f"{home}/plan", live=False, java_script_enabled=False)
    agree(page)
    page.wait_for_url(f"{home}/plan")


def test_whoever_is_nobody_here_stays_outside(home, visit, login, watch):
    login.here = ZHAO
    page = visit(home, live=False)
    agree(page)
    expect(page.get_by_role("alert")).to_contain_text("不能在这里登录")
    page.goto(f"{home}/plan")
    expect(page.get_by_label("密码")).to_be_visible()
    watch.forget("401")


def test_whoever_says_no_may_say_yes_later(home, visit, login, watch):
    page = visit(f"{home}/plan", live=False)
    agree(page, "拒绝")
    expect(page.get_by_role("alert")).to_contain_text("没有同意")
    agree(page)
    page.wait_for_url(f"{home}/plan")
    watch.forget("401")


def test_a_link_of_somebody_else_signs_nobody_in(home, platform, visit, login, watch):
    """His own code behind a link: whoever follows it would work under his name."""

    async def new_code():
        return login.new_code()

    page = visit(f"{home}/login", live=False)
    page.goto(f"{home}/login/dingtalk/back?authCode={platform.do(new_code())}&state=x")
    expect(page.get_by_role("alert")).to_contain_text("没有接上")
    assert page.context.cookies() == []
    watch.forget("400")


@pytest.mark.usefixtures("login")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_keeps_people_out(home, visit, axe, watch, size, scheme):
    page = visit(f"{home}/login", live=False, viewport=size, color_scheme=scheme)
    way = page.get_by_role("link", name="用钉钉登录")
    assert way.bounding_box()["height"] >= 44
    assert findings(page, axe) == {}
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.goto(f"{home}/login/dingtalk/back")
    expect(page.get_by_role("alert")).to_be_visible()
    assert findings(page, axe) == {}
    watch.forget("400")
