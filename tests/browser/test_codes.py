"""Codes on walls, and the page of a digest, in a browser."""

import pytest
from playwright.sync_api import expect

from bot.desk.books.cases import Casebook
from bot.desk.books.codes import Codebook
from bot.desk.pages.codes import CodePages
from bot.desk.pages.digests import DigestPages
from bot.desk.rows import Shower
from bot.domain.digest import Digest, DigestKind, DigestState
from bot.domain.lamps import Lamp
from bot.domain.viewing import Viewer
from bot.listing import read_matters
from bot.replies.catalogue import Catalogue
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.rig import Rig
from tests.browser.test_access import findings
from tests.browser.test_items import apart, opened_store
from tests.builders import HE, T0, case, directory
from tests.fakes.clock import FakeClock
from tests.fakes.signals import FakeSignals

TOLD = Digest(
    id="digest-1",
    kind=DigestKind.DAILY,
    person="he",
    slot=T0,
    since=T0,
    order=0,
    grids=("g1",),
    behind={"opened": ("case-000001", "case-000002"), "red": ("case-000002",)},
)


async def tell(unit):
    for number in (1, 2):
        await unit.cases.add(case(number))
    await unit.digests.want([TOLD])
    await unit.digests.settle(TOLD, DigestState.SAID, T0)


@pytest.fixture
def desk(material):
    store, areas = apart(opened_store), directory()
    shared = {"store": store, "directory": lambda: areas}
    board = Casebook(
        store=store,
        directory=lambda: areas,
        matters=apart(lambda: read_matters(None)),
        words=apart(Catalogue.load),
        signals=FakeSignals(),
        lamp=lambda _: Lamp.RED,
        clock=FakeClock(),
    )
    codes = Codebook(clock=FakeClock(), base="https://grid.example", **shared)
    shower = Shower(words=material.words)
    parts = [
        CodePages(book=codes, material=material),
        DigestPages(board=board, shower=shower, material=material, few=2, **shared),
    ]
    rig = Rig(material=material, trial=False, parts=parts)
    rig.door.viewer = Viewer(name="he", person=HE)
    rig.start()
    rig.on_loop(lambda: store.work(tell))
    yield rig.url
    rig.on_loop(store.close)
    rig.stop()


def make(page):
    page.get_by_label("具体位置（可不填）").fill("车棚")
    page.get_by_role("button", name="做一张").click()
    expect(page.get_by_role("checkbox", name="第一网格 车棚")).to_be_visible()


def test_a_code_is_made_and_put_on_a_sheet(desk, visit):
    page = visit(f"{desk}codes", live=False)
    make(page)
    page.get_by_role("button", name="打印选中的").click()
    picture = page.get_by_role("img", name="车棚的二维码")
    expect(picture).to_be_visible()
    assert picture.evaluate("it => it.complete && it.naturalWidth > 0")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(picture).to_be_visible()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="回去").click()
    page.get_by_role("button", name="作废 第一网格 车棚").click()
    expect(page.get_by_role("heading", name="作废的 1 张")).to_be_visible()


@pytest.mark.parametrize(("size", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")])
@pytest.mark.parametrize("place", ["codes", "codes/print", "digests/digest-1"])
def test_axe_finds_nothing(desk, visit, axe, size, scheme, place):
    page = visit(f"{desk}codes", live=False, viewport=size, color_scheme=scheme)
    make(page)
    page.goto(f"{desk}{place}")
    assert findings(page, axe) == {}
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_every_figure_leads_to_its_cases(desk, visit):
    page = visit(f"{desk}digests/digest-1", live=False)
    expect(page.get_by_role("heading", name="新增 2")).to_be_visible()
    expect(page.get_by_role("group", name="红灯 1").get_by_role("link")).to_have_text(["#2"])
