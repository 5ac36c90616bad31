"""Words that make a matter private on top of its item's level (domain rules §11).

Comes in: normalised text. Goes out: the name of the reason, or None: informing on others, violence
at home, harm to minors, illness of mind or body that people hide, vice, hunting for somebody's
identity, quarrels within a family. Does not: know the level of items; decide what the service may
say.
"""

from intents.keys import grams
from intents.words import lists

REASONS = ("informing", "violence", "minors", "illness", "vice", "doxxing", "family")


def private_reason(words: str, known: frozenset[str] | None = None) -> str | None:
    """The first reason that makes a normalised text private; `known` are its grams."""
    found = lists("privacy")
    possible = found.possible(known or grams(words))
    return next((name for name in REASONS if name in possible and found[name].search(words)), None)
