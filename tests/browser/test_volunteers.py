"""Calls for volunteers and the points ledger in a browser."""

import re

import pytest
from playwright.sync_api import expect

from bot.desk.books.goods import Goodbook
from bot.desk.books.musters import Musterbook
from bot.desk.books.points import Pointbook
from bot.desk.pages.goods import GoodPages
from bot.desk.pages.ledgers import LedgerPages
from bot.desk.pages.musters import MusterPages
from bot.desk.pages.points import PointPages
from bot.domain.muster import MusterRules, SignUp, SignUpState
from bot.domain.viewing import Viewer
from bot.ids import CountedIds
from bot.ledgers.ledgerbook import Ledgerbook
from bot.replies.catalogue import Catalogue
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.rig import Rig
from tests.browser.test_access import findings
from tests.browser.test_items import apart, opened_store
from tests.builders import HE, T0, directory
from tests.fakes.clock import FakeClock
from tests.fakes.signals import FakeSignals
from tests.unit.commands.test_export import sheet
from tests.unit.journey.test_muster_digest import DIKE
from tests.unit.journey.test_point_desk import RULES, book

WANG = SignUp(muster=DIKE.id, person="wang", room=None, heads=2, at=T0, state=SignUpState.IN)


async def call(unit):
    await unit.musters.save(DIKE)
    await unit.musters.take(DIKE.id, 2)
    await unit.musters.sign(WANG)
    await book(unit)


class FakeCashing:
    """Takes one code."""

    def may(self, person):
        return person.id == "he"

    async def take(self, person, code):
        return (True, "已核销：洗衣液，20分。") if code == "00412345" else (False, "没有这个码。")


@pytest.fixture
def desk(material):
    store, areas = apart(opened_store), directory()
    shared = {"store": store, "directory": lambda: areas, "clock": FakeClock()}
    words = apart(Catalogue.load)
    goods = Goodbook(signals=FakeSignals(), rules=RULES, **shared)
    parts = [
        MusterPages(book=Musterbook(rules=MusterRules(), **shared), material=material),
        PointPages(book=Pointbook(rules=lambda: RULES, words=words, **shared), material=material),
        GoodPages(book=goods, cashing=FakeCashing(), ids=CountedIds(), material=material),
    ]
    ledgers = Ledgerbook(words=words, **shared)
    parts.append(LedgerPages(book=ledgers, clock=shared["clock"], material=material))
    rig = Rig(material=material, trial=False, parts=parts)
    rig.door.viewer = Viewer(name="he", person=HE, admin=True)
    rig.start()
    rig.on_loop(lambda: store.work(call))
    yield rig.url
    rig.on_loop(store.close)
    rig.stop()


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"]
)
def test_nothing_keeps_people_out(desk, visit, axe, viewport, scheme):
    page = visit(f"{desk}musters", live=False, viewport=viewport, color_scheme=scheme)
    expect(page.get_by_text("还差 1 人")).to_be_visible()
    for place in ("musters", "points", "points/wang", "goods", "goods?edit=soap", "ledgers"):
        page.goto(f"{desk}{place}")
        assert findings(page, axe) == {}
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_goods_are_edited_and_codes_taken_by_keyboard(desk, visit, axe, watch):
    page = visit(f"{desk}goods", live=False)
    page.get_by_label("兑换码").fill("1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("没有这个码。")
    page.get_by_label("兑换码").fill("0041 2345")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("已核销：洗衣液，20分。")
    page.goto(f"{desk}goods")
    page.get_by_role("link", name=re.compile("^改.*洗衣液")).click()
    page.get_by_label("一共几份（换出去的也算）").fill("9")
    page.get_by_role("button", name="改成这样").click()
    expect(page.get_by_text("9 份里剩 8 份")).to_be_visible()
    page.get_by_label("名称").fill("洗衣液")
    page.get_by_label("哪家给").fill("惠民超市")
    page.get_by_label("几分换一份").fill("5")
    page.get_by_label("一共几份（换出去的也算）").fill("1")
    page.get_by_role("button", name="加上").click()
    expect(page.get_by_role("alert")).to_contain_text("不能和别的重")
    watch.forget("422")
    assert findings(page, axe) == {}


def test_a_ledger_is_chosen_and_downloaded(desk, visit):
    page = visit(f"{desk}ledgers", live=False)
    page.get_by_role("link", name="积分账").click()
    page.get_by_label("从", exact=True).fill("2026-01-01")
    page.get_by_label("到", exact=True).fill("2026-12-31")
    page.get_by_label("哪天到期").uncheck()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 Excel").click()
    cells, _ = sheet(download.value.path())
    assert download.value.suggested_filename == "points.xlsx"
    titles = [cells[cell] for cell in sorted(cells) if cell[1:] == "1"]
    assert ("谁" in titles, "哪天到期" in titles) == (True, False)
    assert "王秀兰" in cells.values()
