"""The page of diagrams: pictures, tables, and no formulas."""

import csv
import io

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.pages.diagrams import Bar, Diagram, DiagramPages

RATES = Diagram(
    id="grids",
    title="各网格",
    columns=("网格", "按期办结率(%)", "样本"),
    series=[("按期办结率", "opened")],
    bars=[
        Bar(name="=cmd|'/c calc'!A1", cells=("66.7", "6"), lengths=(66.7,)),
        Bar(name="第二网格", cells=("", "2"), lengths=(None,)),
    ],
)


class FakeCharts:
    def __init__(self) -> None:
        self.asked: list[int] = []

    async def diagrams(self, viewer, days):
        self.asked.append(days)
        return [RATES]


@pytest.fixture
def charts():
    return FakeCharts()


@pytest.fixture
async def client(desk, material, charts):
    pages = DiagramPages(charts=charts, draw=lambda one: one.id.encode(), material=material)
    async with TestClient(TestServer(desk(parts=[pages]))) as client:
        yield client


async def test_the_page_has_every_figure_as_a_table(client):
    text = await (await client.get("/charts")).text()
    assert '<th scope="row">第二网格</th><td>—</td><td>2</td>' in text
    assert 'src="/charts/grids.png?days=30"' in text


async def test_a_table_begins_no_formula(client):
    response = await client.get("/charts/grids.csv")
    assert response.headers["Content-Disposition"] == 'attachment; filename="grids.csv"'
    text = await response.text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["网格", "按期办结率(%)", "样本"]
    assert rows[1] == ["'=cmd|'/c calc'!A1", "66.7", "6"]


async def test_a_picture(client):
    response = await client.get("/charts/grids.png")
    assert (response.content_type, await response.read()) == ("image/png", b"grids")


@pytest.mark.parametrize("path", ["/charts/nothing.png", "/charts/nothing.csv"])
async def test_there_is_no_other(client, path):
    assert (await client.get(path)).status == 404


@pytest.mark.parametrize(("days", "asked"), [("7", 7), ("90", 90), ("", 30), ("8", 30), ("x", 30)])
async def test_days_that_can_be_asked_for(client, charts, days, asked):
    await client.get("/charts", params={"days": days})
    assert charts.asked == [asked]
