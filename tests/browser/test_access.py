"""For everybody: keyboard, names for screen readers, contrast in light and dark (axe-core)."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.talk import bubbles, row, say, show
from tests.unit.desk.fake_board import case_row

LAMPS = ("green", "yellow", "red", "flashing", "grey", "blue")


def findings(page, axe):
    """What axe finds on a page that has its style sheets."""
    page.wait_for_load_state("load")
    page.evaluate(axe)
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert len(result["passes"]) > 10
    return {
        finding["id"]: [node["html"] for node in finding["nodes"]]
        for finding in result["violations"]
    }


@pytest.mark.parametrize(
    ("size", "scheme"), [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light")]
)
def test_axe_finds_nothing(rig, visit, axe, size, scheme):
    for number, lamp in enumerate(LAMPS, start=300):
        rig.put(case_row(number, lamp=lamp))
    rig.put(case_row(311, private=True))
    page = visit(rig.url, viewport=size, color_scheme=scheme)
    say(page, "owners", "1号楼侧边的楼梯没有扶手")
    expect(bubbles(page, "owners")).to_have_count(2)
    for tab in ("owners", "leaders", "private", "cases") if size is PHONE else ("all",):
        if tab != "all":
            show(page, tab)
        assert findings(page, axe) == {}
    row(page, 312).locator("a").click()
    expect(page.locator(".event")).to_have_count(1)
    assert findings(page, axe) == {}
    page.goto(f"{rig.url}cases/case-312")
    assert findings(page, axe) == {}


def test_speakers_are_changed_with_the_arrow_keys(page):
    page.get_by_role("radio", name="王秀兰").focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="梁伯")).to_be_checked()
    expect(page.locator("#pane-leaders textarea")).to_be_enabled()


def test_the_way_to_the_cases_is_the_first_stop(page):
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="跳到工单")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="工单", exact=True)).to_be_focused()


def test_what_is_kept_is_said(page):
    page.get_by_text("会留下什么？").click()
    expect(page.get_by_text("聊天记录只在内存里")).to_be_in_viewport(ratio=1)


def test_the_speaker_is_remembered_when_the_page_is_loaded_again(page):
    page.locator(".person", has_text="张工").click()
    page.reload()
    expect(page.get_by_role("radio", name="张工")).to_be_checked()
