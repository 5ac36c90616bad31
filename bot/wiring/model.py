"""The text model of a program.

Comes in: a directory. Goes out: a classifier. Does not: train.
"""

from pathlib import Path

from classifiers import store as models
from classifiers.api import Classifier
from classifiers.cascade import Span


def load_model(directory: str | None, *, encoder: str, span: Span | None = None) -> Classifier:
    """The text model, with a sentence encoder where one is wanted; ModelError where it is missing
    or damaged.
    """
    place = Path(directory) if directory else models.default_directory()
    return models.load(place, encoder=encoder, span=span)
