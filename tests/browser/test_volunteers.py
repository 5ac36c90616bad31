"""Calls for volunteers and the points ledger in a browser."""

import pytest
from playwright.sync_api import expect

from bot.desk.musterbook import Musterbook
from bot.desk.musterpages import MusterPages
from bot.desk.pointbook import Pointbook
from bot.desk.pointpages import PointPages
from bot.domain.muster import MusterRules, SignUp, SignUpState
from bot.domain.viewing import Viewer
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.rig import Rig
from tests.browser.test_access import findings
from tests.browser.test_items import apart, opened_store
from tests.builders import HE, T0, directory
from tests.fakes.clock import FakeClock
from tests.unit.journey.test_muster_digest import DIKE
from tests.unit.journey.test_point_desk import RULES, book

WANG = SignUp(muster=DIKE.id, person="wang", room=None, heads=2, at=T0, state=SignUpState.IN)


async def call(unit):
    await unit.musters.save(DIKE)
    await unit.musters.take(DIKE.id, 2)
    await unit.musters.sign(WANG)
    await book(unit)


@pytest.fixture
def desk(material):
    store, areas = apart(opened_store), directory()
    shared = {"store": store, "directory": lambda: areas, "clock": FakeClock()}
    parts = [
        MusterPages(book=Musterbook(rules=MusterRules(), **shared), material=material),
        PointPages(book=Pointbook(rules=lambda: RULES, **shared), material=material),
    ]
    rig = Rig(material=material, trial=False, parts=parts)
    rig.door.viewer = Viewer(name="he", person=HE)
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
    for place in ("musters", "points"):
        page.goto(f"{desk}{place}")
        assert findings(page, axe) == {}
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
