"""Reads the arrays of a skops file without loading what skops needs to write one.

In: a file that `skops.io.dump` wrote of a flat dictionary of numpy arrays. Out: the dictionary.
Anything else in the file is refused: no object is built, no code is run, no pickle is opened.
`skops.io.load` reads the same files, and brings a hundred megabytes of scikit-learn along.
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

SCHEMA_FILE = "schema.json"
_DICTIONARY = {"__class__": "dict", "__module__": "builtins", "__loader__": "DictNode"}
_ARRAY = {
    "__class__": "ndarray",
    "__module__": "numpy",
    "__loader__": "NdArrayNode",
    "type": "numpy",
}


def read_arrays(path: Path) -> dict[str, npt.NDArray[Any]]:
    """All arrays by name; raises `ValueError`, `OSError` or `BadZipFile` on anything strange."""
    with zipfile.ZipFile(path) as archive:
        schema = json.loads(archive.read(SCHEMA_FILE))
        _expect(schema, _DICTIONARY)
        return {name: _read(archive, node) for name, node in schema["content"].items()}


def _read(archive: zipfile.ZipFile, node: object) -> npt.NDArray[Any]:
    _expect(node, _ARRAY)
    assert isinstance(node, dict)
    content = io.BytesIO(archive.read(str(node["file"])))
    array: npt.NDArray[Any] = np.lib.format.read_array(content, allow_pickle=False)
    return array


def _expect(node: object, form: dict[str, str]) -> None:
    if not isinstance(node, dict) or any(node.get(key) != value for key, value in form.items()):
        raise ValueError(f"not a plain {form['__class__']}")
