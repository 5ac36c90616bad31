"""Whom a text complains of, among those who have a part in the grid's work (domain rules §6.3).

Comes in: text as received. Goes out: names of roles, and the words in which somebody else may be
named. Does not: know people or departments; ask whether the complaint is right.
"""

from intents.keys import grams
from intents.text import normalise
from intents.words import lists

ROLES = (
    "property",
    "building_leader",
    "grid_member",
    "grid_leader",
    "community_secretary",
    "street",
)


def accused_roles(text: str) -> tuple[str, ...]:
    """The roles that are complained of."""
    words = normalise(text)
    found = lists("accused")
    possible = found.possible(grams(words))
    return tuple(role for role in ROLES if role in possible and found[role].search(words))


def accused_words(text: str) -> tuple[str, ...]:
    """What stands where somebody is complained of: a department or a person may be named in it."""
    words = normalise(text)
    pattern = lists("accused")["named"]
    if pattern.rules_out(grams(words)):
        return ()
    return tuple(found["object"] or found["subject"] for found in pattern.pattern.finditer(words))
