"""`qunli qr`: codes on walls."""

import pytest
import yaml

from bot.__main__ import main


@pytest.fixture
def office(tmp_path):
    """Runs `qunli qr` over a store of its own."""
    grid = {
        "id": "g1",
        "name": "第一网格",
        "estates": [{"name": "富善花园", "buildings": [{"name": "3栋"}]}],
    }
    config = tmp_path / "config.yaml"
    content = {
        "community": {"street": "西南街道", "name": "桥头社区", "grids": [grid]},
        "store": {"url": f"sqlite:///{tmp_path}/qunli.db"},
        "desk": {"public_url": "https://grid.example.cn/q/"},
    }
    config.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return lambda do, *words: main(["qr", do, "--config", str(config), *map(str, words)])


@pytest.mark.parametrize(("kind", "begin"), [("svg", b"<?xml"), ("png", b"\x89PNG")])
def test_a_code_is_drawn_listed_and_ended(office, capsys, tmp_path, kind, begin):
    picture = tmp_path / f"code.{kind}"
    assert office("add", picture, "--grid", "g1", "--building", "3栋", "--spot", "车棚") == 0
    address, where = capsys.readouterr().out.splitlines()
    assert address.startswith("https://grid.example.cn/q/r/")
    assert where == str(picture)
    assert picture.read_bytes().startswith(begin)
    token = address.rpartition("/")[2]
    assert [office("list"), office("end", token), office("end", token)] == [0, 0, 2]
    assert capsys.readouterr().out.splitlines()[0] == f"{token}\tg1\t3栋车棚\t{address}"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("code.svg", "--grid", "g9"), "no such grid"),
        (("code.svg", "--grid", "g1", "--building", "9栋"), "no such building"),
        (("code.svg", "--grid", "g1", "--spot", "很" * 41), "40 characters"),
        (("code.gif", "--grid", "g1"), ".svg, .png"),
    ],
)
def test_what_is_wrong_is_said(office, capsys, words, told):
    assert office("add", *words) == 2
    assert told in capsys.readouterr().err
    assert office("list") == 0
    assert capsys.readouterr().out == "no codes\n"
