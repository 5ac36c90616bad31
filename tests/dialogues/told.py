"""A text model that knows what the conversation tells it, word for word.

Comes in: the texts of a conversation with their items. Goes out: predictions for exactly these
texts, for turns made of them, and for parts of them that were named. Does not: learn or guess.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classifiers.api import Gate, Prediction

SURE, UNLIKELY = 0.97, 0.02
CALM = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a text is: an item or none, whether it is `talk` all the same or only asks, which
    emergency it looks like (`none`: surely none), and how likely it is a request where that is not
    clear."""

    item: str | None
    talk: bool = False
    asks: bool = False
    alarm: str | None = None
    chance: float | None = None


class ToldClassifier:
    """Texts that were not told are talk."""

    version = "told"
    encoder = "none"

    def __init__(self, texts: Mapping[str, Told]) -> None:
        self._texts = dict(texts)

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        return [self._answer(text) for text in texts]

    def rank(self, texts: Sequence[str]) -> list[Prediction]:
        return self.predict(texts)

    def _answer(self, text: str) -> Prediction:
        told = self._told(text)
        talk = told is None or told.talk
        gate = Gate.NEITHER if talk else Gate.QUESTION if told and told.asks else Gate.REQUEST
        item = told.item if told else None
        alarm = self._alarm(text)
        return Prediction(
            gate=gate,
            request_probability=UNLIKELY if talk else _chance(told),
            item=item,
            category=item.partition("-")[0] if item else None,
            top3=(item,) if item else (),
            confidence=0.95 if item else 0.1,
            model=self.version,
            emergency=None if alarm is None else UNLIKELY if alarm == CALM else SURE,
            emergency_code=None if alarm == CALM else alarm,
        )

    def _alarm(self, text: str) -> str | None:
        """The first alarm that was told of a text or a line of it."""
        told = (self._texts.get(line.strip()) for line in (text, *text.splitlines()))
        return next((one.alarm for one in told if one is not None and one.alarm), None)

    def _told(self, text: str) -> Told | None:
        """What was told of a text, or of the first telling line of a turn."""
        for line in (text, *text.splitlines()):
            told = self._texts.get(line.strip())
            if told is not None and told.item is not None:
                return told
        return None


def _chance(told: Told | None) -> float:
    if told is None:
        return UNLIKELY
    return SURE if told.chance is None else told.chance
