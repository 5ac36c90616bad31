"""People and duty in a browser: somebody stands in for a day, and for a week."""

from datetime import time

import pytest
from playwright.sync_api import expect

from bot.desk.books.people import Peoplebook
from bot.desk.pages.people import PeoplePages
from bot.domain.duty import Rota, Shift
from bot.domain.viewing import Viewer
from bot.replies.catalogue import Catalogue
from bot.workdays import ChineseWorkingDays
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.rig import Rig
from tests.browser.test_access import findings
from tests.browser.test_items import apart, opened_store
from tests.builders import directory
from tests.fakes.clock import FakeClock
from tests.fakes.signals import FakeSignals

SHIFTS = (Shift(person="liu", begin=time(8), end=time(18), grids=("g1",)),)


@pytest.fixture
def people(material):
    store, areas, words = apart(opened_store), directory(), apart(Catalogue.load)
    rota = Rota(shifts=SHIFTS, calendar=apart(ChineseWorkingDays))
    book = Peoplebook(
        areas=lambda: areas,
        rota=lambda: rota,
        store=store,
        clock=FakeClock(),
        signals=FakeSignals(),
        words=words,
    )
    rig = Rig(material=material, trial=False, parts=[PeoplePages(book=book, material=material)])
    rig.door.viewer = Viewer(name="root", admin=True, all_open=True)
    rig.start()
    yield f"{rig.url}people"
    rig.on_loop(store.close)
    rig.stop()


def test_somebody_stands_in(people, visit, watch):
    page = visit(people, live=False)
    first = page.get_by_role("form", name="03-03 刘网格员")
    first.get_by_label("换成").select_option("何网格长")
    first.get_by_role("button", name="顶班").click()
    expect(page.get_by_text("由何网格长顶班")).to_be_visible()
    page.locator("select[name=person]").select_option("刘网格员")
    page.locator("select[name=role]").select_option("网格长")
    page.locator("select[name=grid]").select_option("第一网格")
    page.locator("select[name=instead_of]").select_option("何网格长")
    page.get_by_role("button", name="给他").click()
    expect(page.get_by_text("给了网格长，代何网格长")).to_be_visible()
    page.locator("select[name=instead_of]").select_option("陈楼长")
    page.locator("select[name=person]").select_option("陈楼长")
    page.get_by_role("button", name="给他").click()
    expect(page.get_by_role("alert")).to_contain_text("没有改")
    watch.forget("422")


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"]
)
def test_nothing_keeps_people_out(people, visit, axe, viewport, scheme):
    page = visit(people, live=False, viewport=viewport, color_scheme=scheme)
    assert findings(page, axe) == {}
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
