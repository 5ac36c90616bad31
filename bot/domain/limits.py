"""What the bot may hear of at all (domain rules §11.3), whatever anyone configures.

Comes in: an item code and how the message came. Goes out: whether a case may come of it.
Does not: read text.
"""

from collections.abc import Iterable
from typing import Final

ONLY_WHEN_ADDRESSED: Final = frozenset(
    {"ZZ-10", "ZZ-12", "ZZ-16", "NEG-04", "NEG-05", "NEG-12", "JF-17"}
)
"""Owners organising, voting, protesting, quarrelling, rumours, complaints about officials: talk
among neighbours. A case only when said to the bot itself or in private.
"""

NEVER_DOUBTED: Final = ONLY_WHEN_ADDRESSED | {"WY-11", "WY-12"}
"""Nobody is asked about talk of these kinds either, nor about changing the property company or
electing a committee: a question would already be listening.
"""

NEVER: Final = frozenset({"NEG-10"})
"""Advertising is talk without a case."""


def may_open(item: str, *, addressed: bool) -> bool:
    """Whether a message sorted into this item may open a case."""
    if item in NEVER:
        return False
    return addressed or item not in ONLY_WHEN_ADDRESSED


def may_be_asked_about(items: Iterable[str]) -> bool:
    """Whether somebody may be asked about talk that could be one of these."""
    return NEVER_DOUBTED.isdisjoint(items) and NEVER.isdisjoint(items)
