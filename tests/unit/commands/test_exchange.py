"""`qunli exchange`: files in and out."""

import asyncio
import json

import pytest
import yaml

from bot.__main__ import main
from bot.commands.exchange import take
from bot.config.reading import read_config
from bot.exchange.mapping import read_mapping
from bot.wiring.store import open_store
from tests.builders import T0, case
from tests.fakes.classifier import FakeClassifier

ROWS = ("工单编号,诉求内容,事发地址", "GD1,路灯坏了没人修,3栋", ",垃圾,", "GD2,停水了,3栋")
TICKETS = "\n".join(ROWS).encode("gbk")


@pytest.fixture
def config(tmp_path):
    grid = {
        "id": "g1",
        "name": "第一网格",
        "estates": [{"name": "富善花园", "buildings": [{"name": "3栋"}]}],
    }
    path = tmp_path / "config.yaml"
    content = {
        "community": {"street": "西南街道", "name": "桥头社区", "grids": [grid]},
        "store": {"url": f"sqlite:///{tmp_path}/qunli.db"},
    }
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return path


def over_store(config, work):
    url = read_config(config).store.url

    async def run():
        store = await open_store(url)
        try:
            return await store.work(work)
        finally:
            await store.close()

    return asyncio.run(run())


def taken(config, *, dry):
    mapping = read_mapping("hotline12345")
    return take(read_config(config), mapping, TICKETS, FakeClassifier(), dry=dry)


def test_a_dry_run_tells_every_row_and_changes_nothing(config):
    lines = taken(config, dry=True)
    assert lines == taken(config, dry=True)
    assert [line.split("\t")[:3] for line in lines[:-1]] == [
        ["第2行", "GD1", "立新件"],
        ["第3行", "-", "读不了"],
        ["第4行", "GD2", "立新件"],
    ]
    assert "没有单号" in lines[1]
    assert "什么都没有改" in lines[-1]
    assert over_store(config, lambda unit: unit.exchange.pending(9)) == []


def test_tickets_are_left_for_the_journey_once(config):
    assert "2件" in taken(config, dry=False)[-1]
    again = taken(config, dry=False)
    assert "0件" in again[-1]
    assert "已有" in again[0]
    waiting = over_store(config, lambda unit: unit.exchange.pending(9))
    assert [one.number for one in waiting] == ["GD1", "GD2"]


def test_cases_go_out_in_both_forms_without_restricted_ones(config, tmp_path, capsys):
    for one in (
        case(1, grid="g1", item="GY-11", words="路灯坏了", opened_at=T0),
        case(2, grid="g1", item="WY-10", words="物业骂人", opened_at=T0),
    ):
        over_store(config, lambda unit, c=one: unit.cases.add(c))
    days = ["--from", f"{T0:%Y-%m-%d}", "--to", f"{T0:%Y-%m-%d}"]
    for name in ("out.csv", "out.json"):
        file = str(tmp_path / name)
        words = ["export", file, "--mapping", "yuepingan", "--config", str(config), *days]
        assert main(["exchange", *words]) == 0
        assert capsys.readouterr().out.endswith(": 1\n")
    told = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert told[0]["事件描述"] == "路灯坏了"
    assert "路灯坏了" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")


def test_an_unknown_mapping_is_said(config, capsys):
    given = ["export", "out.csv", "--config", str(config), "--mapping", "nothing"]
    assert main(["exchange", *given]) == 2
    assert "cannot read the mapping nothing" in capsys.readouterr().err
