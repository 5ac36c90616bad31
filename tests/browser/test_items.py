"""The admission list at the desk in a browser: one item changed, a whole file tried and taken."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import expect

from bot.desk.books.listing import Listbook
from bot.desk.pages.listing import ListPages
from bot.domain.viewing import Viewer
from bot.listing import ListFile, as_csv, shipped
from bot.storage.engine import make_engine
from bot.storage.schema import create_all
from bot.storage.unit import SqlStore
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.rig import Rig
from tests.browser.test_access import findings
from tests.builders import directory
from tests.fakes.clock import FakeClock
from tests.fakes.signals import FakeSignals


def apart(work):
    """Done in a thread of its own: in this one the browser's loop counts as running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work).result(timeout=20)


def opened_store():
    engine = make_engine("sqlite://")
    create_all(engine)
    return SqlStore(engine)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "own.csv"
    apart(lambda: path.write_text(as_csv(shipped().rows), encoding="utf-8"))
    return path


@pytest.fixture
def items(material, path):
    store = apart(opened_store)
    book = Listbook(
        file=ListFile(str(path)),
        store=store,
        directory=directory,
        clock=FakeClock(),
        signals=FakeSignals(),
    )
    rig = Rig(material=material, trial=False, parts=[ListPages(book=book, material=material)])
    rig.door.viewer = Viewer(name="root", admin=True, all_open=True)
    rig.start()
    yield f"{rig.url}items"
    rig.on_loop(store.close)
    rig.stop()


def test_an_item_is_found_and_changed(items, path, visit, watch):
    page = visit(items, live=False)
    page.get_by_role("searchbox").fill("路灯")
    page.get_by_role("button", name="找", exact=True).click()
    page.get_by_role("link", name="GY-11").click()
    page.get_by_label("办结时限").fill("2")
    page.get_by_role("textbox", name="部门").fill("没有的部门")
    page.get_by_role("button", name="存").click()
    expect(page.get_by_role("alert")).to_contain_text("没有“没有的部门”这个部门")
    assert page.get_by_label("办结时限").input_value() == "2"
    page.get_by_role("textbox", name="部门").fill("供电企业")
    page.get_by_role("button", name="存").click()
    expect(page.get_by_text("办结时限（工作日）：")).to_be_visible()
    watch.forget("422")
    page.get_by_role("link", name="回清单").click()
    expect(page.get_by_text("改动 GY-11")).to_be_visible()


def test_a_file_is_tried_and_taken(items, path, visit, tmp_path):
    new = tmp_path / "new.csv"
    text = apart(lambda: path.read_text(encoding="utf-8"))
    text = text.replace("暴露垃圾与乱扔垃圾", "垃圾", 1)
    apart(lambda: new.write_text(text, encoding="gb18030"))
    page = visit(items, live=False)
    page.get_by_label("改好的 CSV").set_input_files(new)
    page.get_by_role("button", name="先看每一行会怎样").click()
    expect(page.get_by_text("没有错")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("button", name="就这样换").click()
    expect(page.get_by_text("改动 CG-01")).to_be_visible()


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"]
)
def test_nothing_keeps_people_out(items, visit, axe, viewport, scheme):
    page = visit(items, live=False, viewport=viewport, color_scheme=scheme)
    for place in (items, f"{items}/CG-01", f"{items}/new"):
        page.goto(place)
        assert findings(page, axe) == {}
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
