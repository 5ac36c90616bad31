"""The list of cases, the history of one, and the page without the simulated groups."""

import pytest
from playwright.sync_api import expect

from bot.desk.books.board import HistoryRow
from tests.browser.rig import Rig
from tests.browser.talk import row
from tests.unit.desk.fake_board import NOON, case_row

OPENED = HistoryRow(at=NOON, event="case_opened", actor="有居民", detail="楼梯没有扶手")
SENT = HistoryRow(at=NOON, event="dispatched", actor="bot", detail="城管执法队")


def test_a_row_says_what_it_promises(page, rig):
    rig.put(case_row(312, lamp="red"))
    line = row(page, 312)
    expect(line.locator(".number")).to_have_text("#312")
    expect(line.locator(".item")).to_have_text("楼梯扶手缺失")
    expect(line.locator(".place")).to_have_text("富善路1号楼")
    expect(line.locator(".lamp-name")).to_have_text("超期")
    expect(line.locator(".owner")).to_contain_text("网格员")
    expect(line.locator(".step")).to_have_text("签收 03-02 12:05")
    expect(page.locator("#news")).to_have_text("工单 #312：处置中")


def test_what_is_not_known_leaves_no_gap(page, rig):
    rig.put(case_row(312, owner="", place=""))
    line = row(page, 312)
    expect(line.locator(".owner")).to_be_hidden()
    for fact in (".category", ".level"):
        mark = line.locator(fact).evaluate("node => getComputedStyle(node, '::before').content")
        assert mark == "none"


def test_the_newest_case_stands_on_top(page, rig):
    rig.put(case_row(312))
    rig.put(case_row(313))
    expect(page.locator(".row .number")).to_have_text(["#313", "#312"])
    rig.put(case_row(312, status_name="待核查"))
    expect(row(page, 312).locator(".status")).to_have_text("待核查")
    expect(page.locator(".row .number")).to_have_text(["#313", "#312"])
    page.reload()
    expect(page.locator(".row .number")).to_have_text(["#313", "#312"])


def test_a_private_case_keeps_its_words(page, rig):
    rig.put(case_row(313, private=True), OPENED)
    line = row(page, 313)
    expect(line).to_contain_text("不公开的工单")
    expect(line.locator(".category")).to_have_text("安全隐患")
    expect(line).not_to_contain_text("富善路")
    line.locator("a").click()
    sheet = page.get_by_role("dialog")
    expect(sheet).to_contain_text("这件事涉及隐私")
    expect(sheet.locator(".event")).to_have_count(0)
    expect(sheet.get_by_text("位置")).to_be_hidden()


def test_a_case_opens_by_keyboard_and_follows_what_happens(page, rig):
    rig.put(case_row(312), OPENED)
    row(page, 312).locator("a").focus()
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("heading")).to_have_text("#312 楼梯扶手缺失")
    expect(sheet.locator(".event b")).to_have_text(["立案"])
    rig.put(case_row(312, status_name="待签收"), SENT)
    expect(sheet.locator(".event b")).to_have_text(["立案", "派单"])
    expect(sheet.locator(".event").last).to_contain_text("群理")
    expect(sheet.locator("dd").first).to_have_text("待签收")
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(row(page, 312).locator("a")).to_be_focused()


def test_a_history_that_cannot_be_read_is_said(page, rig, watch):
    rig.put(case_row(312), OPENED)
    expect(row(page, 312)).to_be_visible()
    rig.board.broken = True
    row(page, 312).locator("a").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("读不到")
    watch.forget("503")


@pytest.fixture
def plain(material):
    rig = Rig(material=material, trial=False)
    rig.start()
    yield rig
    rig.stop()


def test_without_the_simulator_the_list_stands_alone_and_lives(plain, visit):
    page = visit(plain.url)
    expect(page.locator("textarea")).to_have_count(0)
    plain.put(case_row(312))
    expect(row(page, 312)).to_be_visible()
    expect(page.locator(".empty")).to_be_hidden()


def test_without_script_the_cases_can_be_read(plain, visit):
    plain.put(case_row(312), OPENED)
    page = visit(plain.url, live=False, java_script_enabled=False)
    row(page, 312).locator("a").click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("楼梯扶手缺失")
    expect(page.locator(".event")).to_have_count(1)
