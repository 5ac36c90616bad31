"""What somebody holds out or looks for, in plain talk.

Comes in: text as received, and the day. Goes out: `Given`, kinds, or None. Does not: know who
speaks, what is listed, or whether it is meant: the speaker is asked.
"""

from dataclasses import dataclass
from datetime import date

from intents.musters import is_organising
from intents.numbers import chinese_number
from intents.terms import Term, term_in
from intents.text import bare, normalise
from intents.words import lists

_SOURCE = "giving"
_KIND = "kind_"
_LONGEST = 120
_LONGEST_END = 30
_LONGEST_MATTER = 60
_NEITHER = ("trade", "lost", "rhetorical", "reported", "trouble")
_DAYS = {"\u5929": 1, "\u6708": 30}
_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """`kind` is one of the word list's, `amount` as it was said, `term` until when (None: not
    said), `place` where ("": not said). `offered` is False for a need.
    """

    offered: bool
    kind: str
    matter: str
    amount: str
    place: str
    term: Term | None


def read_given(text: str, today: date) -> Given | None:
    """None where nothing is held out or looked for, or it is trade, lost, mere talk, organising."""
    words = bare(normalise(text))
    kind, known = kind_of(words), lists(_SOURCE)
    if kind is None or not _is_given(words, kind):
        return None
    amount, where = known["amount"].search(words), known["where"].search(words)
    return Given(
        offered=known["looked_for"].search(words) is None,
        kind=kind,
        matter=words[:_LONGEST_MATTER],
        amount=amount[0] if amount else "",
        place=where["where"] if where else "",
        term=_lasting(words) or term_in(words, today),
    )


def is_of_lists(text: str) -> bool:
    """Whether something is held out, looked for, or no longer so."""
    words = bare(normalise(text))
    return read_ended(text) is not None or _is_given(words, kind_of(words))


def _is_given(words: str, kind: str | None) -> bool:
    known = lists(_SOURCE)
    if kind is None or len(words) > _LONGEST or is_organising(words):
        return False
    if any(known[name].search(words) for name in _NEITHER):
        return False
    if known["looked_for"].search(words):
        return True
    if known["asks"].search(words) or known["thanks"].search(words):
        return False
    return known["held_out"].search(words) is not None


def kind_of(words: str) -> str | None:
    """The first kind that normalised words name."""
    known = lists(_SOURCE)
    kinds = (name for name in known.lists if name.startswith(_KIND))
    found = next((name for name in kinds if known[name].search(words)), None)
    return found.removeprefix(_KIND) if found else None


def read_ended(text: str) -> str | None:
    """The kind that is no longer held out or looked for."""
    words = bare(normalise(text))
    known = lists(_SOURCE)
    if len(words) > _LONGEST_END or not known["ended"].search(words) or known["asks"].search(words):
        return None
    return kind_of(words)


def is_list_wanted(words: str) -> str | None:
    """Which of the two lists somebody asks for: "resources" or "needs"."""
    known = lists(_SOURCE)
    return next((name for name in ("resources", "needs") if known[name].search(bare(words))), None)


def _lasting(words: str) -> Term | None:
    """How long a thing is wanted."""
    match = lists(_SOURCE)["weeks"].search(words)
    if match is None:
        return None
    return Term(days=chinese_number(match["n"]) * _DAYS.get(match["unit"], _WEEK))
