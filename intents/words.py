"""Words to listen for, kept as YAML under `lexicon/` and compiled on first use.

Comes in: the name of a file there. Goes out: its content, or its lists as `Words`. Does not:
decide; load anything on import.

A file of words is a mapping `name -> list of fragments`. A fragment is a regular expression in
which `{other}` stands for the alternatives of the list `other` of the same file (names that start
with an underscore are only such parts).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import yaml

from intents.keys import Way, united, ways_of

_REFERENCE = re.compile(r"\{([a-z_]+)\}")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Words:
    """A compiled list with the keys without which it cannot occur, and the ways in which it may
    (`intents.keys`).
    """

    pattern: re.Pattern[str]
    keys: frozenset[str] | None
    ways: tuple[Way, ...]

    def search(self, text: str, grams: frozenset[str] | None = None) -> re.Match[str] | None:
        """The first occurrence; with the grams of the text at hand most lists need no search at
        all.
        """
        if self.rules_out(grams):
            return None
        return self.pattern.search(text)

    def rules_out(self, grams: frozenset[str] | None) -> bool:
        """True where a text with these grams cannot contain any of the words."""
        return grams is not None and self.keys is not None and self.keys.isdisjoint(grams)


@cache
def data(name: str) -> Any:  # noqa: ANN401
    """The parsed content of `lexicon/<name>.yaml`; callers must not change it."""
    source = resources.files("intents.lexicon").joinpath(f"{name}.yaml")
    return yaml.load(source.read_text(encoding="utf-8"), Loader=_LOADER)


def alternatives(fragments: list[str], parts: Mapping[str, list[str]]) -> str:
    """One non-capturing group for a list of fragments, references filled in."""

    def fill(match: re.Match[str]) -> str:
        return alternatives(parts[match[1]], parts)

    return "(?:" + "|".join(_REFERENCE.sub(fill, str(fragment)) for fragment in fragments) + ")"


def compiled(pattern: str) -> Words:
    """A pattern with its keys."""
    ways = ways_of(pattern)
    return Words(pattern=re.compile(pattern), keys=united(ways), ways=ways)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Named lists and an index from keys to the lists that they may begin to matter for, with what
    else has to occur.
    """

    lists: Mapping[str, Words]
    index: Mapping[str, tuple[tuple[str, Way], ...]]
    keys: frozenset[str]
    always: frozenset[str]

    def __getitem__(self, name: str) -> Words:
        return self.lists[name]

    def possible(self, known: frozenset[str]) -> frozenset[str]:
        """Names of the lists that a text with these grams might contain."""
        telling = known & self.keys
        if not telling:
            return self.always
        found = set(self.always)
        for key in telling:
            for name, others in self.index[key]:
                if name in found:
                    continue
                for other in others:
                    if other.isdisjoint(known):
                        break
                else:
                    found.add(name)
        return frozenset(found)


def lexicon(content: Mapping[str, Words]) -> Lexicon:
    """Compiled lists with their index."""
    index: dict[str, dict[tuple[str, Way], None]] = {}
    for name, words in content.items():
        for way in words.ways if words.keys else ():
            for key in way[0]:
                index.setdefault(key, {})[name, way[1:]] = None
    return Lexicon(
        lists=MappingProxyType(dict(content)),
        index={key: tuple(entries) for key, entries in index.items()},
        keys=frozenset(index),
        always=frozenset(name for name, words in content.items() if words.keys is None),
    )


@cache
def lists(name: str) -> Lexicon:
    """Every list of `lexicon/<name>.yaml`, compiled."""
    content: Mapping[str, list[str]] = data(name)
    return lexicon(
        {
            key: compiled(alternatives(fragments, content))
            for key, fragments in content.items()
            if key[0] != "_"
        }
    )
