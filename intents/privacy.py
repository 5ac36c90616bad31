"""Words that make a matter private on top of its item's level (domain rules §11).

Comes in: normalised text. Goes out: the name of the reason, or None: informing on others, violence at home, harm to
minors, illness of mind or body that people hide, vice, hunting for somebody's identity.
Does not: know the level of items; decide what the service may say.
"""

from intents.lexicon import patterns

REASONS = ("informing", "violence", "minors", "illness", "vice", "doxxing")


def private_reason(words: str) -> str | None:
    """The first reason that makes a normalised text private."""
    lists = patterns("privacy")
    return next((name for name in REASONS if lists[name].search(words)), None)
