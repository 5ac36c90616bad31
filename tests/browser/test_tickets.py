"""Tickets of another platform taken in, in a browser: tried first, then as they were shown."""

import pytest
from playwright.sync_api import expect

from bot.desk.pages.tickets import TicketPages
from bot.domain.viewing import Viewer
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.rig import Rig
from tests.browser.test_access import findings
from tests.builders import SUN
from tests.unit.desk.test_ticketpages import FakeTickets

FILE = {"name": "12345.csv", "mimeType": "text/csv", "buffer": "单号,内容".encode("gbk")}


@pytest.fixture
def tickets(material):
    rig = Rig(
        material=material, trial=False, parts=[TicketPages(book=FakeTickets(), material=material)]
    )
    rig.door.viewer = Viewer(name="sun", person=SUN)
    rig.start()
    yield f"{rig.url}tickets"
    rig.stop()


def test_a_file_is_tried_and_taken(tickets, visit):
    page = visit(tickets, live=False)
    page.get_by_label("文件").set_input_files(FILE)
    page.get_by_role("button", name="先看每一行会怎样").click()
    expect(page.get_by_role("status")).to_contain_text("什么都没有改")
    expect(page.locator("tbody tr")).to_have_count(3)
    page.get_by_role("button", name="就这样导入").click()
    expect(page.get_by_role("status")).to_contain_text("2 件已交给群理")


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"]
)
def test_nothing_keeps_people_out(tickets, visit, axe, viewport, scheme):
    page = visit(tickets, live=False, viewport=viewport, color_scheme=scheme)
    assert findings(page, axe) == {}
    page.get_by_label("文件").set_input_files(FILE)
    page.get_by_role("button", name="先看每一行会怎样").click()
    expect(page.get_by_role("status")).to_contain_text("什么都没有改")
    assert findings(page, axe) == {}
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
