"""Departments by the names that people call them.

Comes in: text as received. Goes out: the names said, one for each department, and what family a
name belongs to. Does not: know which departments there are here, or who sits there.
"""

import re
from functools import cache

from intents.text import normalise
from intents.words import alternatives, data


@cache
def _families() -> dict[str, str]:
    listed: dict[str, list[str]] = data("departments")["families"]
    return {normalise(name): family for family, names in listed.items() for name in names}


@cache
def _listed() -> re.Pattern[str]:
    """Any listed name, the longest at each place."""
    return re.compile("|".join(sorted(map(re.escape, _families()), key=len, reverse=True)))


@cache
def _unlisted() -> re.Pattern[str]:
    return re.compile(alternatives(data("departments")["unlisted"], {}))


def family(name: str) -> str:
    """What a department does, by its name; the name itself where nobody has listed it."""
    words = normalise(name)
    found = _listed().search(words)
    return words if found is None else _families()[found[0]]


def departments_in(text: str) -> tuple[str, ...]:
    """The departments that are named, in order, each once."""
    words = normalise(text)
    named = {match.start(): match[0] for match in _listed().finditer(words)}
    for match in _unlisted().finditer(words):
        if not any(match.start() <= at < match.end() for at in named):
            named[match.start()] = match[0]
    found: dict[str, str] = {}
    for at in sorted(named):
        found.setdefault(family(named[at]), named[at])
    return tuple(found.values())
