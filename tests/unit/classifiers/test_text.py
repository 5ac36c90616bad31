"""Folding: what no longer makes a difference, and what still does."""

from __future__ import annotations

import pytest

from classifiers.text import HEAD_CHARACTERS, TAIL_CHARACTERS, fold, normalise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("樓上漏水，電梯壞了", "楼上漏水,电梯坏了"),
        ("ＡＢＣ栋", "abc栋"),
        ("3栋１２０２", "0栋0000"),
        ("漏\u200b水\x00了\u0301", "漏水了"),
        ("  路灯 \t\n 坏了  ", "路灯 坏了"),
        ("看 https://a.example/b?c=1 这里", "看 这里"),
        ("看www.example.com", "看"),
        ("😀灯坏了", "😀灯坏了"),
        ("【通知】", "【通知】"),
        ("\ud800灯\udfff", "灯"),
        ("", ""),
        ("\u3000\u200b", ""),
    ],
)
def test_normalise(text: str, expected: str) -> None:
    assert normalise(text) == expected


def test_of_an_overlong_text_the_beginning_and_the_end_are_read() -> None:
    read = normalise("头" * 15_000 + "尾" * 5_000)

    assert read == "头" * HEAD_CHARACTERS + " " + "尾" * TAIL_CHARACTERS


def test_texts_are_kept_apart() -> None:
    folded = fold(["灯", "", "两\n行"])

    codes = folded.codes.tolist()
    between = list(zip(folded.breaks[:-1].tolist(), folded.breaks[1:].tolist(), strict=True))
    assert ["".join(map(chr, codes[a + 1 : b])) for a, b in between] == ["灯", "", "两 行"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("A市A3区某小区", "某市某区某小区"),
        ("K12县医院门口", "某县医院门口"),
        ("XX小区的××路", "某小区的某路"),
        ("**公司拖欠工资", "某公司拖欠工资"),
        ("C区3栋", "c区0栋"),
        ("TAXI村", "taxi村"),
        ("3×4", "0×0"),
    ],
)
def test_a_name_that_was_left_out_reads_the_same_however_it_was_done(text: str, read: str) -> None:
    assert normalise(text) == read
