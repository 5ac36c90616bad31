"""`qunli key`: keys of machines."""

import sqlite3

import pytest
import yaml

from bot.__main__ import main

PEOPLE = [
    {"id": "l1", "name": "邓国华", "roles": ["grid_leader"], "grids": ["g1"]},
    {"id": "r1", "name": "王秀兰", "roles": ["resident"]},
]


@pytest.fixture
def office(tmp_path):
    """Runs `qunli key` over a store of its own."""
    community = {
        "street": "西南街道",
        "name": "桥头社区",
        "grids": [{"id": "g1", "name": "第一网格"}],
    }
    config = tmp_path / "config.yaml"
    store = {"url": f"sqlite:///{tmp_path}/qunli.db"}
    content = {"community": community, "people": PEOPLE, "store": store}
    config.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return lambda do, *words: main(["key", do, "--config", str(config), *words])


def test_a_key_is_made_listed_and_ended(office, capsys, tmp_path):
    assert office("list") == 0
    assert office("add", "街道大屏", "--grid", "g1") == 0
    no_keys, made, secret = capsys.readouterr().out.splitlines()
    assert no_keys == "no keys"
    assert office("list") == 0
    id_ = made.split()[1]
    assert capsys.readouterr().out == f"{id_}\t街道大屏\tread\t-\tg1\n"
    assert [office("end", id_), office("end", id_), office("list")] == [0, 2, 0]
    assert "ended" in capsys.readouterr().out
    kept = sqlite3.connect(tmp_path / "qunli.db")
    assert secret.startswith("qk_")
    assert secret not in "".join(kept.iterdump())
    kept.close()


def test_a_key_may_stand_for_somebody(office, capsys):
    assert office("add", "小程序", "--write", "--person", "l1") == 0
    capsys.readouterr()
    office("list")
    assert capsys.readouterr().out.endswith("\twrite\tl1\teverywhere\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((" ",), "1 to 60"),
        (("a", "--person", "nobody"), "no such person"),
        (("a", "--person", "r1"), "no role of staff"),
        (("a", "--grid", "g9"), "no such grid"),
    ],
)
def test_what_is_wrong_is_said(office, capsys, words, told):
    assert office("add", *words) == 2
    assert told in capsys.readouterr().err
