"""The list is checked with the configuration, and all problems come at once."""

import pytest
import yaml

from bot.config.reading import read_all
from bot.domain.errors import ConfigError
from bot.knowledge.reading import shipped

SMALL = {"community": {"street": "西南", "name": "桥头", "grids": [{"id": "g1", "name": "第一"}]}}
ENTRY = {
    "id": "shed",
    "item": "AQ-01",
    "questions": ["车棚几点锁门"],
    "answer": "晚上11点。",
    "source": {"kind": "office", "name": "物业", "date": "x"},
    "grid": "g9",
}


@pytest.fixture
def configured(tmp_path):
    def configured(entries: list, **options: object):
        (tmp_path / "list").mkdir()
        text = yaml.safe_dump(entries, allow_unicode=True)
        (tmp_path / "list" / "own.yaml").write_text(text, encoding="utf-8")
        knowledge = {"directory": str(tmp_path / "list")}
        path = tmp_path / "config.yaml"
        path.write_text(
            yaml.safe_dump(SMALL | {"knowledge": knowledge} | options, allow_unicode=True),
            encoding="utf-8",
        )
        return path

    return configured


def test_problems_of_the_list_stand_beside_others(configured):
    with pytest.raises(ConfigError) as caught:
        read_all(configured([ENTRY], server={"port": 0}))
    problems = "\n".join(caught.value.problems)
    for part in ("server.port", "shed.source.date", "shed.grid: no such grid (got 'g9')"):
        assert part in problems


def test_an_office_may_have_its_own(configured, tmp_path):
    good = {key: value for key, value in ENTRY.items() if key not in ("grid", "source")}
    path = configured([])
    (tmp_path / "list" / "own.yaml").write_text(
        yaml.safe_dump([good], allow_unicode=True)
        + "  source: {kind: office, name: 物业, date: 2026-03-01}\n",
        encoding="utf-8",
    )
    assert [entry.id for entry in read_all(path).entries] == ["shed"]


def test_without_one_there_is_the_list_of_the_program(tmp_path):
    path = tmp_path / "config.yaml"
    path.write_text(yaml.safe_dump(SMALL, allow_unicode=True), encoding="utf-8")
    assert read_all(path).entries == shipped()
