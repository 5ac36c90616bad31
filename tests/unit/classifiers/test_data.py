"""Reading the corpus: good lines in, each bad one named by file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from classifiers.data import COLUMNS, digest_of, group_of, near_duplicates, read_corpus
from classifiers.errors import CorpusError
from classifiers.labels import Gate

GOOD = "R\tGY-11\t-\tchat\tgeneral\tb1\t路灯坏了"


def write(
    directory: Path, *rows: str, name: str = "a.tsv", header: str = "\t".join(COLUMNS)
) -> None:
    (directory / name).write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


def test_a_line_becomes_a_value(tmp_path: Path) -> None:
    write(tmp_path, GOOD, "N\t-\t-\tchat\tcantonese\tb2\t早晨")

    first, second = read_corpus(tmp_path).lines

    assert (first.gate, first.item, first.category) == (Gate.REQUEST, "GY-11", "GY")
    assert (first.source, first.batch, first.emergency) == ("a.tsv:2", "b1", None)
    assert (second.gate, second.item, second.category) == (Gate.NEITHER, None, None)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("R\tGY-11\tchat", "3 columns instead of 7"),
        ("X\tGY-11\t-\tchat\tgeneral\tb1\t灯", "unknown gate 'X'"),
        ("N\tGY-11\t-\tchat\tgeneral\tb1\t灯", "gate N cannot have item 'GY-11'"),
        ("R\tQQ-01\t-\tchat\tgeneral\tb1\t灯", "unknown item 'QQ-01'"),
        ("R\t-\t-\tchat\tgeneral\tb1\t灯", "unknown item '-'"),
        ("R\tGY-11\tEM23\tchat\tgeneral\tb1\t灯", "unknown emergency 'EM23'"),
        ("R\tGY-11\t-\tmail\tgeneral\tb1\t灯", "unknown register 'mail'"),
        ("R\tGY-11\t-\tchat\tmars\tb1\t灯", "unknown region 'mars'"),
        ("R\tGY-11\t-\tchat\tgeneral\t\t灯", "no batch"),
        ("R\tGY-11\t-\tchat\tgeneral\tb1\t ", "no text"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, row: str, fault: str) -> None:
    write(tmp_path, GOOD, row)

    corpus = read_corpus(tmp_path)

    assert len(corpus.lines) == 1
    assert corpus.problems == (f"a.tsv:3: {fault}",)


def test_a_file_without_header_and_one_that_is_no_text_are_named(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, name="b.tsv", header=GOOD)
    (tmp_path / "c.tsv").write_bytes(b"gate\xff\xfe")

    problems = read_corpus(tmp_path).problems

    assert problems[0].startswith("b.tsv:1: the first line must be the header")
    assert problems[1] == "c.tsv: not UTF-8 at byte 4"


def test_no_good_line_at_all_is_an_error_that_lists_the_bad_ones(tmp_path: Path) -> None:
    write(tmp_path, "R\tGY-11")

    with pytest.raises(CorpusError, match=r"a\.tsv:2: 2 columns"):
        read_corpus(tmp_path)


def test_the_digest_depends_on_lines_not_on_files(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    other = GOOD.replace("路灯", "井盖")
    write(one, GOOD, other)
    write(two, other, name="x.tsv")
    write(two, GOOD, name="y.tsv")

    assert read_corpus(one).digest == read_corpus(two).digest
    assert digest_of(read_corpus(one).lines[:1]) != read_corpus(one).digest


def test_neighbours_are_one_group(tmp_path: Path) -> None:
    write(tmp_path, *[GOOD] * 45)

    lines = read_corpus(tmp_path).lines

    assert group_of(lines[0]) == group_of(lines[10])
    assert group_of(lines[0]) != group_of(lines[44])


@pytest.mark.parametrize(
    ("texts", "pairs"),
    [
        (["三栋二单元的电梯又坏了没人修", "三栋一单元的电梯又坏了没人修"], [(0, 1)]),
        (["路灯坏了", "路灯，坏了！"], [(0, 1)]),
        (["三栋二单元的电梯又坏了没人修", "五栋垃圾桶满了两天没人收"], []),
        (["12", "34"], []),
    ],
)
def test_near_duplicates(texts: list[str], pairs: list[tuple[int, int]]) -> None:
    assert near_duplicates(texts) == pairs
