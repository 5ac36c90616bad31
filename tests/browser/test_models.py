"""The versions of the text model in a browser: two side by side, another one in use."""

import pytest
from playwright.sync_api import expect

from bot.desk.pages.models import ModelPages
from bot.domain.viewing import Viewer
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.rig import Rig
from tests.browser.test_access import findings
from tests.browser.test_items import apart, opened_store
from tests.fakes.clock import FakeClock
from tests.unit.desk.test_modelpages import FakeShelf


@pytest.fixture
def models(material):
    store = apart(opened_store)
    pages = ModelPages(
        shelf=FakeShelf(), store=store, clock=FakeClock(), material=material, consent=True
    )
    rig = Rig(material=material, trial=False, parts=[pages])
    rig.door.viewer = Viewer(name="root", admin=True, all_open=True)
    rig.start()
    yield f"{rig.url}models"
    rig.on_loop(store.close)
    rig.stop()


def test_compared_and_chosen(models, visit):
    page = visit(models, live=False)
    page.get_by_label("旧：linear-1").check()
    page.get_by_label("新：linear-2").check()
    page.get_by_role("button", name="放在一起看").click()
    expect(page.get_by_role("heading", name="linear-1 和 linear-2")).to_be_visible()
    page.get_by_role("button", name="用 linear-2").click()
    expect(page.get_by_role("button", name="用 linear-1")).to_be_visible()


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"]
)
def test_nothing_keeps_people_out(models, visit, axe, viewport, scheme):
    place = f"{models}?old=linear-1&new=linear-2"
    page = visit(place, live=False, viewport=viewport, color_scheme=scheme)
    assert findings(page, axe) == {}
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
