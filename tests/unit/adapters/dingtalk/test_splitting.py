"""Words too long for one message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.dingtalk.splitting import split


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        ("短句。", 10, ("短句。",)),
        ("", 10, ("",)),
        ("   ", 10, ("   ",)),
        ("一二三。四五六。", 5, ("一二三。", "四五六。")),
        ("一二三！四五六？七", 5, ("一二三！", "四五六？七")),
        ("一二三，四五六，七八九", 5, ("一二三，", "四五六，", "七八九")),
        ("一二，三。四五六七八", 6, ("一二，三。", "四五六七八")),
        ("一二三四五六七八九", 4, ("一二三四", "五六七八", "九")),
        ("first line\nsecond line", 12, ("first line", "second line")),
        ("题。一二三四五六七八九", 8, ("题。一二三四五六", "七八九")),
        ("a" * 5 + " " * 20 + "b" * 5, 10, ("aaaaa", "bbbbb")),
    ],
)
def test_cut(text, limit, parts):
    assert split(text, limit) == parts


@given(st.text(max_size=300), st.integers(1, 40))
def test_every_part_fits_and_every_character_is_there(text, limit):
    parts = split(text, limit)
    assert all(len(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@pytest.mark.parametrize("limit", [0, -1])
def test_there_must_be_room(limit):
    with pytest.raises(ValueError, match="limit must be positive"):
        split("x", limit)
