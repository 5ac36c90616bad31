"""Reading copies, keys and lexicon: the ground under the rules."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.keys import DIGIT, grams, united, ways_of
from intents.text import bigrams, clauses, is_wordless, normalise
from intents.words import compiled, data, lexicon, lists

FILES = ("answers", "limits", "privacy", "problems", "talk")


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("３棟電梯", "3栋电梯"),
        ("LIFT壞咗", "lift坏咗"),
        ("困喺𨋢度", "困喺䢂度"),
        ("a\u200bb\x00c", "abc"),
        ("一\t二\n三", "一 二 三"),
        ("  好  ", "好"),
        ("", ""),
        ("電梯：停了！", "电梯:停了!"),
    ],
)
def test_normalise(said: str, read: str) -> None:
    assert normalise(said) == read


@given(st.text(max_size=60))
def test_normalise_is_stable(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


def test_clauses() -> None:
    assert clauses("电梯坏了,没人修 。快来") == ["电梯坏了", "没人修", "快来"]


@pytest.mark.parametrize("text", ["[图片]", "[捂脸][捂脸]", "😂😂", "...", "", "？！"])
def test_wordless(text: str) -> None:
    assert is_wordless(text)


@pytest.mark.parametrize("text", ["好", "1", "[图片] 好", "ok"])
def test_not_wordless(text: str) -> None:
    assert not is_wordless(text)


def test_bigrams() -> None:
    assert bigrams("电梯坏 lift2 了") == {"电梯", "梯坏", "lift2"}


@pytest.mark.parametrize(
    ("pattern", "keys"),
    [
        ("着火", {"着火"}),
        ("着火|冒烟", {"着火", "冒烟"}),
        ("(?:关|困).{0,4}(?:电梯|轿厢)", {"电梯", "轿厢"}),
        ("(?:关|困).{0,4}", {"关", "困"}),
        (r"\d+天没", {"天没"}),
        (r"\d{1,2}", {DIGIT}),
        ("[1-9]", {DIGIT}),
        ("[东西]门", {"门"}),
        ("[东西]", {"东", "西"}),
        ("火?灾", {"灾"}),
        ("火*灾", {"灾"}),
        ("火+", {"火"}),
        ("火{0,2}灾", {"灾"}),
        ("火{2}灾", {"火灾"}),
        ("(?!不)好的", {"好的"}),
        ("(?<!不)好", {"好"}),
        ("(?=好)", {"好"}),
        (r"\[图片\]", {"[图"}),
        (r"(?P<n>三|3)号", {"号"}),
        ("好??的", {"的"}),
        (r"[\]x]", None),
        ("[^a]", None),
        ("[a-f]", None),
        (".", None),
        (r"\w+", None),
        ("a?", None),
        ("", None),
        ("好|.", None),
    ],
)
def test_keys(pattern: str, keys: set[str] | None) -> None:
    re.compile(pattern)
    assert united(ways_of(pattern)) == (None if keys is None else frozenset(keys))


def test_grams() -> None:
    assert grams("三3") == {"三", "3", "三3", DIGIT}
    assert grams("") == frozenset()


@pytest.mark.parametrize("name", FILES)
@given(
    text=st.text(
        alphabet=sorted({*"电梯坏了没人修水停楼上我家也是谢怎么还3栋。 不好火着烟救命打"}),
        max_size=24,
    )
)
def test_keys_never_hide_a_match(name: str, text: str) -> None:
    possible = lists(name).possible(grams(text))
    missed = [
        key
        for key, words in lists(name).lists.items()
        if key not in possible and words.pattern.search(text)
    ]
    assert missed == []


def test_words_without_keys_are_always_possible() -> None:
    known = lexicon({"any": compiled("."), "fire": compiled("着火")})
    assert known.possible(grams("好")) == {"any"}
    assert known.possible(grams("着火了")) == {"any", "fire"}
    assert known["fire"].search("没有", grams("没有")) is None
    assert known["fire"].search("着火") is not None


@pytest.mark.parametrize("name", FILES)
def test_lists_are_compiled_once(name: str) -> None:
    assert lists(name) is lists(name)
    assert set(lists(name).lists) == {key for key in data(name) if key[0] != "_"}
