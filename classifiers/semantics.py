"""What words mean to one another: a table of words and short vectors that comes with the package.

In: `words/words.txt` and `words/vectors.npy`. Out: one vector a word, words of like meaning
near each other. The table was distilled once from a multilingual sentence encoder
(`classifiers.distil` tells how) and lets training give a sensible weight to a word that no line
of the corpus contains. The service does not read it: its effect is inside the trained weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from classifiers.errors import ClassifierError
from classifiers.features import Floats, word_buckets

WORDS_FILE = "words.txt"
VECTORS_FILE = "vectors.npy"


@dataclass(frozen=True, slots=True, kw_only=True)
class WordTable:
    """Words and their vectors, row by row; vectors have a mean square length of one."""

    words: tuple[str, ...]
    vectors: Floats

    def aligned(self, columns: npt.NDArray[np.int32], width: int) -> Floats:
        """The vectors laid out by column of a vectoriser; zeros where a column is no word."""
        laid = np.zeros((width, self.vectors.shape[1]), dtype=np.float32)
        places = columns[word_buckets(self.words)]
        laid[places[places >= 0]] = self.vectors[places >= 0]
        return laid


def default_table() -> Path:
    """The table that comes with the package."""
    return Path(__file__).parent / "words"


def read_table(directory: Path) -> WordTable:
    """Read words and vectors; raises `ClassifierError` if they do not belong together."""
    try:
        words = (directory / WORDS_FILE).read_text(encoding="utf-8").split()
        stored = np.load(directory / VECTORS_FILE, allow_pickle=False)
    except (OSError, ValueError) as err:
        raise ClassifierError(f"{directory}: no readable table of words ({err})") from err
    if len(words) != len(stored):
        raise ClassifierError(f"{directory}: {len(words)} words but {len(stored)} vectors")
    vectors = stored.astype(np.float32)
    vectors /= np.sqrt(np.mean(np.sum(vectors**2, axis=1)))
    return WordTable(words=tuple(words), vectors=vectors)
