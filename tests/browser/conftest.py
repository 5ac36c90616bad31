"""A real Chromium, fenced in to loopback, and the desk it looks at."""

from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from bot.desk.material import Material, load_material
from tests.browser.rig import Rig

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE = 20_000
"""Milliseconds that something on a page is waited for: other tests may be at work beside it."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: needs Chromium and a Chinese font")
    expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for a module. Not longer: as long as it is there, Playwright's own event loop
    counts as running in this thread, which the tests of other folders could not bear.
    """
    if not CHROMIUM.exists():
        pytest.fail("the browser tests need Chromium: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def material() -> Material:
    return load_material()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, which looks for what keeps people out."""
    script = files("axe_playwright_python").joinpath("axe.min.js")
    return script.read_text(encoding="utf-8")


@pytest.fixture
def rig(material) -> Iterator[Rig]:
    rig = Rig(material=material)
    rig.start()
    yield rig
    rig.stop()


class Watch:
    """What a page complained of, and where it wanted to go."""

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self.strays: list[str] = []

    def attach(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: self._hear(message.type, message.text))

    def fence(self, route: Route) -> None:
        if urlsplit(route.request.url).hostname in {"127.0.0.1", "localhost"}:
            route.continue_()
        else:
            self.strays.append(route.request.url)
            route.abort()

    def forget(self, words: str) -> None:
        """Complaints that a test caused on purpose."""
        self.complaints = [line for line in self.complaints if words not in line]

    def _hear(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(text)


@pytest.fixture
def watch() -> Iterator[Watch]:
    watch = Watch()
    yield watch
    assert watch.complaints == []
    assert watch.strays == []


@pytest.fixture
def visit(chromium, watch) -> Iterator[Callable[..., Page]]:
    """Opens a page in a context of its own."""
    contexts = []

    def visit(url: str, *, live: bool = True, **settings: object) -> Page:
        options = {"viewport": DESKTOP, "locale": "zh-CN", "reduced_motion": "reduce"} | settings
        context = chromium.new_context(**options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.route("**/*", watch.fence)
        page = context.new_page()
        watch.attach(page)
        page.goto(url)
        if live:
            page.locator(".link-state[data-state=live]").wait_for()
        return page

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture
def page(rig, visit) -> Page:
    """The first page at a desk, live."""
    return visit(rig.url)


@pytest.fixture
def phone(rig, visit) -> Page:
    """The first page on a phone, live."""
    return visit(rig.url, viewport=PHONE, has_touch=True, is_mobile=True)
