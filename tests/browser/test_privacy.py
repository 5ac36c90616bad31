"""The privacy desk in a browser: from a telephone call to an answer."""

import pytest
from playwright.sync_api import expect

from bot.desk.pages.privacy import PrivacyPages
from bot.domain.viewing import Viewer
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.rig import Rig
from tests.browser.test_access import findings
from tests.builders import HE
from tests.fakes.databook import NAME, PERSON, FakeDatabook


@pytest.fixture
def book():
    return FakeDatabook()


@pytest.fixture
def privacy(material, book):
    """A desk at which a grid leader has signed in."""
    rig = Rig(material=material, trial=False, parts=[PrivacyPages(book=book, material=material)])
    rig.door.viewer = Viewer(name="he", person=HE)
    rig.start()
    yield f"{rig.url}privacy"
    rig.stop()


def test_from_a_call_to_the_erasure(privacy, book, visit):
    page = visit(privacy, live=False)
    page.get_by_role("searchbox").fill("312")
    page.get_by_role("button", name="找人").click()
    page.get_by_label("怎么来的").select_option("phone")
    page.get_by_role("button", name="要删", exact=True).click()
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    expect(page.get_by_text("删除前再看一眼")).to_be_visible()
    page.get_by_role("button", name="看他说的原话").click()
    expect(page.get_by_text("13800138000")).to_be_visible()
    page.get_by_label("理由", exact=True).fill("本人来电")
    page.get_by_role("button", name="同意删除").click()
    assert page.get_by_label("已核对是本人").evaluate("box => box.matches(':invalid')")
    page.get_by_label("已核对是本人").check()
    page.get_by_role("button", name="同意删除").click()
    expect(page.get_by_text("删除前再看一眼")).to_have_count(0)
    assert book.told[-1] == ("settle", PERSON, "erased", "本人来电")


def test_the_file_is_saved(privacy, book, visit):
    book.rows = []
    page = visit(f"{privacy}/of/{PERSON.replace('&', '%26')}", live=False)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="导出给本人").click()
    assert waiting.value.suggested_filename == "qunli-data.txt"


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_people_out(privacy, book, visit, axe, viewport, scheme):
    book.rows = FakeDatabook("see", "erase", "forget").rows
    page = visit(privacy, live=False, viewport=viewport, color_scheme=scheme)
    assert findings(page, axe) == {}
    page.get_by_role("link", name=NAME).first.click()
    expect(page.get_by_text("删除前再看一眼")).to_be_visible()
    assert findings(page, axe) == {}
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= viewport["width"]
