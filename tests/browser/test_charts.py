"""The page of diagrams."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_access import findings

LOOKS = [(size, scheme) for size in (DESKTOP, PHONE) for scheme in ("light", "dark")]


def test_a_diagram_is_seen_read_and_taken_away(rig, visit):
    page = visit(f"{rig.url}charts", live=False)
    pictures = page.locator(".charts img")
    expect(pictures).to_have_count(2)
    expect(pictures.first).to_have_js_property("complete", True)
    assert pictures.first.evaluate("image => image.naturalWidth") == 750
    page.get_by_text("看数字：各网格").click()
    expect(page.get_by_role("row", name="第三网格")).to_contain_text("66.7")
    for kind, begin in (("png", b"\x89PNG"), ("csv", b"\xef\xbb\xbf")):
        with page.expect_download() as taken:
            page.locator(f"a[download='grids.{kind}']").click()
        with taken.value.path().open("rb") as file:
            assert file.read(4).startswith(begin)


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_axe_finds_nothing(rig, visit, axe, size, scheme):
    page = visit(f"{rig.url}charts", live=False, viewport=size, color_scheme=scheme)
    page.get_by_text("看数字：各网格").click()
    assert findings(page, axe) == {}
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
