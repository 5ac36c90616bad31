"""The three lists in a browser."""

import pytest
from playwright.sync_api import expect

from bot.desk.books.services import Servicebook
from bot.desk.pages.services import ServicePages
from bot.domain.value import FigureRules
from bot.domain.viewing import Viewer
from bot.replies.catalogue import Catalogue
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.rig import Rig
from tests.browser.test_access import findings
from tests.browser.test_items import apart, opened_store
from tests.builders import HE, directory
from tests.fakes.clock import FakeClock
from tests.unit.journey.test_service_desk import fill


@pytest.fixture
def desk(material):
    store, areas = apart(opened_store), directory()
    book = Servicebook(
        store=store,
        directory=lambda: areas,
        clock=FakeClock(),
        words=apart(Catalogue.load),
        figures=FigureRules(few=1),
    )
    rig = Rig(material=material, trial=False, parts=[ServicePages(book=book, material=material)])
    rig.door.viewer = Viewer(name="he", person=HE)
    rig.start()
    rig.on_loop(lambda: store.work(fill))
    yield rig.url
    rig.on_loop(store.close)
    rig.stop()


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"]
)
def test_nothing_keeps_people_out(desk, visit, axe, viewport, scheme):
    page = visit(f"{desk}services", live=False, viewport=viewport, color_scheme=scheme)
    expect(page.get_by_text("进行中")).to_be_visible()
    assert findings(page, axe) == {}
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
