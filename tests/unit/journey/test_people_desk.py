"""People and duty at the desk: shown as they stand, changed with a trace, in force at once."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.app import Entrance, make_app
from bot.desk.books.people import Peoplebook
from bot.desk.material import load_material
from bot.desk.pages.people import PeoplePages
from bot.domain.duty import Shift
from bot.domain.people import Role
from bot.domain.records import of_people
from bot.domain.viewing import Viewer
from tests.builders import HE
from tests.fakes.door import FakeDoor
from tests.unit.desk.fake_board import FakeBoard

ADMIN, LEADER = Viewer(name="root", admin=True), Viewer(name="he", person=HE)


@pytest.fixture(scope="module")
def material():
    return load_material()


@pytest.fixture
def staffed(rig):
    rig.office = replace(
        rig.office, shifts=(Shift(person="liu", begin=time(8), end=time(18), grids=("g1",)),)
    )
    rig.with_settings()
    return rig


@pytest.fixture
def door():
    return FakeDoor(viewer=ADMIN)


@pytest.fixture
async def client(staffed, door, material):
    office = staffed.office
    book = Peoplebook(
        areas=lambda: office.everybody,
        rota=lambda: office.rota,
        store=staffed.store,
        clock=office.clock,
        signals=office.signals,
        words=office.words,
    )
    app = make_app(
        board=FakeBoard(),
        health=None,
        entrance=Entrance(door=door),
        parts=[PeoplePages(book=book, material=material)],
        material=material,
    )
    async with TestClient(TestServer(app)) as client:
        yield client


async def page_of(client) -> str:
    return await (await client.get("/people")).text()


async def send(client, staffed, **form):
    response = await client.post("/people", data=form, allow_redirects=False)
    await staffed.journey.restaffing.run_once()
    return response.status


async def test_who_does_what_is_shown(client, staffed):
    text = await page_of(client)
    for words in ("何网格长", "网格长（第一网格）", "市政小张", "08:00–18:00 刘网格员", "3栋"):
        assert words in text
    assert "第一网格：1栋、2栋" in text
    assert "王秀兰" not in text


async def test_a_deputy_for_a_week(client, staffed):
    today = staffed.office.today
    form = {"person": "liu", "role": "grid_leader", "grid": "g1", "instead_of": "he"}
    form |= {"since": f"{today}", "until": f"{today + timedelta(days=6)}"}
    assert await send(client, staffed, change="given", **form) == 303
    liu = staffed.office.directory.person("liu")
    assert liu.holds(Role.GRID_LEADER, "g1")
    assert "网格长（第一网格），代何网格长" in await page_of(client)
    staffed.clock.advance(timedelta(days=7))
    assert not staffed.office.directory.person("liu").holds(Role.GRID_LEADER, "g1")


async def test_a_role_ends_at_once(client, staffed):
    yesterday = staffed.office.today - timedelta(days=1)
    form = {"person": "he", "role": "grid_leader", "until": f"{yesterday}"}
    assert await send(client, staffed, change="ended", **form) == 303
    assert not staffed.office.directory.person("he").is_staff
    text = await page_of(client)
    assert "（现在不是）" in text
    assert "不再是网格长" in text


async def test_duty_is_swapped_for_a_day(client, staffed):
    today = staffed.office.today
    form = {"person": "liu", "by": "he", "day": f"{today}"}
    assert await send(client, staffed, change="covered", **form) == 303
    now = staffed.clock.now()
    noon = now.replace(hour=4, minute=0)
    assert [shift.person for shift in staffed.office.rota.running(noon, "g1")] == ["he"]
    later = noon + timedelta(days=1)
    assert [shift.person for shift in staffed.office.rota.running(later, "g1")] == ["liu"]
    assert "由何网格长顶班" in await page_of(client)
    history = await staffed.store.look(lambda unit: unit.cases.history(of_people()))
    assert [(line.actor, line.detail["account"]) for line in history] == [("desk", "root")]
    assert (await staffed.store.look(lambda unit: unit.audit.verify())).findings == ()


@pytest.mark.parametrize(
    "form",
    [
        {"change": "eaten", "person": "he"},
        {"change": "given", "person": "he"},
        {"change": "given", "person": "who", "role": "street"},
        {"change": "given", "person": "he", "role": "resident"},
        {"change": "given", "person": "he", "role": "street", "grid": "g9"},
        {"change": "given", "person": "he", "role": "street", "instead_of": "he"},
        {
            "change": "given",
            "person": "he",
            "role": "street",
            "since": "2026-05-02",
            "until": "2026-05-01",
        },
        {"change": "ended", "person": "he", "role": "street", "until": "2027-01-01"},
        {"change": "ended", "person": "he", "role": "grid_leader", "until": "2025-01-01"},
        {"change": "ended", "person": "he", "role": "grid_leader", "until": "soon"},
        {"change": "covered", "person": "he", "by": "liu", "day": "2026-03-02"},
        {"change": "covered", "person": "liu", "by": "wang", "day": "2026-03-02"},
        {"change": "covered", "person": "liu", "by": "liu", "day": "2026-03-02"},
    ],
)
async def test_what_does_not_fit_is_refused(client, staffed, form):
    assert await send(client, staffed, **form) == 422
    assert await staffed.store.look(lambda unit: unit.cases.history(of_people())) == []


async def test_only_those_who_administer_change_it(client, staffed, door):
    door.viewer = LEADER
    form = {"person": "liu", "role": "street"}
    assert await send(client, staffed, change="given", **form) == 403
    assert "<form" not in (await page_of(client)).partition("<main")[2]
