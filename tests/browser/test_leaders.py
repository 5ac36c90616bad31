"""Building leaders, families and decisions of meetings in a browser."""

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from bot.desk.books.care import Carebook
from bot.desk.books.leaders import Leaderbook
from bot.desk.books.people import Peoplebook
from bot.desk.books.resolutions import Resolutionbook
from bot.desk.pages.care import CarePages
from bot.desk.pages.leaders import LeaderPages
from bot.desk.pages.resolutions import ResolutionPages
from bot.domain.care import CareKind
from bot.domain.duty import Rota
from bot.domain.meetings import MeetingRules
from bot.domain.resolution import Resolution, confirmed, done
from bot.domain.viewing import Viewer
from bot.ids import CountedIds
from bot.replies.catalogue import Catalogue
from bot.workdays import ChineseWorkingDays
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.rig import Rig
from tests.browser.test_access import findings
from tests.browser.test_items import apart, opened_store
from tests.builders import HE, T0, directory
from tests.fakes.clock import FakeClock
from tests.fakes.signals import FakeSignals

DECIDED = confirmed(
    Resolution(
        id="resolution-1",
        community="桥头社区",
        grid="g1",
        matter="供电所换表箱",
        owner="chen",
        owner_name="陈楼长",
        by="he",
        made_at=T0,
        until=T0 - timedelta(days=1),
    ),
    1,
    MeetingRules(),
)


async def decide(unit):
    await unit.resolutions.add(DECIDED)
    other = replace(DECIDED, id="resolution-2", number=2, matter="清2栋楼道")
    await unit.resolutions.add(done(other, "chen", T0))


@pytest.fixture
def desk(material):
    store, areas, words = apart(opened_store), directory(), apart(Catalogue.load)
    rota = Rota(shifts=(), calendar=apart(ChineseWorkingDays))
    shared = {"store": store, "directory": lambda: areas, "clock": FakeClock()}
    people = Peoplebook(
        areas=lambda: areas,
        rota=lambda: rota,
        store=store,
        clock=FakeClock(),
        signals=FakeSignals(),
        words=words,
    )
    kinds = {kind.value: words.term("care", kind.value) for kind in CareKind}
    leaders = Leaderbook(people=people, quiet=timedelta(days=30), **shared)
    parts = [
        LeaderPages(book=leaders, material=material),
        CarePages(book=Carebook(ids=CountedIds(), **shared), material=material, kinds=kinds),
        ResolutionPages(book=Resolutionbook(**shared), material=material),
    ]
    rig = Rig(material=material, trial=False, parts=parts)
    rig.door.viewer = Viewer(name="he", person=HE, admin=True)
    rig.start()
    rig.on_loop(lambda: store.work(decide))
    yield rig.url
    rig.on_loop(store.close)
    rig.stop()


def enter(page):
    """A family is entered and opened."""
    page.get_by_label("楼栋").fill("3栋")
    page.get_by_label("称呼").fill("李奶奶")
    page.get_by_label("谁联系").select_option("陈楼长")
    page.get_by_role("button", name="登记").click()
    page.get_by_role("button", name="打开3栋陈楼长联系的一户").click()
    expect(page.get_by_role("status")).to_be_visible()


def test_a_family_is_entered_and_opened(desk, visit):
    page = visit(f"{desk}care", live=False)
    enter(page)
    expect(page.get_by_role("status")).to_contain_text(
        "李奶奶（独居老人），第一网格 3栋，陈楼长联系"
    )
    page.get_by_role("button", name="不再联系3栋陈楼长联系的一户").click()
    expect(page.get_by_text("还没有。")).to_be_visible()


def test_a_building_is_given_to_somebody(desk, visit, watch):
    page = visit(f"{desk}leaders", live=False)
    expect(page.get_by_text("1栋：还没有楼长")).to_be_visible()
    page.get_by_label("谁").select_option("赵强")
    page.get_by_role("button", name="从今天起由他做").click()
    expect(page.get_by_role("heading", name="楼长", exact=True)).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"]
)
def test_nothing_keeps_people_out(desk, visit, axe, viewport, scheme):
    page = visit(f"{desk}care", live=False, viewport=viewport, color_scheme=scheme)
    enter(page)
    for place in ("", "leaders", "resolutions"):
        if place:
            page.goto(f"{desk}{place}")
        assert findings(page, axe) == {}
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
