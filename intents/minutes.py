"""What departments agreed, in plain words: who leads, who does what; of which kind a whistle is,
and how a department did (domain rules §7.1).

Comes in: text as received. Goes out: frozen values. Does not: read until when (`intents.terms`
does), or know which departments were called.
"""

import re
from dataclasses import dataclass
from typing import Final

from intents.departments import departments_in
from intents.numbers import chinese_number
from intents.text import normalise
from intents.words import lists

_CLAUSE: Final = re.compile(r"[,;!?\n\u3002]+")
_HEAD: Final = re.compile(r"^[^:]{0,14}:")
_KINDS: Final = ("emergency", "enforcement", "hard")
_LONGEST: Final = 80
_WORST, _BEST = 1, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """`tasks` are pairs of a department as it was called and what it has taken on."""

    lead: str | None = None
    tasks: tuple[tuple[str, str], ...] = ()


def kind_named(text: str) -> str | None:
    """`emergency`, `enforcement` or `hard` where the words name the kind of whistle."""
    words = normalise(text)
    found = lists("minutes")
    return next((kind for kind in _KINDS if found[kind].search(words)), None)


def read_minutes(text: str) -> Minutes:
    """Who leads and who does what."""
    words = _HEAD.sub("", normalise(text), count=1)
    lead = _lead(words)
    tasks: dict[str, str] = {}
    for clause in filter(None, _CLAUSE.split(words)):
        named = departments_in(clause)
        if named:
            tasks.setdefault(named[0], clause.strip()[:_LONGEST])
    return Minutes(lead=lead, tasks=tuple(tasks.items()))


def _lead(words: str) -> str | None:
    match = lists("minutes")["lead"].search(words)
    if match is None:
        return None
    said = match["after"] or match["before"]
    named = departments_in(said)
    return named[-1] if named else said


def rating_in(text: str) -> int | None:
    """How a department did, in words or in points: 1 (worst) to 5."""
    words, answers = normalise(text), lists("answers")
    if match := answers["points"].search(words):
        points = chinese_number(next(group for group in match.groups() if group))
        return points if _WORST <= points <= _BEST else None
    for score, name in ((_WORST, "worst"), (_BEST, "best"), (3, "middling"), (4, "good")):
        if answers[name].search(words):
            return score
    return None
