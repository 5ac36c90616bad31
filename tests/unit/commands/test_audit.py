"""`qunli audit` over a store that somebody has altered by hand."""

import asyncio
import sqlite3
from datetime import date

import pytest

from bot.storage.anchorfile import FileOfAnchors
from bot.wiring.store import open_store
from tests.builders import T0, case, case_event


@pytest.fixture
def office(tmp_path):
    """A configuration, its store with one case and its file of anchors."""
    url = f"sqlite:///{tmp_path}/store.db"
    config = tmp_path / "config.yaml"
    config.write_text(
        f"store: {{url: '{url}'}}\n"
        "community: {street: 西南, name: 桥头, grids: [{id: g1, name: 一}]}\n",
        encoding="utf-8",
    )

    async def fill():
        store = await open_store(url)
        await store.work(lambda unit: unit.cases.add(case(312)))
        events = [case_event(number, case="case-000312") for number in (1, 2, 3)]
        await store.work(lambda unit: unit.cases.record(events))
        anchor = await store.work(lambda unit: unit.audit.take(date(2026, 3, 2), T0))
        await FileOfAnchors(tmp_path / "store.db.anchors").append([anchor.written])
        await store.close()

    asyncio.run(fill())
    return config


@pytest.fixture
def alter(tmp_path):
    def run(statement: str) -> None:
        connection = sqlite3.connect(tmp_path / "store.db")
        with connection:
            connection.execute(statement)
        connection.close()

    return run


def test_nothing_is_wrong(qunli, office):
    assert qunli("audit", "verify", "--config", office) == (
        0,
        "查了 1 件工单、3 行经过、1 个封条：没有问题\n",
        "",
    )


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("update case_events set actor = 'he' where position = 2", "#312 第 2 行：写下以后被改过"),
        ("delete from case_events where position = 2", "#312 第 2 行：没有了"),
        (
            "delete from case_events where position = 3",
            "#312 第 3 行起：2026-03-02 封存时还有，现在没有了",
        ),
        ("delete from case_events", "#312：有工单，经过一行也没有"),
        ("delete from cases", "case-000312：有经过，没有工单"),
        ("update anchors set head = 'x'", "2026-03-02 的封条：数据库里的和文件里的不一样"),
        ("delete from anchors", "2026-03-02 的封条：文件里有，数据库里没有"),
    ],
)
def test_what_is_wrong_is_named(qunli, office, alter, statement, told):
    alter(statement)
    status, out, _ = qunli("audit", "verify", "--config", office)

    assert status == 1
    assert told in out.splitlines()
    assert "处不对" in out.splitlines()[-1]


def test_one_case(qunli, office, alter):
    alter("update case_events set actor = 'he' where position = 2")

    assert qunli("audit", "verify", "--case", 312, "--config", office)[0] == 1
    assert qunli("audit", "verify", "--case", 311, "--config", office)[0] == 0


def test_the_file_is_gone(qunli, office, tmp_path):
    (tmp_path / "store.db.anchors").unlink()
    status, out, _ = qunli("audit", "verify", "--config", office)

    assert (status, out.splitlines()[0]) == (1, f"封条文件 {tmp_path}/store.db.anchors 不存在")


def test_a_copy_that_was_kept_elsewhere(qunli, office, tmp_path):
    kept = tmp_path / "printed.txt"
    kept.write_text(qunli("audit", "anchors", "--config", office)[1], encoding="utf-8")
    (tmp_path / "store.db.anchors").unlink()

    assert qunli("audit", "verify", "--anchors", kept, "--config", office)[0] == 0


def test_without_a_file_it_is_said(qunli, office):
    text = office.read_text(encoding="utf-8")
    office.write_text(text + "audit: {anchors: null}\n", encoding="utf-8")
    status, out, _ = qunli("audit", "verify", "--config", office)

    assert (status, out.splitlines()[0][:9]) == (0, "封条只存在数据库里")
