"""The board and the page of a case, as somebody who has signed in works with them."""

import pytest
from playwright.sync_api import expect

from bot.domain.people import Person, Role
from bot.domain.viewing import Viewer
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_access import findings
from tests.fakes.door import RIGHT
from tests.unit.desk.fake_board import case_row

LEADER = Viewer(
    name="deng", person=Person(id="l1", name="邓国华", roles=(Role.GRID_LEADER,), grids=("g3",))
)


@pytest.fixture
def guarded(rig):
    """The desk behind its door, with four cases."""
    for number, lamp in enumerate(("green", "yellow", "red"), start=310):
        rig.put(case_row(number, lamp=lamp))
    rig.put(case_row(313, private=True))
    rig.door.viewer, rig.door.member = None, LEADER
    return rig


def sign_in(page):
    page.get_by_label("用户名").fill("deng")
    page.get_by_label("密码").fill(RIGHT)
    page.get_by_role("button", name="登录").click()


def test_the_door_opens_on_the_board(guarded, visit):
    page = visit(f"{guarded.url}board", live=False)
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    sign_in(page)
    expect(page.get_by_role("heading", name="工单台")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(4)
    page.get_by_label("亮灯").select_option("red")
    page.get_by_role("button", name="筛选").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    assert "lamp=red" in page.url


def test_a_wrong_password_says_so(guarded, visit, watch):
    page = visit(f"{guarded.url}board", live=False)
    page.get_by_label("用户名").fill("deng")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_have_text("用户名或密码不对。")
    watch.forget("401")


def test_the_board_shows_a_new_case_by_itself(guarded, visit):
    page = visit(f"{guarded.url}board", live=False)
    sign_in(page)
    expect(page.locator("tbody tr")).to_have_count(4)
    guarded.put(case_row(314))
    expect(page.locator("tbody tr")).to_have_count(5)


@pytest.mark.parametrize(
    ("size", "scheme"), [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light")]
)
def test_axe_finds_nothing(guarded, visit, axe, size, scheme):
    page = visit(f"{guarded.url}board", live=False, viewport=size, color_scheme=scheme)
    assert findings(page, axe) == {}
    sign_in(page)
    expect(page.locator("tbody tr")).to_have_count(4)
    assert findings(page, axe) == {}
    page.get_by_role("link", name="#311").click()
    expect(page.get_by_role("button", name="我去看")).to_be_visible()
    assert findings(page, axe) == {}
