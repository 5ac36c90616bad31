"""Uncertain talk judged with two keys."""

import pytest
from playwright.sync_api import expect

from bot.desk.pages.judging import JudgingPages
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.rig import Rig
from tests.browser.test_access import findings
from tests.unit.desk.test_judging import FakeBook, doubt_row


class Settling(FakeBook):
    """What is judged is gone."""

    async def order(self, viewer, kind, subject, value=""):
        await super().order(viewer, kind, subject, value)
        self.rows = [row for row in self.rows if row.id != subject]


@pytest.fixture
def book():
    rows = [doubt_row(id=f"doubt-{n}", words=f"第{n}句") for n in range(1, 5)]
    return Settling(*rows, doubt_row(id="doubt-5", words="", private=True))


@pytest.fixture
def doubts(material, book):
    rig = Rig(material=material, trial=False, parts=[JudgingPages(book=book, material=material)])
    rig.start()
    yield f"{rig.url}doubts"
    rig.stop()


def test_keys_judge_and_go_on(doubts, book, visit):
    page = visit(doubts, live=False)
    rows = page.locator("[data-doubts] > li")
    expect(rows.nth(0)).to_be_focused()
    for key in ("j", "j", "k"):
        page.keyboard.press(key)
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("1")
    expect(rows).to_have_count(4)
    expect(page.locator("#doubt-3")).to_be_focused()
    page.keyboard.press("2")
    expect(rows).to_have_count(3)
    expect(page.locator("#doubt-4")).to_be_focused()
    assert book.orders == [("is_a_report", "doubt-2", ""), ("no_report", "doubt-3", "")]


def test_of_a_private_one_keys_do_nothing(doubts, book, visit):
    page = visit(f"{doubts}#doubt-5", live=False)
    expect(page.locator("#doubt-5")).to_be_focused()
    for key in ("1", "2", "j"):
        page.keyboard.press(key)
    expect(page.locator("[data-doubts] > li")).to_have_count(5)
    assert book.orders == []


def test_buttons_do_without_script(doubts, book, visit):
    page = visit(doubts, live=False, java_script_enabled=False)
    page.get_by_role("button", name="不是").first.click()
    expect(page.locator("[data-doubts] > li")).to_have_count(4)
    assert book.orders == [("no_report", "doubt-1", "")]


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"]
)
def test_nothing_keeps_people_out(doubts, visit, axe, viewport, scheme):
    page = visit(doubts, live=False, viewport=viewport, color_scheme=scheme)
    assert findings(page, axe) == {}
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
