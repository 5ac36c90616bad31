"""A text model that knows a few words.

Comes in: texts. Goes out: predictions by the words in them. Does not: learn.
"""

from collections.abc import Mapping, Sequence

from classifiers.api import Gate, Prediction

WORDS = {
    "路灯": "GY-11",
    "电梯": "WY-01",
    "漏水": "WY-02",
    "垃圾": "CG-01",
    "工资": "LD-01",
    "停水": "GY-01",
}


class FakeClassifier:
    """The first known word decides; `trips` are words it fails at."""

    version = "fake-1"
    encoder = "none"

    def __init__(self, words: Mapping[str, str] = WORDS, *, trips: Sequence[str] = ()) -> None:
        self._words = words
        self._trips = tuple(trips)
        self.asked: list[list[str]] = []

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        return [self._told(text, ranked=False) for text in self._listened(texts)]

    def rank(self, texts: Sequence[str]) -> list[Prediction]:
        return [self._told(text, ranked=True) for text in self._listened(texts)]

    def _listened(self, texts: Sequence[str]) -> Sequence[str]:
        self.asked.append(list(texts))
        for text in texts:
            if any(word in text for word in self._trips):
                raise ArithmeticError("this text is too much for the model")
        return texts

    def _told(self, text: str, *, ranked: bool) -> Prediction:
        item = next((item for word, item in self._words.items() if word in text), None)
        asks = "怎么" in text
        gate = Gate.NEITHER if item is None else Gate.QUESTION if asks else Gate.REQUEST
        shown = item or ("GY-11" if ranked else None)
        return Prediction(
            gate=gate,
            request_probability=0.02 if item is None else 0.97,
            item=shown,
            category=shown.partition("-")[0] if shown else None,
            top3=(shown,) if shown else (),
            confidence=0.9 if item else 0.2,
            model=self.version,
        )
