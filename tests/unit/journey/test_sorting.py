"""Into which item a report is sorted."""

import pytest

from bot.domain.turn import Guess
from bot.journey.casework.hearing.sorting import helping, settled


def guess(*items: str, confidence: float = 0.65) -> Guess:
    return Guess(
        request=0.9,
        question=0.0,
        item=items[0] if items else None,
        category=items[0].split("-")[0] if items else None,
        top3=items,
        confidence=confidence,
        model="told",
    )


@pytest.mark.parametrize(
    ("guesses", "words", "item"),
    [
        ([guess("JF-04", "CG-11")], "烧烤店在外头摆了二十张桌子", "CG-11"),
        ([guess("JF-04", "CG-11", confidence=0.95)], "烧烤店在外头摆了二十张桌子", "JF-04"),
        ([guess("WY-06", "CG-04")], "谁家的", "WY-06"),
        ([guess("CG-12", "CG-09"), guess("CG-09", confidence=0.97)], "窗帘都挡不住", "CG-09"),
        ([guess()], "什么都没说", None),
    ],
    ids=["named by the words", "sure of another", "nothing named", "said just before", "none"],
)
def test_what_speaks_for_an_item_is_added_up(guesses, words, item):
    found = settled(guesses, words)
    assert (found.item, found.category) == (item, item and item.split("-")[0])
    assert found.confidence == guesses[0].confidence


def test_no_emergency_is_guessed_and_nothing_that_is_barred():
    assert settled([guess("NEG-16", "WJ-10")], "").item == "WJ-10"
    assert settled([guess("WJ-07", "WJ-01")], "", barred={"WJ-07"}).item == "WJ-01"
    assert settled([guess("WJ-07")], "", barred={"WJ-07"}).item == "WJ-07"


@pytest.mark.parametrize(
    ("before", "item"),
    [
        (guess("WJ-11", "MS-03"), "MS-03"),
        (guess("WJ-11"), "MS-16"),
        (guess("MS-02"), "MS-02"),
        (guess("WJ-11", confidence=0.95), "WJ-11"),
    ],
)
def test_a_need_is_a_matter_of_help_unless_the_words_are_plain(before, item):
    assert helping(before).item == item
