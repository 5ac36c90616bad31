"""What a department writes to those who lead: a task of its own, or a call in danger (domain rules
§8).

Comes in: text as received. Goes out: the item of a task that is not for the grid, or None; whether
it is a call that passes at once. Does not: know who wrote it.
"""

from intents.keys import grams
from intents.text import normalise
from intents.words import lists

TASK, PROMOTION = "NEG-06", "NEG-07"


def task_item(text: str) -> str | None:
    """Forms to be filled in and lists to be handed in, or apps and likes to be collected."""
    words = normalise(text)
    known = grams(words)
    found = lists("orders")
    if found["to_whom"].search(words, known) is None:
        return None
    if found["promotion"].search(words, known):
        return PROMOTION
    return TASK if found["paperwork"].search(words, known) else None


def is_rescue(text: str) -> bool:
    """Whether an order is about flood, fire, epidemic or rescue."""
    words = normalise(text)
    return lists("orders")["rescue"].search(words, grams(words)) is not None
