"""What waits to be sent and what was lost, in a browser."""

import pytest
from playwright.sync_api import expect

from bot.desk.books.letters import Letterbook
from bot.desk.pages.letters import LetterPages
from bot.domain.delivery import DeliveryState
from bot.domain.viewing import Viewer
from bot.replies.catalogue import Catalogue
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.rig import Rig
from tests.browser.test_access import findings
from tests.browser.test_items import apart, opened_store
from tests.builders import HE, after, case, delivery, directory


async def words(unit):
    await unit.cases.add(case(312))
    lost = delivery(1, case="case-000312", room="own", urgent=True)
    await unit.deliveries.add([lost, delivery(2, room="lead", due_at=after(60))])
    await unit.deliveries.bury(lost.id, DeliveryState.UNKNOWN, "no answer")


@pytest.fixture
def desk(material):
    store, areas = apart(opened_store), directory()
    book = Letterbook(store=store, directory=lambda: areas, words=apart(Catalogue.load))
    rig = Rig(material=material, trial=False, parts=[LetterPages(book=book, material=material)])
    rig.door.viewer = Viewer(name="he", person=HE)
    rig.start()
    rig.on_loop(lambda: store.work(words))
    yield rig.url
    rig.on_loop(store.close)
    rig.stop()


def test_what_was_lost_and_what_waits_stand_apart(desk, visit):
    page = visit(desk, live=False)
    page.get_by_role("link", name="等着发的、没发出去的").click()
    lost, waiting = page.get_by_role("list").all()[-2:]
    expect(lost.get_by_role("listitem")).to_contain_text("富善花园业主群 #312 紧急 不知道到没到")
    expect(waiting.get_by_role("listitem")).to_contain_text("第一网格党员楼长群")


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"]
)
def test_nothing_keeps_people_out(desk, visit, axe, viewport, scheme):
    page = visit(f"{desk}dead-letters", live=False, viewport=viewport, color_scheme=scheme)
    expect(page.get_by_role("heading", name="等着发的话")).to_be_visible()
    assert findings(page, axe) == {}
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
