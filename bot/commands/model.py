"""`qunli model list|use|diff`: the versions of the text model that are kept.

Comes in: a directory of models, names of versions, texts to compare them on. Goes out: lines for
people. Does not: train; a service that runs goes on with the version it was started with.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.commands.files import read_lines
from bot.domain.errors import ConfigError, ModelError
from classifiers import store
from classifiers.api import Classifier
from classifiers.compare import FIELDS, Asked, Change, Comparison, compare
from classifiers.errors import ClassifierError
from classifiers.store import Card

_SHOWN = ("request_f1", "category_accuracy", "item_top1", "item_top3", "ece")
_CODES = {"gate": "N", "category": "-", "item": "-"}


def directory_of(path: Path | None) -> Path:
    """Where the versions are."""
    return path or store.default_directory()


def list_models(directory: Path) -> tuple[list[str], bool]:
    """A line for each version, oldest first, `*` before the one in use; whether all could be
    read."""
    current = _current(directory)
    lines, fine = [], True
    for version in store.versions(directory):
        mark = "*" if version == current else " "
        try:
            lines.append(f"{mark} {version}  {_told(store.read_card(directory / version))}")
        except ClassifierError as err:
            fine = False
            lines.append(f"{mark} {version}  {err}")
    return lines or [f"no model in {directory}; `qunli train` makes one"], fine


def _current(directory: Path) -> str | None:
    try:
        return (directory / store.CURRENT_FILE).read_text(encoding="utf-8").strip()
    except OSError:
        return None


def _told(card: Card) -> str:
    figures = "  ".join(
        f"{name} {card.figures[name]:.3f}" for name in _SHOWN if name in card.figures
    )
    usable = "" if card.format == store.FORMAT else f"  (format {card.format}: not readable here)"
    return f"{card.lines} lines, seed {card.seed}, encoder {card.encoder}  {figures}{usable}"


def use_model(directory: Path, name: str) -> str:
    """Make a version the one in use, if it can be read; its full name."""
    version = full_name(directory, name)
    _loaded(directory, version)
    store.use(directory, version)
    return version


def full_name(directory: Path, name: str) -> str:
    """The one version whose name begins so, or with `linear-` before it."""
    known = store.versions(directory)
    if name in known:
        return name
    found = [version for version in known if version.startswith((name, f"linear-{name}"))]
    if len(found) != 1:
        which = ", ".join(found or known) or "none"
        raise ModelError(f"{name!r} names {len(found)} models of {directory}: {which}")
    return found[0]


def _loaded(directory: Path, version: str, encoder: str = "none") -> Classifier:
    try:
        return store.load(directory / version, encoder=encoder)
    except ClassifierError as err:
        raise ModelError(str(err)) from err


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """What to compare on: JSON lines, how many changes to show, and with which encoder."""

    lines: Iterable[str]
    shown: int
    encoder: str


def diff_models(directory: Path, names: tuple[str, str], texts: Texts | None) -> list[str]:
    """Held-out figures side by side; and what changed on the texts, if there are any."""
    old, new = (full_name(directory, name) for name in names)
    told = [f"{'held out':<24}{old:>22}{new:>22}{'change':>10}"]
    try:
        cards = store.read_card(directory / old), store.read_card(directory / new)
    except ClassifierError as err:
        raise ModelError(str(err)) from err
    told += _figures(cards[0].figures, cards[1].figures)
    if cards[0].corpus != cards[1].corpus:
        told.append(f"learnt from other lines ({cards[0].lines} and {cards[1].lines}), of which")
        told.append("these figures are: only a file of texts can tell which model is the better")
    if texts is not None:
        asked = read_asked(texts.lines)
        before, after = (_loaded(directory, version, texts.encoder) for version in (old, new))
        told += ["", *_compared(compare(before, after, asked), texts.shown)]
    return told


def _figures(old: Mapping[str, float], new: Mapping[str, float]) -> Iterator[str]:
    for name in dict.fromkeys((*old, *new)):
        was, now = old.get(name), new.get(name)
        change = "" if was is None or now is None else f"{now - was:+.4f}"
        yield f"{name:<24}{_number(was):>22}{_number(now):>22}{change:>10}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"


def read_asked(lines: Iterable[str]) -> list[Asked]:
    """Texts of JSON lines `{"id", "text"}`, with `gate`, `category` and `item` where it is known
    what counts as right: a code, or a list of codes.
    """
    asked = read_lines(lines, _asked, "texts")
    if not asked:
        raise ConfigError(["no lines to compare on"])
    return asked


def _asked(row: dict[str, Any], number: int) -> Asked:
    text = row["text"]
    if not isinstance(text, str):
        raise TypeError("text must be a string")
    right = {name: _codes(row[name], name) for name in FIELDS if name in row}
    return Asked(id=str(row.get("id", number)), text=text, right=right)


def _codes(value: Any, name: str) -> frozenset[str]:  # noqa: ANN401
    """What counts as right; nothing at all is what is said of talk."""
    codes = value if isinstance(value, list) else [value]
    return frozenset(_CODES[name] if code is None else str(code) for code in codes or [None])


def _compared(found: Comparison, shown: int) -> Iterator[str]:
    share = len(found.changes) / found.texts
    yield f"{found.texts} texts, {len(found.changes)} with another answer ({share:.1%})"
    for name, (judged, old, new) in found.right.items():
        yield f"{name:<10} right {old / judged:.4f} -> {new / judged:.4f} of {judged}"
    yield ""
    yield f"{'category':<10}{'said':>14}{'came':>7}{'left':>7}{'found, of those that belong':>32}"
    for row in found.categories:
        said = f"{row.said[0]} -> {row.said[1]}"
        right = f"{row.found[0]} -> {row.found[1]} of {row.belong}" if row.belong else "-"
        yield f"{row.category:<10}{said:>14}{row.came:>7}{row.left:>7}{right:>32}"
    if found.changes:
        yield ""
        yield f"what changed ({min(shown, len(found.changes))} of {len(found.changes)} shown)"
    yield from (_example(change) for change in found.changes[:shown])


def _example(change: Change) -> str:
    kind = "worse" if change.worse else "better" if change.better else "other"
    old, new = ("/".join(said[name] for name in FIELDS) for said in (change.old, change.new))
    return f"{kind:<7}{change.id}  {old} -> {new}  {' '.join(change.text.split())[:60]}"
