"""The admission list as a file: read, written, and put in the place of another from a day on."""

from datetime import date

import pytest

from bot.domain.errors import ConfigError
from bot.domain.matters import Matters
from bot.listing import (
    as_csv,
    completed,
    merged,
    parse,
    read_file,
    read_matters,
    shipped,
    write,
)
from tests.builders import matter

BEGIN = date(2026, 7, 1)
LAST = date(2026, 6, 30)


def test_what_is_written_is_read_again(tmp_path):
    path = tmp_path / "list" / "own.csv"
    write(path, shipped().rows)
    assert read_matters(str(path)).rows == shipped().rows
    assert path.read_bytes().startswith(b"\xef\xbb\xbfitem,name,")
    assert list(path.parent.iterdir()) == [path]


def test_a_spreadsheet_may_save_it_in_its_own_encoding(tmp_path):
    path = tmp_path / "own.csv"
    path.write_bytes(as_csv(shipped().rows).encode("gb18030"))
    assert read_matters(str(path)).rows == shipped().rows


def test_what_is_no_text(tmp_path):
    path = tmp_path / "own.csv"
    path.write_bytes(b"\xff\xff\xff")
    with pytest.raises(ConfigError, match="读不了"):
        read_file(str(path))


def test_faults_are_told_with_their_row_and_how_to_mend_them():
    rows = [matter("CG-01", category="CG", departments=("城管综合执发",)), matter("GY-11")]
    known = ("市政", "供电企业")
    _, problems = parse(as_csv(rows), departments=known, running={"WY-03": [3]})
    assert problems == [
        "第2行：没有“城管综合执发”这个部门。改成清单里已有的写法；真是新部门，"
        "先在 config.yaml 的 departments 里加上",
        "少了 WY-03，还有在办的 #3 用它。补回这一行；不再受理的写上 valid_to 和 replaced_by",
    ]


def test_departments_of_the_office_are_known_beside_those_of_the_program(tmp_path):
    path = tmp_path / "own.csv"
    write(path, [matter(departments=("桥头水电站", "市政"))])
    assert (
        read_matters(str(path), departments=["桥头水电站"])["GY-11"].lead_department == "桥头水电站"
    )
    with pytest.raises(ConfigError, match="第2行：没有“桥头水电站”这个部门"):
        read_matters(str(path))


@pytest.mark.parametrize("path", [None, "own.csv"])
def test_the_item_of_a_running_case_is_missed(tmp_path, monkeypatch, path):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "own.csv", shipped().rows)
    with pytest.raises(ConfigError, match=r"少了 GY-77，还有在办的 #3 #9 用它"):
        read_matters(path, running={"GY-77": [3, 9]})


def test_items_of_old_cases_are_found_but_in_force_on_no_day():
    matters = completed(Matters([matter("GY-11")]), ["GY-11", "GY-12", "XX-99"])
    assert list(matters) == ["GY-11", "GY-12"]
    assert matters["GY-12"].name == shipped()["GY-12"].name
    assert matters.on(BEGIN).standing_in("GY-12") is None
    assert matters.on(BEGIN).standing_in("GY-11") == "GY-11"


OLD = matter()
FASTER = matter(accept_hours=1)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param([OLD], [OLD], [OLD], id="the same"),
        pytest.param(
            [OLD],
            [FASTER],
            [matter(valid_to=LAST), matter(accept_hours=1, valid_from=BEGIN)],
            id="changed",
        ),
        pytest.param(
            [OLD],
            [matter("GY-12")],
            [matter(valid_to=LAST), matter("GY-12")],
            id="left out and added",
        ),
        pytest.param(
            [OLD],
            [matter(valid_to=date(2026, 12, 31), basis="文号")],
            [matter(valid_to=date(2026, 12, 31), basis="文号")],
            id="the same rules with an end",
        ),
        pytest.param(
            [OLD],
            [
                matter(valid_to=date(2026, 8, 31)),
                matter(accept_hours=1, valid_from=date(2026, 9, 1)),
            ],
            [
                matter(valid_to=date(2026, 8, 31)),
                matter(accept_hours=1, valid_from=date(2026, 9, 1)),
            ],
            id="dated by the office",
        ),
        pytest.param(
            [matter(valid_to=LAST), matter(accept_hours=1, valid_from=BEGIN)],
            [matter(accept_hours=3)],
            [matter(valid_to=LAST), matter(accept_hours=3, valid_from=BEGIN)],
            id="what had not begun is replaced, what was stays",
        ),
        pytest.param(
            [matter(valid_to=date(2026, 1, 31)), matter("GY-12")],
            [matter("GY-12"), FASTER],
            [
                matter(valid_to=date(2026, 1, 31)),
                matter(accept_hours=1, valid_from=date(2026, 2, 1)),
                matter("GY-12"),
            ],
            id="what ended long ago",
        ),
    ],
)
def test_a_list_in_the_place_of_another(old, new, expected):
    """Whatever cases were opened under before the day stays as it was."""
    before, after = Matters(old), merged(Matters(old), Matters(new), BEGIN)
    assert list(after.rows) == expected
    for item in before:
        day = date(2026, 6, 15)
        if before.on(day).standing_in(item) == item:
            was, now = before.on(day)[item], after.on(day)[item]
            assert (was.accept_hours, was.departments) == (now.accept_hours, now.departments)
    assert parse(as_csv(after.rows))[1] == []


def test_a_list_may_be_shorter_than_that_of_the_program(tmp_path):
    path = tmp_path / "own.csv"
    write(path, shipped().rows[:2])
    assert list(read_matters(str(path))) == ["CG-01", "CG-02"]


def test_a_file_without_its_columns(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("item,name\nXX-01,\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="第1行：少了列 category category_name departments "):
        read_matters(str(path))
