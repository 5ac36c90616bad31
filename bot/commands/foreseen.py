"""A model that is asked about every text of a conversation at once, before it is played.

Comes in: a model, the texts that will be said. Goes out: the model's own answers. Does not: answer
by itself: what was not foreseen (joined fragments, parts of a message) is asked when it comes.

One text at a time costs a model many times what it costs among others.
"""

import logging
from collections.abc import Iterable, Sequence

from classifiers.api import Classifier, Prediction

log = logging.getLogger(__name__)


class Foreseen:
    """See `classifiers.api.Classifier`."""

    def __init__(self, model: Classifier, texts: Iterable[str]) -> None:
        self._model = model
        self.version = model.version
        self.encoder = model.encoder
        self._ranked: dict[str, Prediction] = {}
        try:
            self._ask(sorted(set(texts)))
        except Exception as err:  # noqa: BLE001 - which text it fails at shows when it comes
            log.warning("nothing_foreseen", extra={"error": type(err).__name__})

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        """One answer for each text."""
        return self._model.predict(texts)

    def rank(self, texts: Sequence[str]) -> list[Prediction]:
        """One answer for each text, foreseen where it was."""
        self._ask([text for text in dict.fromkeys(texts) if text not in self._ranked])
        return [self._ranked[text] for text in texts]

    def _ask(self, texts: Sequence[str]) -> None:
        if texts:
            self._ranked |= zip(texts, self._model.rank(texts), strict=True)
