"""The page behind a code on a wall, on a phone: without script, readable for everybody."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from bot.desk.books.followed import FollowedRow
from bot.desk.pages.reporting import ReportPages, ReportRules
from bot.desk.visiting import VisitorChannel
from bot.domain.visitors import PAGE, Spot
from bot.ids import TimedIds
from tests.browser.conftest import PHONE
from tests.browser.rig import Rig
from tests.unit.desk.fake_board import NOON, StillClock

YARD = Spot(token="yard", grid="g1", made_at=NOON, building="3栋", spot="车棚")
ROW = FollowedRow(
    key="c1",
    number=7,
    item_name="路灯损坏与照明不足",
    status_name="待回访",
    private=False,
    confirmable=True,
    steps=[(NOON, "case_opened"), (NOON + timedelta(hours=2), "resolved")],
)
MINE = "r/mine/g1.0123456789abcdef"


class Book:
    """One code, and one case of everybody who asks."""

    async def spot(self, token):
        return YARD if token == "yard" else None

    async def followed(self, channel, account):
        return [ROW]


@pytest.fixture
def rig(material):
    clock = StillClock()
    visitors = VisitorChannel(name=PAGE, clock=clock, ids=TimedIds(clock))
    pages = ReportPages(
        book=Book(),
        visitors=visitors,
        alarming=lambda text: "着火" in text,
        material=material,
        clock=clock,
        rules=ReportRules(most=100),
    )
    rig = Rig(material=material, parts=[pages])
    rig.start()

    async def accept(messages):
        rig.heard = [message.text for message in messages]

    visitors._taking._accept = accept
    yield rig
    rig.stop()


@pytest.fixture
def phone(chromium):
    """A phone on which nothing runs."""
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_report_needs_no_script(phone, rig):
    phone.goto(f"http://127.0.0.1:{rig.port}/r/yard")
    expect(phone.locator("h2")).to_have_text("报事：3栋车棚")
    phone.get_by_label("出了什么事").fill("路灯两天不亮了")
    phone.get_by_label("具体位置").fill("第二盏")
    phone.get_by_role("button", name="报上去").click()
    expect(phone.locator("h2")).to_have_text("我报的事")
    assert rig.heard == ["3栋车棚第二盏 路灯两天不亮了"]
    phone.get_by_role("button", name="还没修好").click()
    expect(phone.locator("h3").first).to_contain_text("#7")
    assert rig.heard == ["#7 还没修好"]


def test_danger_is_answered_with_numbers_to_call(phone, rig):
    phone.goto(f"http://127.0.0.1:{rig.port}/r/yard")
    phone.get_by_label("出了什么事").fill("车棚着火了")
    phone.get_by_role("button", name="报上去").click()
    expect(phone.get_by_role("link", name="119")).to_have_attribute("href", "tel:119")


@pytest.mark.parametrize("path", ["r/yard", "r/gone", MINE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it(chromium, rig, axe, path, scheme):
    context = chromium.new_context(viewport=PHONE, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{rig.port}/{path}")
    page.evaluate(axe)
    found = page.evaluate("async () => (await axe.run()).violations")
    wide = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
    assert wide
