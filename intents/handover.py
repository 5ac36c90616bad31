"""Whether somebody says that a department outside the group has been told (domain rules §5.2).

Comes in: text as received. Goes out: whom he names, in his own words; empty where nobody is named;
None where nothing has been handed over. Does not: know departments or cases.
"""

from intents.keys import grams
from intents.text import normalise
from intents.words import lists


def told_whom(text: str) -> str | None:
    """The department that was told."""
    words = normalise(text)
    known = grams(words)
    found = lists("handover")
    match = found["told"].search(words, known)
    if match is None or found["not_yet"].search(words, known) is not None:
        return None
    return next((whom for whom in match.groupdict().values() if whom), "")
