"""Whether somebody is called by his name in what is said.

Comes in: normalised words, and a name as it stands in a group, where a house, a trade or a title
may stand around the name itself. Goes out: yes or no. Does not: keep names, or say who is meant
where a title alone fits many.
"""

import re
from functools import cache, lru_cache

from intents.text import normalise
from intents.words import data

_SOURCE = "called"
_ENDS_IN_LATIN = re.compile(r"[a-z]{3,}$")
_LONG, _SHORT = 3, 2


def calls(words: str, name: str) -> bool:
    """True where the words name this person."""
    return any(known in words for known in _forms(name))


@lru_cache(4096)
def _forms(name: str) -> tuple[str, ...]:
    """What of a name people say: its end, with the family name before a title."""
    parts = re.split(str(data(_SOURCE)["around"]), normalise(name))
    told = next((part for part in reversed(parts) if len(part) >= _SHORT), "")
    latin = _ENDS_IN_LATIN.search(told)
    if latin is not None:
        return (latin[0],)
    if told.isascii():
        return ()
    ends = {told[-_LONG:]} if len(told) > _SHORT else set()
    ends.add(told[-_SHORT:])
    return tuple(end for end in ends if end not in _titles())


@cache
def _titles() -> frozenset[str]:
    return frozenset(data(_SOURCE)["titles"])
