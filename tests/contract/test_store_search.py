"""Cases are found by every word that stands in them, and by no other."""

import random
from dataclasses import replace

import pytest

from bot.domain.errors import Conflict
from bot.domain.matters import Privacy
from bot.domain.place import Place
from bot.domain.viewing import CaseFilter, Scope
from tests.builders import case

ALL = Scope(grids=None)
LETTERS = "电梯灯K17k号%_\\，不"


async def numbers(store, words, **wanted):
    asked = CaseFilter(words=words, **wanted)
    found = await store.look(lambda unit: unit.board.latest(ALL, 999, asked))
    return sorted(one.number for one in found)


async def add(store, *cases):
    async def write(unit):
        for one in cases:
            await unit.cases.add(one)

    await store.work(write)


def stands_in(words, one):
    """What an index may not change: the words as a whole, large and small letters alike."""
    texts = (one.words, *one.place.stated().values())
    return any(words.lower() in text.lower() for text in texts)


@pytest.mark.parametrize("seed", range(3))
async def test_found_is_what_holds_the_words(store, seed):
    chance = random.Random(seed)

    def text(most):
        return "".join(chance.choices(LETTERS, k=chance.randint(1, most)))

    said = [
        case(n, words=text(12), place=Place(building="3栋", spot=text(4).replace("\\", "")))
        for n in range(1, 60)
    ]
    await add(store, *said)
    for _ in range(60):
        words = text(4)
        wanted = [one.number for one in said if stands_in(words, one)]
        assert await numbers(store, words) == wanted, words


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("电梯", [1]),
        ("停", [1]),
        ("k17", [2]),
        ("K1", [2]),
        ("7900", [2]),
        ("梯电", []),
        ("电梯停了", []),
        ("地下车库", [1, 2]),
        ("building", []),
        ("库3", []),
    ],
)
async def test_words_are_found_as_they_stand(store, words, found):
    garage = Place(building="3栋", spot="地下车库")
    await add(
        store,
        case(1, words="电梯又停电了，梯子也没有", place=garage),
        case(2, words="K17路灯杆，电话 13900007900", place=garage),
    )
    assert await numbers(store, words) == found


async def test_a_changed_case_is_found_by_what_it_says_now(store):
    old = case(1, words="电梯坏了")
    await add(store, old)
    await store.work(lambda unit: unit.cases.change(replace(old, words="路灯坏了")))
    assert await numbers(store, "电梯") == []
    assert await numbers(store, "路灯") == [1]


async def test_what_somebody_else_changed_stays_as_he_left_it(store):
    old = case(1, words="电梯坏了")
    await add(store, old)
    await store.work(lambda unit: unit.cases.change(replace(old, words="路灯坏了")))

    async def too_late(unit):
        with pytest.raises(Conflict):
            await unit.cases.change(replace(old, words="井盖坏了"))

    await store.work(too_late)
    assert await numbers(store, "路灯") == [1]
    assert await numbers(store, "井盖") == []


async def test_what_becomes_restricted_is_found_no_more(store):
    old = case(1, words="电梯里的事", item="ZZ-03")
    await add(store, old)
    await store.work(lambda unit: unit.cases.change(replace(old, privacy=Privacy.RESTRICTED)))
    assert await numbers(store, "电梯") == []
    assert await numbers(store, "电梯", items=("ZZ-03",)) == [1]
