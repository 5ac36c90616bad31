"""The corpus as it stands: every line well formed, known labels, nothing said twice."""

from __future__ import annotations

from collections import Counter

import pytest

from classifiers.data import Corpus, default_corpus, near_duplicates, read_corpus
from classifiers.labels import Category, Gate, is_open

ITEMS_FILE = "requests/items.tsv"


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(default_corpus())


def test_every_line_is_well_formed(corpus: Corpus) -> None:
    assert corpus.problems == ()


def test_every_label_is_one_of_the_list_of_items(corpus: Corpus) -> None:
    known = {x.item for x in corpus.lines if x.source.startswith(ITEMS_FILE)}
    strange = [
        f"{x.source}: {x.item}"
        for x in corpus.lines
        if x.item and not is_open(x.item) and x.item not in known
    ]

    assert len(known) == 210
    assert strange == []


def test_nothing_is_said_twice_or_nearly(corpus: Corpus) -> None:
    lines = corpus.lines
    pairs = [
        f"{lines[a].source} {lines[a].text[:30]} ~ {lines[b].source} {lines[b].text[:30]}"
        for a, b in near_duplicates([line.text for line in lines])
        if lines[a].batch != "items" or lines[b].batch != "items"
    ]

    assert pairs == []


def test_all_categories_and_gates_are_there(corpus: Corpus) -> None:
    assert {x.category for x in corpus.lines if x.category} == set(Category)
    assert {x.gate for x in corpus.lines} == set(Gate)


def test_each_item_has_lines_by_more_than_one_hand(corpus: Corpus) -> None:
    batches = {
        (x.item, x.batch)
        for x in corpus.lines
        if x.item and x.category != Category.NOT_FOR_THE_GRID and not is_open(x.item)
    }
    hands = Counter(item for item, _ in batches)

    assert min(hands.values()) >= 2
