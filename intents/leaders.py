"""What building leaders say about leading: that they stop and who takes over, what they did, whom
they went to see.

Comes in: words in the leaders' group or to the bot. Goes out: `Quit`, `Visited`, or whether
something is asked. Does not: know who leads what, or who people are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from intents.text import bare, normalise
from intents.words import lists

_SOURCE = "leaders"
_A_SENTENCE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Quit:
    """Somebody stops leading; `taker` is how the one is called who is to take over, None where
    nobody is named.
    """

    taker: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """Somebody was with the people called `called`, and whether all was well there."""

    called: str
    well: bool


def read_quit(text: str) -> Quit | None:
    """That the speaker stops leading."""
    words = normalise(text)
    known = lists(_SOURCE)
    if not known["quit"].search(words) or known["asked"].search(bare(words)):
        return None
    match = known["taker"].search(words)
    return Quit(taker=(match["name"] or match["by"]) if match else None)


def read_visit(text: str, families: Sequence[str]) -> Visited | None:
    """Whom of these people the speaker went to see; None where he only means to."""
    words = normalise(text)
    known = lists(_SOURCE)
    called = next((name for name in families if normalise(name) in words), None)
    if called is None or len(words) > _A_SENTENCE:
        return None
    if not known["visited"].search(words) or known["planned"].search(bare(words)):
        return None
    return Visited(called=called, well=known["unwell"].search(words) is None)


def is_passed_on(text: str) -> bool:
    """Whether something was passed on to the neighbours."""
    words = normalise(text)
    known = lists(_SOURCE)
    if known["not_passed_on"].search(bare(words)) or len(words) > _A_SENTENCE:
        return False
    return known["passed_on"].search(words) is not None


def says(name: str, words: str) -> bool:
    """Whether normalised words are in one of the lists of `lexicon/leaders.yaml`."""
    return lists(_SOURCE)[name].search(words) is not None
