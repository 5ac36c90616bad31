"""`qunli train`, and the model that has to be there before anything is understood.

Comes in: where corpus and model are. Goes out: a trained, stored model; progress on standard error.
Does not: know how a model is made.
"""

import sys
from pathlib import Path

from tqdm import tqdm

from bot.domain.errors import ModelError
from bot.wiring import load_model
from classifiers.api import Classifier
from classifiers.cascade import Span
from classifiers.errors import ClassifierError, MissingModelError
from classifiers.store import Card
from classifiers.train import train


def train_with_bar(
    *,
    corpus: Path | None = None,
    directory: Path | None = None,
    seed: int = 1,
    encoder: str = "auto",
) -> Card:
    """Train with a progress bar."""
    with tqdm(total=100, desc="training the text model", unit="%", file=sys.stderr) as bar:

        def progress(stage: str, share: float) -> None:
            bar.set_postfix_str(stage)
            bar.update(max(round(share * 100) - int(bar.n), 0))

        try:
            return train(
                corpus=corpus, directory=directory, seed=seed, encoder=encoder, progress=progress
            )
        except (ClassifierError, OSError) as err:
            raise ModelError(str(err)) from err


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
