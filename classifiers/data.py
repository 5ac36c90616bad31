"""The corpus: hand-written lines in tab-separated files, read with every fault named by file:line.

In: a directory of `*.tsv`. Out: a `Corpus` of good lines plus the list of bad ones. It does not
judge labels; whether a line says what its label says is a matter for the people who write.

Columns: gate, item, emergency, register, region, batch, text (docs/corpus.md tells their values).
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from classifiers.errors import CorpusError
from classifiers.labels import NO_ITEM, Gate, Talk, category_of, is_item_code

COLUMNS = ("gate", "item", "emergency", "register", "region", "batch", "text")
REGISTERS = frozenset({"title", "lead", "letter", "board", "chat", "voice"})
REGIONS = frozenset(
    {"general", "beijing", "north", "northeast", "northwest", "central", "southwest", "wu"}
    | {"jianghuai", "cantonese", "minnan", "hakka", "hunan", "hant", "jiangxi", "shandong"}
)
GROUP_LINES = 20
CORRECTIONS = "corrections"  # the batch of lines that were put right by people, not written
_EMERGENCY = re.compile(r"-|EM(?:0[1-9]|1\d|2[0-2])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One labelled text of the corpus."""

    gate: Gate
    item: str | None
    emergency: str | None
    register: str
    region: str
    batch: str
    text: str
    source: str  # file:line
    talk: Talk | None = None  # of talk only

    @property
    def category(self) -> str | None:
        return category_of(self.item) if self.item else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Lines fit for training, and what was wrong with the others."""

    lines: tuple[Line, ...]
    problems: tuple[str, ...]
    digest: str


def default_corpus() -> Path:
    """The corpus that comes with the package."""
    return Path(__file__).parent / "corpus"


def read_corpus(directory: Path) -> Corpus:
    """All lines under `directory`; raises `CorpusError` if there is not one good line."""
    lines: list[Line] = []
    problems: list[str] = []
    for path in sorted(directory.rglob("*.tsv")):
        _read_file(path, path.relative_to(directory).as_posix(), lines, problems)
    if not lines:
        listed = "\n".join(problems[:20]) or "no *.tsv file with lines in it"
        raise CorpusError(f"no usable corpus in {directory}:\n{listed}")
    return Corpus(lines=tuple(lines), problems=tuple(problems), digest=digest_of(lines))


def group_of(line: Line) -> str:
    """Lines written one after another by one hand; cross-validation keeps them together."""
    name, _, number = line.source.rpartition(":")
    return f"{name}:{int(number) // GROUP_LINES}"


def digest_of(lines: Iterable[Line]) -> str:
    """One hash for what is in the lines, whatever file or order they stand in."""
    rows = sorted(
        "\t".join((x.gate, x.item or x.talk or NO_ITEM, x.register, x.text)) for x in lines
    )
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _read_file(path: Path, name: str, lines: list[Line], problems: list[str]) -> None:
    try:
        rows = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as err:
        problems.append(f"{name}: not UTF-8 at byte {err.start}")
        return
    if tuple(rows[0].rstrip("\r").split("\t")) != COLUMNS:
        problems.append(f"{name}:1: the first line must be the header {' '.join(COLUMNS)}")
        return
    for number, row in enumerate(rows[1:], 2):
        if not row.strip():
            continue
        fields = row.rstrip("\r").split("\t")
        faults = list(_faults(fields))
        if faults:
            problems.append(f"{name}:{number}: {'; '.join(faults)}")
        else:
            lines.append(_line(fields, f"{name}:{number}"))


def _line(fields: Sequence[str], source: str) -> Line:
    gate, item, emergency, register, region, batch, text = fields
    given = Talk(item) if item in set(Talk) else None
    return Line(
        gate=Gate(gate),
        item=None if given or item == NO_ITEM else item,
        talk=given,
        emergency=None if emergency == NO_ITEM else emergency,
        register=register,
        region=region,
        batch=batch,
        text=text,
        source=source,
    )


def _faults(fields: Sequence[str]) -> Iterator[str]:
    if len(fields) != len(COLUMNS):
        yield f"{len(fields)} columns instead of {len(COLUMNS)}"
        return
    gate, item, emergency, register, region, batch, text = fields
    yield from _label_faults(gate, item, emergency)
    for name, value, known in (("register", register, REGISTERS), ("region", region, REGIONS)):
        if value not in known:
            yield f"unknown {name} {value!r}"
    for name, value in (("batch", batch), ("text", text)):
        if not value.strip():
            yield f"no {name}"


def _label_faults(gate: str, item: str, emergency: str) -> Iterator[str]:
    if gate not in set(Gate):
        yield f"unknown gate {gate!r}"
    elif gate == Gate.NEITHER:
        if item not in {NO_ITEM, *Talk}:
            yield f"gate N cannot have item {item!r}"
    elif not is_item_code(item):
        yield f"unknown item {item!r}"
    if not _EMERGENCY.fullmatch(emergency):
        yield f"unknown emergency {emergency!r}"


def near_duplicates(texts: Sequence[str], *, threshold: float = 0.6) -> list[tuple[int, int]]:
    """Pairs of texts whose sets of 3-grams overlap by `threshold`.

    Punctuation and case do not count. Of texts of up to eight letters only equal ones are pairs:
    a good many people say much the same in four words, and each of them means it.
    """
    grams = [_grams(text) for text in texts]
    index: dict[str, list[int]] = defaultdict(list)
    found: list[tuple[int, int]] = []
    for number, own in enumerate(grams):
        shared = Counter(k for gram in own for k in index[gram][-400:])
        for other, count in shared.items():
            if count >= threshold * (len(own) + len(grams[other]) - count):
                found.append((other, number))
        for gram in own:
            index[gram].append(number)
    return found


def _grams(text: str) -> frozenset[str]:
    letters = re.sub(r"[\W_]+", "", text).lower()
    if len(letters) <= 8:
        return frozenset({letters or text})
    return frozenset(letters[i : i + 3] for i in range(len(letters) - 2))
