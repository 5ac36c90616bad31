"""`qunli leaders`: one building, one leader."""

import pytest
import yaml

from bot.__main__ import main

PEOPLE = [
    {
        "id": "l1",
        "name": "梁姐",
        "roles": ["building_leader"],
        "grids": ["g1"],
        "buildings": ["1栋"],
    },
    {"id": "r1", "name": "王秀兰", "roles": ["resident"]},
    {"id": "m2", "name": "小马", "roles": ["grid_member"], "grids": ["g2"]},
]


@pytest.fixture
def office(tmp_path):
    """Runs `qunli leaders` over a store of its own."""
    grids = [
        {"id": grid, "name": grid, "estates": [{"name": grid, "buildings": buildings}]}
        for grid, buildings in (
            ("g1", [{"name": "1栋"}, {"name": "2栋"}]),
            ("g2", [{"name": "2栋"}]),
        )
    ]
    config = tmp_path / "config.yaml"
    content = {
        "community": {"street": "西南街道", "name": "桥头社区", "grids": grids},
        "people": PEOPLE,
        "store": {"url": f"sqlite:///{tmp_path}/qunli.db"},
    }
    config.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return lambda do, *words: main(["leaders", do, "--config", str(config), *words])


def test_gaps_are_shown_and_filled(office, capsys):
    assert office("list") == 1
    assert capsys.readouterr().out == "g1\t1栋\tl1\ng1\t2栋\t-\ng2\t2栋\t-\n"
    assert office("set", "g1", "2栋", "r1") == 0
    assert office("set", "g2", "2栋", "m2") == 0
    capsys.readouterr()
    assert office("list") == 0
    assert capsys.readouterr().out == "g1\t1栋\tl1\ng1\t2栋\tr1\ng2\t2栋\tm2\n"


def test_the_one_before_leads_it_no_more(office, capsys):
    assert office("set", "g1", "1栋", "r1") == 0
    office("list")
    assert "g1\t1栋\tr1\n" in capsys.readouterr().out
    assert office("set", "g1", "1栋", "-") == 0
    office("list")
    assert "g1\t1栋\t-\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("g1", "9栋", "r1"), "no such building"),
        (("g9", "1栋", "r1"), "no such building"),
        (("g1", "1栋", "nobody"), "no such person"),
        (("g1", "2栋", "m2"), "another grid with a 2栋"),
    ],
)
def test_what_cannot_be(office, capsys, words, told):
    assert office("set", *words) == 2
    assert told in capsys.readouterr().err
