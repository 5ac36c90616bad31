"""What two models say differently, counted by hand."""

from __future__ import annotations

from collections.abc import Sequence

from classifiers.api import Gate, Prediction
from classifiers.compare import Asked, CategoryChange, compare


class Sayings:
    """A model that says of each text what it was told to; nothing of others."""

    version = "sayings"
    encoder = "none"

    def __init__(self, **items: str) -> None:
        self.items = items

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        return [self._answer(self.items.get(text)) for text in texts]

    def rank(self, texts: Sequence[str]) -> list[Prediction]:
        return self.predict(texts)

    def _answer(self, item: str | None) -> Prediction:
        return Prediction(
            gate=Gate.NEITHER if item is None else Gate.REQUEST,
            request_probability=0.0 if item is None else 1.0,
            item=item,
            category=item.partition("-")[0] if item else None,
            top3=(item,) if item else (),
            confidence=1.0,
            model=self.version,
        )


def asked(text: str, **right: str) -> Asked:
    codes = {name: frozenset(value.split()) for name, value in right.items()}
    return Asked(id=f"id-{text}", text=text, right=codes)


TEXTS = [
    asked("lamp", category="GY", item="GY-11"),
    asked("lift", category="WY", item="WY-01 WY-03"),
    asked("noise", category="CG JF"),
    asked("talk", gate="N", category="-"),
    asked("wages"),
]
OLD = Sayings(lamp="GY-11", lift="AQ-01", noise="CG-18", talk="WY-01", wages="LD-01")
NEW = Sayings(lamp="GY-01", lift="WY-03", noise="JF-01", wages="LD-02")


def test_changes_are_told_worse_ones_first() -> None:
    changes = compare(OLD, NEW, TEXTS).changes

    assert [(x.text, x.better, x.worse) for x in changes] == [
        ("lamp", (), ("item",)),
        ("lift", ("category", "item"), ()),
        ("talk", ("gate", "category"), ()),
        ("noise", (), ()),
        ("wages", (), ()),
    ]
    assert (changes[0].old["item"], changes[0].new["item"]) == ("GY-11", "GY-01")
    assert dict(changes[2].new) == {"gate": "N", "category": "-", "item": "-"}


def test_right_answers_are_counted_where_they_are_known() -> None:
    found = compare(OLD, NEW, TEXTS)

    assert (found.texts, dict(found.right)) == (
        5,
        {"gate": (1, 0, 1), "category": (4, 2, 4), "item": (2, 1, 1)},
    )


def test_each_category_tells_what_came_and_went() -> None:
    rows = {row.category: row for row in compare(OLD, NEW, TEXTS).categories}

    assert rows["WY"] == CategoryChange(
        category="WY", said=(1, 1), came=1, left=1, belong=1, found=(0, 1)
    )
    assert rows["CG"] == CategoryChange(
        category="CG", said=(1, 0), came=0, left=1, belong=1, found=(1, 0)
    )
    assert list(rows) == sorted(rows)


def test_equal_models_change_nothing() -> None:
    assert compare(OLD, OLD, TEXTS).changes == ()
