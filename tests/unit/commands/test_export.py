"""`qunli export`: the ledger as a workbook that Excel opens as it should."""

import asyncio
import zipfile
from datetime import date
from xml.etree import ElementTree

import pytest

from bot.__main__ import main
from bot.domain.case import CaseStatus, EventKind
from bot.domain.ledger import COLUMNS, LISTS
from bot.domain.matters import Privacy
from bot.domain.place import Place
from bot.wiring.store import open_store
from tests.builders import T0, after, case, case_event
from tests.contract.test_store_resolutions import LAMP, STANDS

SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
EVIL = '=HYPERLINK("http://evil.example","点我") 电话13800138000'
DONE = case(
    2,
    grid="g2",
    item="CG-02",
    category="CG",
    words=EVIL,
    status=CaseStatus.EVALUATED,
    resolve_until=after(900),
    done_at=after(600),
    rating=5,
)
SECRET = case(3, item="ZZ-03", category="ZZ", words="有人吸毒", privacy=Privacy.RESTRICTED)
DRILL = case(4, drill=True)


@pytest.fixture
def config(tmp_path):
    path = tmp_path / "config.yaml"
    path.write_text(
        f"""
store: {{url: "sqlite:///{tmp_path}/q.db"}}
community:
  street: 西南街道
  name: 桥头社区
  grids: [{{id: g1, name: 第一网格}}, {{id: g2, name: 第二网格}}]
""",
        encoding="utf-8",
    )
    asyncio.run(fill(f"sqlite:///{tmp_path}/q.db"))
    return path


async def fill(url):
    store = await open_store(url)

    async def work(unit):
        for one in (case(1, place=Place(building="3栋", spot="车棚")), DONE, SECRET, DRILL):
            await unit.cases.add(one)
        event = case_event(
            case=DONE.key, kind=EventKind.RESOLVED, detail={"words": "+清了，联系13900139000"}
        )
        await unit.cases.record([event])
        for one in (STANDS, LAMP):
            await unit.resolutions.add(one)

    await store.work(work)
    await store.close()


def export(config, tmp_path, *words):
    file = tmp_path / "ledger.xlsx"
    day = T0.date().isoformat()
    status = main(
        ["export", "--config", str(config), "--from", "2020-01-01", "--to", day, *words, str(file)]
    )
    assert status == 0
    return file


def sheet(file, number=1):
    """The cells of a sheet as they stand in the file: text, or a number with its style."""
    with zipfile.ZipFile(file) as book:
        texts = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        shared = ["".join(part.itertext()) for part in texts]
        page = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
    assert not list(page.iter(f"{SPACE}f"))
    rows = {}
    for cell in page.iter(f"{SPACE}c"):
        value = cell.findtext(f"{SPACE}v")
        rows[cell.get("r")] = shared[int(value)] if cell.get("t") == "s" else float(value)
    return rows, page


def test_each_case_has_its_line(config, tmp_path, capsys):
    cells, page = sheet(export(config, tmp_path))
    assert "3 cases" in capsys.readouterr().out
    assert [cells[f"A{row}"] for row in (2, 3, 4)] == [1, 2, 3]
    assert (cells["C2"], cells["D2"]) == ("第一网格", "3栋车棚")
    assert page.find(f".//{SPACE}pane").get("state") == "frozen"
    assert len([name for name in cells if name.endswith("1") and name[:-1].isalpha()]) == len(
        COLUMNS
    )


def test_instants_are_real_dates(config, tmp_path):
    cells, _ = sheet(export(config, tmp_path))
    local = date(1899, 12, 30).toordinal() + cells["B2"]
    assert date.fromordinal(int(local)) == T0.date()


def test_words_are_masked_and_never_a_formula(config, tmp_path):
    cells, _ = sheet(export(config, tmp_path, "--columns", "problem,measure"))
    assert cells["A3"].startswith('=HYPERLINK("http')
    assert "13800138000" not in cells["A3"]
    assert cells["B3"] == "+清了，联系[电话]"


def test_a_restricted_case_has_no_words(config, tmp_path):
    cells, _ = sheet(export(config, tmp_path, "--columns", "number,problem,place,item"))
    assert cells["A4"] == 3
    assert "B4" not in cells
    assert "C4" not in cells


def test_the_four_lists_and_the_scorecard_stand_beside(config, tmp_path):
    file = export(config, tmp_path)
    effects, _ = sheet(file, 2 + list(LISTS).index("effects"))
    assert (effects["A3"], effects["D3"], effects["F3"]) == (2, "是", 5)
    card, _ = sheet(file, 2 + len(LISTS))
    assert "市政" in card.values()


def test_a_list_beside_cases(config, tmp_path, capsys):
    cells, page = sheet(export(config, tmp_path, "--list", "resolutions"))
    assert "2 rows" in capsys.readouterr().out
    assert (cells["A1"], cells["A2"], cells["B2"], cells["D2"]) == ("编号", 1, "换表箱", "第一网格")
    assert page.find(f".//{SPACE}pane").get("state") == "frozen"
    words = ("--list", "resolutions", "--columns", "late,number", "--grid", "g2")
    cells, _ = sheet(export(config, tmp_path, *words))
    assert "1 rows" not in capsys.readouterr().out
    assert cells == {"A1": "过期", "B1": "编号"}


def test_one_grid_alone(config, tmp_path, capsys):
    export(config, tmp_path, "--grid", "g2")
    assert "1 cases" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--columns", "number,nothing"], "no column 'nothing'"),
        (["--grid", "g9"], "no grid 'g9'"),
        (["--list", "cases"], "no list 'cases'"),
        (["--list", "care"], "no list 'care'"),
        (["--list", "points", "--columns", "at,problem"], "no column 'problem'"),
        (["--list", "points", "--grid", "g9"], "no grid 'g9'"),
        (["--from", "2026-02-01", "--to", "2026-01-01"], "--from must not be after"),
    ],
)
def test_what_is_wrong_is_said(config, tmp_path, capsys, words, told):
    assert main(["export", "--config", str(config), *words, str(tmp_path / "x.xlsx")]) == 2
    assert told in capsys.readouterr().err
