"""`qunli figures` over a store of an office."""

import asyncio
import csv
import io
import json
from datetime import datetime, timedelta

import pytest
import yaml

from bot.commands.figures import listed_name
from bot.domain.case import CaseStatus, EventKind
from bot.domain.deadlines import SHANGHAI
from bot.listing import read_matters
from bot.wiring.store import open_store
from tests.builders import case, case_event
from tests.rules.tree import ROOT

MARCH = datetime(2026, 3, 1, tzinfo=SHANGHAI)


def kept(number: int, *, day: float, done: bool = True, **fields):
    """A case opened on a day of March (from 0), and its history."""
    at = MARCH + timedelta(days=day)
    status = CaseStatus.CLOSED if done else CaseStatus.PROCESSING
    made = case(number, opened_at=at, touched_at=at, status=status, **fields)
    kinds = [EventKind.CASE_OPENED, *([EventKind.RESOLVED] if done else [])]
    return made, [case_event(case=made.key, kind=kind, at=at, actor="ming") for kind in kinds]


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A configuration whose store has cases."""
    place = f"sqlite:///{tmp_path}/store.db"
    config = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
    config["store"]["url"] = place
    config["community"]["grids"][1]["valid_to"] = "2026-03-31"
    config["community"]["special_grids"] = [
        {"id": "z1", "name": "路灯专项", "items": ["GY"], "estates": [{"name": "富善花园"}]}
    ]
    path = tmp_path / "config.yaml"
    path.write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")

    async def fill():
        store = await open_store(place)
        lots = [
            *(kept(number, day=number, opened_in="owners-g1") for number in range(1, 8)),
            kept(8, day=9, done=False, grid="g2", item="CG-01"),
            kept(9, day=-1, grid="g2"),
            kept(10, day=31, grid="g2"),
            kept(11, day=30.9, grid=None, item="NEG-02"),
        ]
        for made, events in lots:
            await store.work(lambda unit, made=made: unit.cases.add(made))
            await store.work(lambda unit, events=events: unit.cases.record(events))
        await store.close()

    asyncio.run(fill())
    return path


PERIOD = ("--from", "2026-03-01", "--to", "2026-03-31")


def test_a_table_for_people(qunli, office):
    status, out, _ = qunli("figures", *PERIOD, "--config", office)
    lines = out.splitlines()

    assert status == 0
    assert lines[0] == "2026-03-01 至 2026-03-31　按网格"
    assert lines[2].split() == ["受理", "已办结", "在办", "合并", "不入格", "撤回", "演练"]
    assert lines[3].split() == ["第一网格", "7", "7", "0", "0", "0", "0", "0"]
    assert lines[4].split() == ["第二网格", "1", "0", "1", "0", "0", "0", "0"]
    assert lines[11].split() == ["路灯专项", "7", "7", "0", "0", "0", "0", "0"]
    assert lines[12].split() == ["不属于网格", "1", "0", "0", "0", "1", "0", "0"]
    assert lines[13].split() == ["合计", "9", "7", "1", "0", "1", "0", "0"]
    assert lines[16].split()[:2] == ["第一网格", "100.0%"]
    assert lines[17].split()[:2] == ["第二网格", "—"]
    assert lines[-1] == "专项网格的件在普通网格里也有，合计只算一次"


def test_json_for_programs(qunli, office):
    status, out, _ = qunli("figures", *PERIOD, "--config", office, "--format", "json")
    found = json.loads(out)
    rows = {row["id"]: row for row in found["rows"]}

    assert status == 0
    assert (found["from"], found["to"], found["by"], found["map"]) == (
        "2026-03-01",
        "2026-03-31",
        "grid",
        None,
    )
    assert rows["g1"]["rates"]["settled"] == {
        "value": 100.0,
        "unit": "percent",
        "of": 7,
        "part": 7.0,
    }
    assert rows["g2"]["rates"]["settled"] == {"value": None, "unit": "percent", "of": 1}
    assert found["total"]["rates"]["settled"]["value"] == 87.5
    assert found["total"]["counts"]["opened"] == 9


def test_csv_for_workbooks(qunli, office, tmp_path):
    path = tmp_path / "figures.csv"
    status, out, _ = qunli(
        "figures", *PERIOD, "--config", office, "--format", "csv", "--by", "item", "--output", path
    )
    raw = path.read_bytes()
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))

    assert (status, out, raw[:3]) == (0, "", b"\xef\xbb\xbf")
    assert [row["编号"] for row in rows] == ["CG-01", "GY-11", "NEG-02", ""]
    assert [row["办结率(%)"] for row in rows] == ["", "100.0", "", "87.5"]
    assert [row["办结率·样本"] for row in rows] == ["1", "7", "0", "8"]
    assert rows[1]["事项"] == "路灯不亮"


@pytest.mark.parametrize(
    ("by", "ids"),
    [
        ("department", ["市政"]),
        ("community", ["桥头社区"]),
        ("property", []),
    ],
)
def test_divided_otherwise(qunli, office, by, ids):
    _, out, _ = qunli("figures", *PERIOD, "--config", office, "--format", "json", "--by", by)

    assert [row["id"] for row in json.loads(out)["rows"]] == ids


def test_by_the_map_of_another_day(qunli, office):
    _, out, _ = qunli("figures", *PERIOD, "--config", office, "--map", "2026-04-01")

    assert "按 2026-04-01 的网格图" in out.splitlines()[0]
    assert "第二网格" not in out
    assert (
        next(line for line in out.splitlines() if line.startswith("不属于网格")).split()[1] == "2"
    )


def test_without_days_it_is_this_month(qunli, office):
    status, out, _ = qunli("figures", "--config", office, "--to", "2026-03-17")

    assert (status, out.splitlines()[0][:25]) == (0, "2026-03-01 至 2026-03-17　按")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--from", "2026-04-01", "--to", "2026-03-31"), "--from must not be after --to"),
        (("--from", "2026-02-30"), "must be a day such as 2026-03-31"),
        (("--by", "weather"), "invalid choice"),
    ],
)
def test_wrong_usage(qunli, office, arguments, told):
    status, out, err = qunli("figures", *arguments, "--config", office)

    assert (status, out) == (2, "")
    assert told in err


@pytest.mark.parametrize(
    ("said", "listed"),
    [
        ("供电所", "供电企业"),
        ("城管", "城管综合执法"),
        ("城管综合执法(环卫)", "城管综合执法"),
        ("物业", "物业"),
        ("林业站", "林业站"),
    ],
)
def test_departments_by_the_names_of_the_list(said, listed):
    assert listed_name(read_matters(None))(said) == listed
