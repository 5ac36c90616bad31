"""Words that make a matter more pressing than its kind (domain rules §3.5).

Comes in: text as received. Goes out: the name of the reason, or None. Does not: know items or
their urgency; count reports (the service does).
"""

from intents.keys import grams
from intents.text import normalise
from intents.words import lists

REASONS = ("frail", "happening", "cut_off")


def pressing_reason(text: str) -> str | None:
    """The first reason why this cannot wait as long as others of its kind."""
    words = normalise(text)
    found = lists("urgency")
    possible = found.possible(grams(words))
    return next((name for name in REASONS if name in possible and found[name].search(words)), None)
