"""What a meeting has decided, as somebody writes it down in a line, and that it is done.

Comes in: words in the leaders' group or to the bot. Goes out: `Resolved`, a number, or the matter
that is likeliest meant. Does not: know who may decide, who people are, or what was decided before.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from intents.terms import Term, term_in
from intents.text import bare, bigrams, normalise
from intents.words import lists

_SOURCE = "meetings"
_MOST = 8
"""So many resolutions are taken out of one message."""
_AN_ANSWER = 24
_SHORTEST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """`matter` is to be done; `who` sees to it, as he is called, and `term` is until when (None:
    not said).
    """

    matter: str
    who: str | None
    term: Term | None


def is_resolved(words: str) -> bool:
    """Whether normalised words tell what a meeting has decided."""
    return lists(_SOURCE)["resolved"].search(_said(words)) is not None


def read_resolved(text: str, today: date) -> list[Resolved]:
    """What was decided, one after the other."""
    match = lists(_SOURCE)["resolved"].search(_said(normalise(text)))
    if match is None:
        return []
    parts = [bare(part) for part in lists(_SOURCE)["part"].pattern.split(match["what"])]
    return [_resolved(part, today) for part in parts if len(part) >= _SHORTEST][:_MOST]


def _resolved(words: str, today: date) -> Resolved:
    match = lists(_SOURCE)["who"].search(words)
    if match is None:
        return Resolved(matter=words, who=None, term=term_in(words, today))
    rest = [bare(words[: match.start()]), bare(words[match.end() :])]
    matter = ",".join(part for part in rest if part)
    who = match["name"] or match["other"]
    return Resolved(matter=matter or words, who=who, term=term_in(words, today))


def read_number(text: str) -> int | None:
    """The number of a resolution that is named."""
    match = lists(_SOURCE)["number"].search(normalise(text))
    return int(match["n"]) if match else None


def is_done(words: str) -> bool:
    """Whether normalised words say that something is done."""
    known = lists(_SOURCE)
    return known["done"].search(words) is not None and not known["undone"].search(words)


def yes_or_no(words: str) -> bool | None:
    """A bare answer to "is that right?"."""
    known = lists(_SOURCE)
    if known["right"].search(words):
        return True
    return False if known["wrong"].search(words) else None


def is_answer(words: str, today: date) -> bool:
    """Whether normalised words tell how far it is, of whoever was just asked."""
    if len(words) > _AN_ANSWER:
        return False
    undone = lists(_SOURCE)["undone"].search(words) is not None
    return is_done(words) or undone or term_in(words, today) is not None


def is_list_wanted(words: str) -> bool:
    """Whether somebody asks what was decided."""
    return lists(_SOURCE)["listed"].search(_said(words)) is not None


def likeliest(words: str, matters: Sequence[str]) -> int | None:
    """Which of these matters normalised words are about: the one that shares the most with them
    beside that it is done, None where none does or several do alike.
    """
    said = bigrams(lists(_SOURCE)["done"].pattern.sub(" ", words))
    shared = [len(said & bigrams(normalise(matter))) for matter in matters]
    most = max(shared, default=0)
    return shared.index(most) if most and shared.count(most) == 1 else None


def _said(words: str) -> str:
    """Without a name that is called."""
    return bare(re.sub(r"@\S+\s*", "", words))
