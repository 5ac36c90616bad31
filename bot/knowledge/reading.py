"""The office's list of questions and answers, read from its files and checked.

Comes in: a directory of YAML files, or None for the list that comes with the program; the items and
areas that exist. Goes out: entries, or ConfigError with every problem at once (`path: what is wrong
(got value). How to mend it`). Does not: find answers.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import yaml

from bot.domain.errors import ConfigError
from bot.domain.knowledge import Entry, Source, SourceKind

MOST_CHARACTERS: Final = 200
"""An answer in a group is one line."""

_FIELDS: Final = frozenset(
    {
        *("id", "item", "questions", "answer", "source", "about", "must", "unless"),
        *("from", "until", "community", "grid"),
    }
)
_LISTS: Final = ("questions", "about", "must", "unless")
_SOURCE: Final = frozenset({"kind", "name", "date"})
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What entries may name: items of the admission list, communities, grids."""

    items: Collection[str]
    communities: Collection[str] = ()
    grids: Collection[str] = ()


@dataclass(slots=True)
class _Reader:
    known: Known | None
    entries: list[Entry] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)


@cache
def shipped() -> tuple[Entry, ...]:
    """The list that comes with the program."""
    return _entries(_shipped(), None)


def read_entries(directory: str | None, known: Known) -> tuple[Entry, ...]:
    """All entries of all files; ConfigError lists everything that is wrong with them. Of the list
    that comes with the program, what the office has no item for is left out."""
    if directory is None:
        return tuple(entry for entry in shipped() if entry.item in known.items)
    return _entries(_files(directory), known)


def _entries(files: Iterable[tuple[str, str]], known: Known | None) -> tuple[Entry, ...]:
    reader = _Reader(known=known)
    for name, text in files:
        try:
            rows = yaml.load(text, _LOADER)
        except yaml.YAMLError as err:
            reader.problems.append(f"{name}: cannot be read as YAML: {' '.join(str(err).split())}")
            continue
        if not isinstance(rows, list):
            reader.problems.append(f"{name}: must be a list of entries, each with `- id: ...`")
            continue
        for number, row in enumerate(rows, 1):
            _read(reader, name, number, row)
    if reader.problems:
        raise ConfigError([f"knowledge: {problem}" for problem in reader.problems])
    return tuple(reader.entries)


def _shipped() -> Iterator[tuple[str, str]]:
    folder = resources.files("bot.knowledge").joinpath("entries")
    found = [each for each in folder.iterdir() if each.name.endswith(".yaml")]
    for each in sorted(found, key=lambda one: one.name):
        yield each.name, each.read_text(encoding="utf-8")


def _files(directory: str) -> Iterator[tuple[str, str]]:
    """Name and text of each file, in the order of their names."""
    try:
        paths = sorted(Path(directory).glob("*.yaml"))
        if not paths:
            raise ConfigError(
                [
                    f"knowledge.directory: no *.yaml files there (got {directory!r}). Leave it out"
                    " to use the list that comes with the program"
                ]
            )
        for path in paths:
            yield path.name, path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as err:
        raise ConfigError([f"knowledge.directory: cannot be read: {err}"]) from err


def _read(reader: _Reader, name: str, number: int, row: object) -> None:
    """One entry, or its problems."""
    if not isinstance(row, dict):
        reader.problems.append(f"{name}: entry {number}: must be a mapping with `id`, `item` ...")
        return
    where = f"{name}: {row.get('id') or f'entry {number}'}"
    problems = [f"{where}.{problem}" for problem in _wrong(row, reader.known)]
    earlier = reader.seen.setdefault(str(row.get("id")), name)
    if row.get("id") and any(entry.id == row["id"] for entry in reader.entries):
        problems.append(f"{where}.id: appears twice (first in {earlier}). Give another")
    if problems:
        reader.problems += problems
    else:
        reader.entries.append(_entry(row))


def _wrong(row: Mapping[str, Any], known: Known | None) -> Iterator[str]:
    for extra in sorted(map(str, set(row) - _FIELDS)):
        yield f"{extra}: unknown field. Remove it; known: {', '.join(sorted(_FIELDS))}"
    for name in ("id", "item", "answer"):
        if not _is_text(row.get(name)):
            yield f"{name}: must be given as text (got {row.get(name)!r})"
    yield from _wrong_lists(row)
    if _is_text(row.get("answer")) and len(row["answer"]) > MOST_CHARACTERS:
        yield f"answer: at most {MOST_CHARACTERS} characters (got {len(row['answer'])}). Shorten it"
    yield from _wrong_source(row.get("source"))
    yield from _wrong_bounds(row)
    if known is not None:
        yield from _unknown(row, known)


def _wrong_lists(row: Mapping[str, Any]) -> Iterator[str]:
    for name in _LISTS:
        value = row.get(name, [])
        if not isinstance(value, list) or not all(map(_is_text, value)):
            yield f"{name}: must be a list of texts (got {value!r}). Put numbers in quotes"
    if not row.get("questions"):
        yield "questions: must be given: at least one question as people ask it"


def _wrong_source(source: object) -> Iterator[str]:
    if not isinstance(source, dict):
        yield "source: must be given as {kind: law|notice|office, name: ..., date: YYYY-MM-DD}"
        return
    for extra in sorted(map(str, set(source) - _SOURCE)):
        yield f"source.{extra}: unknown field. Remove it"
    kinds = [kind.value for kind in SourceKind]
    if source.get("kind") not in kinds:
        yield f"source.kind: must be one of {', '.join(kinds)} (got {source.get('kind')!r})"
    if not _is_text(source.get("name")):
        yield f"source.name: must be given as text (got {source.get('name')!r})"
    if not isinstance(source.get("date"), date):
        yield f"source.date: must be a date YYYY-MM-DD (got {source.get('date')!r})"


def _wrong_bounds(row: Mapping[str, Any]) -> Iterator[str]:
    for name in ("from", "until"):
        if row.get(name) is not None and not isinstance(row[name], date):
            yield f"{name}: must be a date YYYY-MM-DD (got {row[name]!r})"
    since, until = row.get("from"), row.get("until")
    if isinstance(since, date) and isinstance(until, date) and until < since:
        yield f"until: must not be before `from` (got {until})"


def _unknown(row: Mapping[str, Any], known: Known) -> Iterator[str]:
    if _is_text(row.get("item")) and row["item"] not in known.items:
        yield f"item: no such item (got {row['item']!r}). Take one of the admission list"
    for name, names in (("community", known.communities), ("grid", known.grids)):
        if row.get(name) is not None and row[name] not in names:
            yield f"{name}: no such {name} (got {row[name]!r}). Known: {', '.join(sorted(names))}"


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _entry(row: Mapping[str, Any]) -> Entry:
    source = row["source"]
    return Entry(
        id=row["id"],
        item=row["item"],
        questions=tuple(row["questions"]),
        answer=row["answer"].strip(),
        source=Source(
            kind=SourceKind(source["kind"]), name=source["name"].strip(), date=source["date"]
        ),
        about=tuple(word.lower() for word in row.get("about", ())),
        must=tuple(word.lower() for word in row.get("must", ())),
        unless=tuple(word.lower() for word in row.get("unless", ())),
        since=row.get("from"),
        until=row.get("until"),
        community=row.get("community"),
        grid=row.get("grid"),
    )
