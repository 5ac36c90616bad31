"""`qunli items`: the admission list out to a file and in again."""

import asyncio
from datetime import UTC, date, datetime

import pytest

from bot.__main__ import main
from bot.commands.items import import_list
from bot.config.reading import read_config
from bot.domain.errors import ConfigError
from bot.domain.records import of_list
from bot.listing import read_matters, shipped
from bot.wiring.store import open_store
from tests.builders import case

TODAY, TOMORROW = date(2026, 6, 30), date(2026, 7, 1)
NOW = datetime(2026, 6, 30, 4, tzinfo=UTC)


@pytest.fixture
def config(tmp_path):
    """An office that keeps its own list."""
    path = tmp_path / "config.yaml"
    path.write_text(
        f"""
store: {{url: "sqlite:///{tmp_path}/q.db"}}
matters: {tmp_path}/own.csv
departments: [桥头水电站]
community: {{street: 西南街道, name: 桥头社区, grids: [{{id: g1, name: 第一网格}}]}}
""",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def exported(tmp_path, config):
    """The shipped list, which the office has put in the place of none."""
    (tmp_path / "own.csv").unlink(missing_ok=True)
    path = tmp_path / "out.csv"
    none = config.with_name("none.yaml")
    lines = config.read_text(encoding="utf-8").splitlines()
    none.write_text("\n".join(line for line in lines if "matters:" not in line), encoding="utf-8")
    assert main(["items", "export", str(path), "--config", str(none)]) == 0
    return path


def changed(path, old: str, new: str):
    text = path.read_text(encoding="utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8-sig", newline="")
    return path


def brought_in(config, path, begin=None):
    return import_list(read_config(config), path, now=NOW, begin=begin)


def test_export_import_and_again(config, exported, tmp_path, capsys):
    changed(exported, "CG-01,暴露垃圾与乱扔垃圾", "CG-01,垃圾乱扔")
    (told,) = brought_in(config, exported)
    assert "新增 0，改动 1，停用 0，从 2026-07-01 起生效" in told
    matters = read_matters(str(tmp_path / "own.csv"), departments=["桥头水电站"])
    assert matters.on(TODAY)["CG-01"].name == "暴露垃圾与乱扔垃圾"
    assert matters.on(TOMORROW)["CG-01"].name == "垃圾乱扔"
    assert main(["items", "export", str(exported), "--config", str(config)]) == 0
    assert "已导出 211 行" in capsys.readouterr().out
    assert brought_in(config, exported) == ["和现行清单一样，没有改动"]


def test_an_import_stands_in_the_history_of_the_list(config, exported, tmp_path):
    async def lines():
        store = await open_store(f"sqlite:///{tmp_path}/q.db")
        try:
            return await store.look(lambda unit: unit.cases.history(of_list()))
        finally:
            await store.close()

    assert asyncio.run(lines()) == []
    changed(exported, "CG-01,暴露垃圾与乱扔垃圾", "CG-01,垃圾乱扔")
    brought_in(config, exported)
    (line,) = asyncio.run(lines())
    assert (line.actor, line.detail["changed"]) == ("command", ["CG-01"])


def test_an_item_that_has_ended_tells_who_takes_its_reports(config, exported, tmp_path):
    rows = exported.read_text(encoding="utf-8-sig").splitlines()
    row = next(line for line in rows if line.startswith("GY-12,"))
    changed(exported, row, f"{row.rstrip(',')},,,,2026-06-30,GY-11")
    (told,) = brought_in(config, exported)
    assert "停用 1" in told
    matters = read_matters(str(tmp_path / "own.csv"))
    assert matters.on(TOMORROW).standing_in("GY-12") == "GY-11"


def test_what_the_text_model_finds_and_the_list_has_not_is_told(config, exported):
    rows = exported.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    left = "".join(line for line in rows if not line.startswith("GY-12,"))
    exported.write_text(left, encoding="utf-8-sig", newline="")
    assert brought_in(config, exported)[1].startswith(
        "提示：文本模型会判到、清单里没有的事项：GY-12"
    )


@pytest.mark.parametrize("action", ["import", "check"])
def test_every_problem_is_told_and_nothing_done(config, exported, tmp_path, capsys, action):
    async def opened():
        store = await open_store(f"sqlite:///{tmp_path}/q.db")
        await store.work(lambda unit: unit.cases.add(case(3, item="WY-01", category="WY")))
        await store.close()

    asyncio.run(opened())
    rows = exported.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    left = "".join(line for line in rows if not line.startswith("WY-01,"))
    exported.write_text(left, encoding="utf-8-sig", newline="")
    changed(exported, "城管综合执法(环卫),grid,P2,Y", "城管大队,grid,P9,Y")
    arguments = ["items", action, str(exported), "--config", str(config)]
    capsys.readouterr()
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert [line.split("：", 2)[0].removeprefix(f"{exported}: ") for line in err.splitlines()] == [
        "第2行",
        "第2行",
        "少了 WY-01，还有在办的 #3 用它。补回这一行；不再受理的写上 valid_to 和 replaced_by",
    ]
    assert not (tmp_path / "own.csv").exists()


def test_a_file_without_problems(config, exported, capsys):
    assert main(["items", "check", str(exported), "--config", str(config)]) == 0
    assert capsys.readouterr().out.endswith("210 行，没有问题\n")


def test_rules_of_the_past_are_not_changed(config, exported):
    with pytest.raises(ConfigError, match="2026-06-29 已经过去"):
        brought_in(config, exported, date(2026, 6, 29))


def test_an_office_that_has_no_file_of_its_own(config, exported, capsys):
    none = config.with_name("none.yaml")
    assert main(["items", "import", str(exported), "--config", str(none)]) == 2
    assert "matters: var/matters.csv" in capsys.readouterr().err


def test_the_list_of_the_program_is_what_an_office_begins_with(config, exported, tmp_path):
    assert brought_in(config, exported) == ["和现行清单一样，没有改动"]
    assert shipped().rows == read_matters(str(exported)).rows


def test_what_the_list_lacks_is_told_by_check_too(config, exported, tmp_path, capsys):
    rows = exported.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    (tmp_path / "own.csv").write_text("".join(rows[:-1]), encoding="utf-8-sig", newline="")
    assert main(["check", "--config", str(config)]) == 0
    assert f"清单里没有的事项：{rows[-1].split(',')[0]}" in capsys.readouterr().err
