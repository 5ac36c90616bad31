"""Places, terms, hours and amounts out of any words whatever: what comes of them is always sane."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from intents.appeals import read_lack, read_pledge
from intents.musters import read_attendance, read_call, read_sign_up, read_when
from intents.numbers import case_numbers, chinese_number
from intents.places import answer_place, read_place
from intents.terms import term_in
from intents.text import bare, normalise
from tests.unit.intents.examples import NAMES

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
TODAY = date(2026, 3, 2)
FRAGMENTS = (
    *(
        "3栋",
        "三号楼",
        "3#",
        "叁幢",
        "B座",
        "红楼",
        "12栋",
        "99栋",
        "2单元",
        "二门",
        "东头那个单元",
    ),
    *("17-2-502", "3-1-501", "502", "1203室", "负一楼", "B1", "顶楼", "十七层", "1-3楼", "电梯"),
    *(
        "楼道",
        "车棚",
        "南门口",
        "富善路1号楼旁边的楼梯",
        "打错了是",
        "不是",
        "改成",
        "#312",
        "312号",
    ),
    *(
        "三天",
        "3天内",
        "下周五",
        "月底前",
        "2月30号",
        "13月1号",
        "下个月15号",
        "九百九十九天",
        "半个月",
    ),
    *("早上8点", "晚上", "25点", "20:00", "24:60", "现在", "十分钟后", "明天", "周日下午三点半"),
    *(
        "要10个人",
        "缺两个",
        "七八个",
        "一百",
        "500块",
        "三千五",
        "零",
        "出100",
        "我们认领",
        "谁支持一下",
    ),
    *(
        "算我一个",
        "我和老公两个",
        "+1",
        "来了8个",
        "老李没来",
        "都到了",
        "，",
        "。",
        "？",
        " ",
        "\n",
    ),
    *(
        "\u200b",
        "\ufeff",
        "\x00",
        "é",
        "🚑",
        "𠮷",
        "ﬁ",
        "①",
        "㎡",
        "１２",
        "幢" * 9,
        "1" * 30,
        "九" * 40,
    ),
)
WORDS = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=4), max_size=12).map("".join)
BUILDINGS = {building.name for building in NAMES.buildings}


def full_width(text: str) -> str:
    """The same letters as wide as Chinese ones."""
    return "".join(chr(ord(x) + 0xFEE0) if "!" <= x <= "~" else x for x in text)


@given(WORDS)
@example("3栋2单元502打错了是5栋")
def test_a_place_is_one_there_is(text: str) -> None:
    place = read_place(text, NAMES)
    assert place == read_place(text, NAMES)
    if place is None:
        return
    assert not place.is_empty
    assert place.building in {None, *BUILDINGS}
    for part in (place.unit, place.floor, place.room, place.spot):
        assert part is None or (part.strip() == part and 0 < len(part) <= 40)


@given(WORDS)
def test_letters_may_be_as_wide_as_they_like(text: str) -> None:
    wide = full_width(text)
    if unicodedata.normalize("NFKC", wide) == unicodedata.normalize("NFKC", text):
        assert read_place(wide, NAMES) == read_place(text, NAMES)
        assert answer_place(wide, NAMES) == answer_place(text, NAMES)


@given(WORDS)
@example("2月29号前")
@example("13月1号")
def test_a_term_is_not_over(text: str) -> None:
    term = term_in(bare(normalise(text)), TODAY)
    if term is None:
        return
    assert (term.day is None) != (term.days is None)
    assert term.day is None or TODAY <= term.day <= TODAY + timedelta(days=800)
    assert term.days is None or term.days >= 0


@given(WORDS)
@example("晚上25点")
def test_an_hour_is_to_come(text: str) -> None:
    at = read_when(text, NOW)
    assert at is None or NOW < at < NOW + timedelta(days=400)


@given(WORDS)
def test_a_call_is_for_so_many(text: str) -> None:
    call = read_call(text, NOW)
    if call is not None:
        assert 0 < call.wanted <= 500
        assert call.minutes is None or call.minutes > 0
    heads = read_sign_up(text, mere=True)
    assert heads is None or heads >= 1
    came = read_attendance(text)
    assert came is None or came.count is None or came.count >= 0


@given(WORDS)
def test_what_is_lacking_is_something(text: str) -> None:
    lack = read_lack(text, named=True)
    assert lack is None or (lack.wanted >= 1 and lack.kind and len(lack.matter) <= 40)
    pledge = read_pledge(text)
    assert pledge is None or pledge.amount is None or pledge.amount >= 0


@given(WORDS)
def test_numbers_of_cases_are_in_the_words(text: str) -> None:
    words = normalise(text)
    for number in case_numbers(words, {312, 8}):
        assert number >= 0
        assert str(number) in words or any(sign in words for sign in "一二两三四五六七八九十百")


@given(st.text(alphabet="零一二两三四五六七八九十百", min_size=1, max_size=40))
def test_numerals_are_numbers(run: str) -> None:
    assert chinese_number(run) >= 0
