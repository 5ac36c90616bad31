"""The plan of the buildings."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_access import findings

LOOKS = [(size, scheme) for size in (DESKTOP, PHONE) for scheme in ("light", "dark")]


def test_a_building_leads_to_its_cases(rig, visit):
    page = visit(f"{rig.url}plan", live=False)
    first = page.get_by_role("link", name="富善路1号楼")
    expect(first).to_contain_text("1 件 严重超期")
    first.press("Enter")
    expect(page).to_have_url(re.compile(r"/board\?grid=g3&building="))
    expect(page.get_by_label("富善路1号楼")).to_be_checked()


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_axe_finds_nothing(rig, visit, axe, size, scheme):
    page = visit(f"{rig.url}plan", live=False, viewport=size, color_scheme=scheme)
    assert findings(page, axe) == {}
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    here = page.get_by_role("link", name="楼栋图", exact=True)
    expect(here).to_have_attribute("aria-current", "page")
