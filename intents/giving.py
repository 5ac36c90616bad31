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

SOURCE = "giving"
KIND = "kind_"
_LONGEST = 120
_LONGEST_END = 30
_LONGEST_PLAIN = 60
_LONGEST_MATTER = 60
_BY_HAND = frozenset({"aid", "care", "ride", "carry", "teach", "hair"})
_SPANS = {"span_day": 1, "span_week": 7, "span_month": 30}
"""Days of the units in which somebody says how long he wants a thing."""
_NOT_GIVEN = ("trade", "lost", "rhetorical", "passed_on", "called_office", "thanks")
_NEITHER = ("trade", "lost", "rhetorical", "reported", "trouble", "passed_on")


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
    kind, known = kind_of(words), lists(SOURCE)
    if kind is None or not _is_given(words, kind):
        return None
    amount, where = known["amount"].search(words), known["where"].search(words)
    return Given(
        offered=_is_offered(words),
        kind=kind,
        matter=words[:_LONGEST_MATTER],
        amount=amount[0] if amount else "",
        place=where["where"] if where else "",
        term=_lasting(words) or term_in(words, today),
    )


def _is_offered(words: str) -> bool:
    """Whether words that are of the lists hold something out: to ask who wants it is no looking
    for it.
    """
    known = lists(SOURCE)
    free = known["freely"].search(words) and known["able"].search(words)
    return bool(free) or known["looked_for"].search(words) is None


def holds_out(text: str) -> bool:
    """Whether a short message plainly holds out something that has a name."""
    words = bare(normalise(text))
    if len(words) > _LONGEST_PLAIN or lists(SOURCE)["called_office"].search(words):
        return False
    return _is_given(words, kind_of(words)) and _is_offered(words)


def gives_away(text: str) -> bool:
    """Whether something without a name here is there for the taking; for words that are no
    report.
    """
    words, known = bare(normalise(text)), lists(SOURCE)
    if len(words) > _LONGEST_PLAIN or is_organising(words):
        return False
    if any(known[name].search(words) for name in (*_NEITHER, "called_office", "thanks")):
        return False
    return bool(known["freely"].search(words) and known["able"].search(words))


def offers_plainly(text: str) -> bool:
    """Whether a short message can be nothing but an offer, whatever it is that is offered."""
    words, known = bare(normalise(text)), lists(SOURCE)
    if len(words) > _LONGEST_PLAIN or is_organising(words) or known["asks"].search(words):
        return False
    if any(known[name].search(words) for name in (*_NEITHER, "called_office", "thanks")):
        return False
    return bool(known["plainly_free"].search(words) and known["oneself"].search(words))


def is_traded(text: str) -> bool:
    """Whether it is trade, lost, thanks, or what others said: nothing that is given, however much
    it sounds so.
    """
    words, known = bare(normalise(text)), lists(SOURCE)
    return any(known[name].search(words) for name in _NOT_GIVEN)


def answers_need(text: str) -> bool:
    """Whether somebody has, or does, what was just asked for."""
    words, known = bare(normalise(text)), lists(SOURCE)
    if len(words) > _LONGEST_END or any(known[name].search(words) for name in ("asks", "trade")):
        return False
    return known["answers"].search(words) is not None


def looks_for(text: str) -> bool:
    """Whether a short message plainly asks neighbours for a hand; who wants to borrow a tool looks
    for nothing that the grid need know.
    """
    words = bare(normalise(text))
    kind = kind_of(words)
    if kind not in _BY_HAND or len(words) > _LONGEST_PLAIN:
        return False
    if lists(SOURCE)["called_office"].search(words):
        return False
    return _is_given(words, kind) and not _is_offered(words)


def is_of_lists(text: str) -> bool:
    """Whether something is held out, looked for, or no longer so."""
    words = bare(normalise(text))
    return read_ended(text) is not None or _is_given(words, kind_of(words))


def _is_given(words: str, kind: str | None) -> bool:
    known = lists(SOURCE)
    if kind is None or len(words) > _LONGEST or is_organising(words):
        return False
    if any(known[name].search(words) for name in _NEITHER):
        return False
    return known["looked_for"].search(words) is not None or _is_held_out(words)


def _is_held_out(words: str) -> bool:
    """Of words that name a kind: whether somebody who can gives it, or it is there for the taking.
    What is free for whoever wants it may be asked about.
    """
    known = lists(SOURCE)
    if known["thanks"].search(words):
        return False
    if known["freely"].search(words) and known["able"].search(words):
        return True
    if known["asks"].search(words):
        return False
    if known["held_out"].search(words):
        return True
    return bool(known["able"].search(words) and known["for_others"].search(words))


def kind_of(words: str) -> str | None:
    """The first kind that normalised words name."""
    known = lists(SOURCE)
    kinds = (name for name in known.lists if name.startswith(KIND))
    found = next((name for name in kinds if known[name].search(words)), None)
    return found.removeprefix(KIND) if found else None


def read_ended(text: str) -> str | None:
    """The kind that is no longer held out or looked for."""
    words = bare(normalise(text))
    known = lists(SOURCE)
    if len(words) > _LONGEST_END or not known["ended"].search(words) or known["asks"].search(words):
        return None
    return kind_of(words)


def is_list_wanted(words: str) -> str | None:
    """Which of the two lists somebody asks for: "resources" or "needs"."""
    known = lists(SOURCE)
    return next((name for name in ("resources", "needs") if known[name].search(bare(words))), None)


def _lasting(words: str) -> Term | None:
    """How long a thing is wanted."""
    known = lists(SOURCE)
    match = known["weeks"].search(words)
    if match is None:
        return None
    units = (name for name in _SPANS if known[name].search(match["unit"]))
    return Term(days=chinese_number(match["n"]) * _SPANS[next(units)])
