"""Ledgers of the lists beside cases: the right rows, names for the right people, traces left."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.app import Entrance, make_app
from bot.desk.material import load_material
from bot.desk.pages.ledgers import LedgerPages
from bot.domain.care import CareKind, Family, Visit
from bot.domain.case import EventKind
from bot.domain.muster import SignUp, SignUpState, source_of
from bot.domain.points import Line, taken_back
from bot.domain.records import of_care
from bot.domain.viewing import Viewer
from bot.ledgers.ledgerbook import Ledgerbook
from bot.ledgers.lists import COLUMNS, GATHER
from tests.builders import T0, after
from tests.contract.test_store_resolutions import LAMP, STANDS
from tests.fakes.door import FakeDoor
from tests.unit.commands.test_export import sheet
from tests.unit.desk.fake_board import FakeBoard
from tests.unit.journey.test_muster_digest import DIKE
from tests.unit.journey.test_point_desk import EARNED, book
from tests.unit.journey.test_service_desk import BOUND, LEADER, MEMBER, OUTSIDE
from tests.unit.journey.test_service_desk import fill as fill_services

ROOT = Viewer(name="root", admin=True)
FAMILY = Family(
    id="family-1",
    grid="g1",
    building="3栋",
    called="李奶奶",
    kind=CareKind.ALONE,
    carer="chen",
    days=7,
    next_at=after(days=7),
)
VISIT = Visit(id="visit-1", family="family-1", by="chen", at=T0, well=False)
CAME = replace(EARNED, id="booking-3", source=source_of(DIKE.id, "wang"), at=T0)
OTHER = replace(
    CAME,
    id="booking-4",
    source=source_of(DIKE.id, "chen"),
    person="chen",
    lines=(Line(account="issued", points=-30), Line(account="person:chen", points=30)),
)


async def fill(unit):
    await fill_services(unit)
    await unit.musters.save(replace(DIKE, taken=4))
    for who, state in (("wang", SignUpState.IN), ("chen", SignUpState.IN)):
        entry = SignUp(muster=DIKE.id, person=who, room="own1", heads=2, at=T0, state=state)
        await unit.musters.sign(entry)
    await book(unit)
    wrong = taken_back(OTHER, by="he", booking="booking-5", now=T0)
    for one in (CAME, OTHER, wrong):
        await unit.points.add(one)
    for one in (STANDS, LAMP):
        await unit.resolutions.add(one)
    await unit.care.save(FAMILY)
    await unit.care.save(replace(FAMILY, id="family-2", called="周伯"))
    await unit.care.visit(VISIT)


@pytest.fixture(scope="module")
def material():
    return load_material()


@pytest.fixture
def door():
    return FakeDoor(viewer=LEADER)


@pytest.fixture
async def client(rig, door, material):
    await rig.store.work(fill)
    ledgers = Ledgerbook(
        store=rig.store,
        directory=lambda: rig.office.directory,
        words=rig.office.words,
        clock=rig.clock,
    )
    app = make_app(
        board=FakeBoard(),
        health=None,
        entrance=Entrance(door=door),
        parts=[LedgerPages(book=ledgers, clock=rig.clock, material=material)],
        material=material,
    )
    async with TestClient(TestServer(app)) as client:
        yield client


async def rows_of(client, name, more=""):
    """A ledger as rows, each a list of cells."""
    path = f"/ledgers/{name}.xlsx?from=2026-03-01&to=2026-04-30{more}"
    response = await client.get(path)
    assert response.status == 200
    cells, _ = sheet(BytesIO(await response.read()))
    lines = {int("".join(filter(str.isdigit, cell))) for cell in cells}
    letters = "ABCDEFGHIJKLMN"
    return [[cells.get(f"{column}{line}") for column in letters] for line in sorted(lines)]


async def seen(rig, family):
    """The looks at a family."""
    return await rig.store.look(lambda unit: unit.cases.history(of_care(family)))


def told(rows):
    """Everything that stands in a ledger."""
    return " ".join(str(cell) for row in rows for cell in row if cell is not None)


def test_every_list_can_be_gathered():
    assert set(COLUMNS) == set(GATHER)


async def test_what_is_held_out_and_looked_for(client):
    rows = await rows_of(client, "givings")
    assert rows[0][:3] == ["资源还是需求", "哪一类", "多少"]
    assert [row[:6] for row in rows[1:]] == [
        ["资源", "看诊", "两小时", "我们医院周六可以上门义诊", "陈楼长", "第一网格"],
        ["需求", "看诊", None, "谁能量血压", "王秀兰", "第一网格"],
    ]


async def test_services(client):
    rows = await rows_of(client, "services")
    assert rows[1][:4] == ["看诊", 1, "陈楼长", "王秀兰"]
    assert "进行中" in rows[1]


async def test_calls_with_attendance_and_hours(client):
    rows = await rows_of(client, "musters")
    at = dict(zip(rows[0], rows[1], strict=True))
    assert (at["什么事"], at["来几人"], at["谁来"]) == ("巡堤", 4, "陈楼长 王秀兰")
    assert (at["记了分的几人"], at["记了几小时"], at["已截止"]) == (1, 3, "否")


async def test_points_with_both_sides_of_each_booking(client):
    rows = await rows_of(client, "points", "&column=kind&column=from&column=to&column=points")
    assert sorted(row[:4] for row in rows[1:]) == [
        ["兑换", "王秀兰", "商品", 20],
        ["撤销", "陈楼长", "积分发放", 30],
        ["记分", "积分发放", "王秀兰", 30],
        ["记分", "积分发放", "王秀兰", 30],
        ["记分", "积分发放", "陈楼长", 30],
    ]


async def test_leaders_and_gaps(client):
    rows = await rows_of(client, "leaders")
    assert ["第一网格", "3栋", "陈楼长"] in [row[:3] for row in rows]


async def test_resolutions(client):
    rows = await rows_of(client, "resolutions")
    assert [(row[0], row[1], row[2], row[7]) for row in rows[1:]] == [
        (1, "换表箱", "陈楼长", "否"),
        (2, "装路灯", "陈楼长", "否"),
    ]


async def test_visits_leave_a_trace_for_each_family(client, rig):
    rows = await rows_of(client, "care")
    assert rows[0][2:5] == ["称呼", "哪一类", "谁联系"]
    assert sorted((row[2], row[3], row[7], row[8]) for row in rows[1:]) == [
        ("周伯", "独居老人", None, None),
        ("李奶奶", "独居老人", "陈楼长", "否"),
    ]
    for family in ("family-1", "family-2"):
        lines = await seen(rig, family)
        assert [(line.kind, line.actor, line.detail["account"]) for line in lines] == [
            (EventKind.SEEN, "he", "he")
        ]


@pytest.mark.parametrize("viewer", [OUTSIDE, BOUND, ROOT], ids=["far", "bound", "administrator"])
async def test_nothing_of_other_grids(client, door, viewer):
    door.viewer = viewer
    for name in COLUMNS:
        if name not in ("leaders", "care"):
            assert len(await rows_of(client, name)) == 1, name


async def test_members_learn_kinds_and_numbers_but_nobodys_words(client, door, rig):
    door.viewer = MEMBER
    text = told(
        [row for name in ("givings", "services", "musters") for row in await rows_of(client, name)]
    )
    assert "巡堤" in text
    for secret in ("王秀兰", "陈楼长", "义诊", "量血压"):
        assert secret not in text
    assert len(await rows_of(client, "points")) == 1
    assert (await client.get("/ledgers/care.xlsx?from=2026-03-01&to=2026-03-31")).status == 403
    assert "联系户" not in (await (await client.get("/ledgers")).text()).split("<h3>")[1]
    assert await seen(rig, "family-1") == []


async def test_days_and_grid(client):
    path = "/ledgers/resolutions.xlsx?from=2026-04-01&to=2026-04-30"
    cells, _ = sheet(BytesIO(await (await client.get(path)).read()))
    assert {int(cell[1:]) for cell in cells} == {1}
    assert len(await rows_of(client, "resolutions", "&grid=g1")) == 3
    assert len(await rows_of(client, "resolutions", "&grid=g2")) == 1
    day = (await rows_of(client, "points", "&column=day"))[1][0]
    assert date(1899, 12, 30) + timedelta(days=day) == EARNED.day


@pytest.mark.parametrize("days", ["", "?from=2026-03-02&to=2026-03-01", "?from=x&to=2026-03-01"])
async def test_days_that_are_none(client, days):
    response = await client.get(f"/ledgers/musters.xlsx{days}")
    assert (response.status, "日期不对" in await response.text()) == (422, True)


async def test_the_page(client):
    text = await (await client.get("/ledgers?list=points")).text()
    assert 'action="/ledgers/points.xlsx"' in text
    assert 'name="column" value="runs_out" checked' in text
    assert (await client.get("/ledgers/cases.xlsx?from=2026-03-01&to=2026-03-31")).status == 404
