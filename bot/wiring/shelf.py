"""The versions of the text model as the desk shows them.

Comes in: the directory of models. Goes out: versions with their figures, another one in use. Does
not: train, or change the model of a service that runs. It blocks.
"""

from collections.abc import Sequence
from pathlib import Path

from bot.desk.pages.models import Version
from bot.domain.errors import ModelError
from classifiers import store
from classifiers.errors import ClassifierError


class ModelShelf:
    """See `bot.desk.pages.models.Shelf`."""

    def __init__(self, directory: str | None) -> None:
        self._directory = Path(directory) if directory else store.default_directory()

    def all(self) -> Sequence[Version]:
        """Every version, the newest first."""
        current = self._current()
        return [
            self._version(name, current=name == current)
            for name in reversed(store.versions(self._directory))
        ]

    def use(self, name: str) -> None:
        """Make it the one that a service starts with; ModelError where it cannot be read."""
        try:
            if name not in store.versions(self._directory):
                raise ModelError(f"there is no model {name!r}")
            store.load(self._directory / name)
            store.use(self._directory, name)
        except (ClassifierError, OSError) as err:
            raise ModelError(str(err)) from err

    def _current(self) -> str:
        try:
            return (self._directory / store.CURRENT_FILE).read_text(encoding="utf-8").strip()
        except OSError:
            return ""

    def _version(self, name: str, *, current: bool) -> Version:
        try:
            card = store.read_card(self._directory / name)
        except ClassifierError as err:
            return Version(name=name, current=current, trouble=str(err))
        return Version(
            name=name,
            current=current,
            lines=card.lines,
            encoder=card.encoder,
            corpus=card.corpus,
            figures=card.figures,
            trouble="" if card.format == store.FORMAT else f"format {card.format}",
        )
