"""`qunli train`, and the model that has to be there before anything is understood.

Comes in: where corpus and model are. Goes out: a trained, stored model; progress on standard error.
Does not: know how a model is made. Learning happens in a process of its own, with a second one for
the second core: the one that goes on living stays small.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from bot.commands.bars import shown
from bot.domain.errors import ModelError
from bot.wiring.model import load_model
from classifiers.apart import learn_apart
from classifiers.api import Classifier
from classifiers.cascade import Span
from classifiers.errors import ClassifierError, MissingModelError
from classifiers.store import Card, default_directory
from classifiers.train import Learning, trained

Found = TypeVar("Found")

_PROCESSES: Final = 2
"""More would be faster by seconds only, and each takes half a gigabyte."""


def learn_with_bar(work: Callable[[Learning], Found], learning: Learning) -> Found:
    """Learn something elsewhere, with a progress bar; ModelError with the reason if it fails."""
    cores = len(os.sched_getaffinity(0))
    try:
        with shown("training the text model") as progress:
            learning = replace(learning, processes=min(cores, _PROCESSES), progress=progress)
            return learn_apart(work, learning)
    except (ClassifierError, OSError) as err:
        raise ModelError(str(err)) from err


def train_with_bar(
    *,
    corpus: Path | None = None,
    directory: Path | None = None,
    seed: int = 1,
    encoder: str = "auto",
) -> Card:
    """Train on a corpus; the new version is the current one."""
    learning = Learning(place=directory or default_directory(), seed=seed, encoder=encoder)
    return learn_with_bar(partial(trained, corpus=corpus), learning)


def ensure_model(directory: str | None, *, encoder: str, span: Span | None = None) -> Classifier:
    """The model; trained first where there is none at all. A damaged one is a ModelError."""
    try:
        return load_model(directory, encoder=encoder, span=span)
    except MissingModelError:
        train_with_bar(directory=Path(directory) if directory else None, encoder=encoder)
    except ClassifierError as err:
        raise ModelError(str(err)) from err
    return existing_model(directory, encoder=encoder, span=span)


def existing_model(directory: str | None, *, encoder: str, span: Span | None = None) -> Classifier:
    """The model of a directory that somebody named: nothing is trained where there is none."""
    try:
        return load_model(directory, encoder=encoder, span=span)
    except ClassifierError as err:
        raise ModelError(str(err)) from err
