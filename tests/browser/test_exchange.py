"""The page to copy a case to other platforms, on a phone."""

import pytest
from playwright.sync_api import expect

from bot.desk.pages.elsewhere import ExchangePages, ExchangeRow, PlatformRow
from tests.browser.conftest import PHONE
from tests.browser.rig import Rig

BLOCK = "诉求事项：路灯损坏与照明不足\n诉求内容：路灯坏了\n事发地址：3栋\n群理单号：#312"


class Book:
    """One case with two platforms; numbers are kept."""

    def __init__(self):
        self.numbers = []

    async def read(self, viewer, key):
        rows = [
            PlatformRow(platform="yuepingan", name="粤平安", block=BLOCK),
            PlatformRow(
                platform="hotline12345", name="12345", block=BLOCK, numbers=tuple(self.numbers)
            ),
        ]
        return ExchangeRow(number=312, platforms=rows)

    async def note(self, viewer, key, platform, number):
        self.numbers.append(number)
        return True


@pytest.fixture
def rig(material):
    rig = Rig(material=material, parts=[ExchangePages(book=Book(), material=material)])
    rig.start()
    yield rig
    rig.stop()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_number_is_noted_and_everybody_can_read_the_page(chromium, rig, axe, scheme):
    context = chromium.new_context(viewport=PHONE, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{rig.port}/cases/case-312/exchange")
    expect(page.get_by_label("整段复制").first).to_have_value(BLOCK)
    page.get_by_label("12345 的单号").fill("GD17")
    page.get_by_role("button", name="记上").last.click()
    expect(page.locator(".status")).to_have_text("GD17")
    page.evaluate(axe)
    found = page.evaluate("async () => (await axe.run()).violations")
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
