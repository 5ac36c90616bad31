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

from intents.keys import keys_of

_REFERENCE = re.compile(r"\{([a-z_]+)\}")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Words:
    """A compiled list with the keys without which it cannot occur (`intents.keys`)."""

    pattern: re.Pattern[str]
    keys: frozenset[str] | None

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
    return Words(pattern=re.compile(pattern), keys=keys_of(pattern))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Named lists and an index from keys to the lists that they may begin to matter for."""

    lists: Mapping[str, Words]
    index: Mapping[str, tuple[str, ...]]
    keys: frozenset[str]
    always: frozenset[str]

    def __getitem__(self, name: str) -> Words:
        return self.lists[name]

    def possible(self, known: frozenset[str]) -> frozenset[str]:
        """Names of the lists that a text with these grams might contain."""
        telling = known & self.keys
        if not telling:
            return self.always
        return self.always.union(*map(self.index.__getitem__, telling))


def lexicon(content: Mapping[str, Words]) -> Lexicon:
    """Compiled lists with their index."""
    index: dict[str, list[str]] = {}
    for name, words in content.items():
        for key in words.keys or ():
            index.setdefault(key, []).append(name)
    return Lexicon(
        lists=MappingProxyType(dict(content)),
        index={key: tuple(names) for key, names in index.items()},
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
