"""The limits of the bot's ear (domain rules §11.3): talk that is never a case unless it is said to the bot.

Comes in: normalised text. Goes out: the name of the limit it falls under, or None: owners planning a meeting, a vote or a
protest, criticism of officials, quarrels in the group, rumours. Does not: know whether the bot was addressed; look for
danger to life, which always counts and is asked for first.
"""

from intents.lexicon import patterns

LIMITS = ("planning", "meeting", "officials", "quarrel", "rumour")


def limit_of(words: str) -> str | None:
    """The first limit that a normalised text falls under."""
    lists = patterns("limits")
    if lists["asks_office"].search(words):
        return None
    return next((name for name in LIMITS if lists[name].search(words)), None)
