"""The level that a call goes to, where the words say so (domain rules §7.2).

Comes in: text as received. Goes out: `community`, `street`, `department` or `leaders`; None where
no level is named. Does not: know at which level a case is.
"""

from typing import Final

from intents.keys import grams
from intents.text import normalise
from intents.words import lists

_FROM_ABOVE: Final = ("leaders", "department", "street", "community")


def level_named(text: str) -> str | None:
    """The highest level that is called by name."""
    words = normalise(text)
    known = grams(words)
    levels = lists("levels")
    return next((name for name in _FROM_ABOVE if levels[name].search(words, known)), None)
