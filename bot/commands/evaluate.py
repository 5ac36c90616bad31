"""`qunli evaluate`: how good a model trained on this corpus is, and the page that shows it.

Comes in: where the corpus is, sentences to be explained. Goes out: held-out figures, a report in
one file; progress on standard error. Does not: touch the model in use.
"""

from collections.abc import Sequence
from pathlib import Path

from bot.commands.bars import shown
from bot.domain.errors import ModelError
from classifiers.errors import ClassifierError
from classifiers.report import inspect, render


def evaluate_with_bar(
    *, corpus: Path | None, seed: int, report: Path | None, sentences: Sequence[str]
) -> dict[str, float]:
    """The held-out figures; the report is written where one is wanted."""
    try:
        with shown("evaluating the text model") as progress:
            found = inspect(
                corpus=corpus,
                seed=seed,
                sentences=sentences,
                curve=report is not None,
                progress=progress,
            )
    except (ClassifierError, OSError) as err:
        raise ModelError(str(err)) from err
    if report is not None:
        report.write_text(render(found), encoding="utf-8")
    return found.evaluation.figures
