"""The limits of the bot's ear (domain rules §11.3): talk that is never a case unless it is said to
the bot.

Comes in: normalised text. Goes out: the name of the limit it falls under, or None: owners planning
a meeting, a vote or a protest, criticism of officials, quarrels in the group, rumours. Does not:
know whether the bot was addressed; look for danger to life, which always counts and is asked for
first.
"""

from intents.keys import grams
from intents.words import lists

LIMITS = ("planning", "meeting", "officials", "quarrel", "rumour")


def limit_of(words: str, known: frozenset[str] | None = None) -> str | None:
    """The first limit that a normalised text falls under; `known` are its `intents.keys.grams`."""
    found = lists("limits")
    possible = found.possible(known or grams(words))
    limit = next((name for name in LIMITS if name in possible and found[name].search(words)), None)
    return None if limit is None or found["asks_office"].search(words) else limit
