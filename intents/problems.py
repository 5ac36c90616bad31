"""Several problems in one message, taken apart.

Comes in: text as received. Goes out: its parts, in order, each naming a problem of its own; the
text itself where there is one. Does not: judge whether a part is a request (the model does); cut
off parts that are too short to be one.
"""

import re
from functools import cache

from intents.text import normalise
from intents.words import data, lists

_EDGES = " \t\n,.;\uff0c\u3002\uff1b\u3001"


@cache
def _joint() -> re.Pattern[str]:
    parts = data("problems")
    return re.compile(f"(?!{'|'.join(parts['not_joint'])})(?:{'|'.join(parts['joint'])})")


@cache
def _corrected() -> re.Pattern[str]:
    return re.compile(data("places")["corrected"])


def split_problems(text: str) -> tuple[str, ...]:
    """The separate problems in a text: joined by "besides" and the like, or numbered."""
    shortest: int = data("problems")["_short"]
    body = lists("problems")["first"].pattern.sub("", text)
    parts: list[str] = []
    start = 0
    for match in _joint().finditer(body):
        part = body[start : match.start()].strip(_EDGES)
        if len(part) < shortest or len(body) - match.end() < shortest:
            continue
        parts.append(part)
        start = match.end()
    if not parts:
        return (text,)
    return (*parts, body[start:].strip(_EDGES))


def begins_another(words: str) -> bool:
    """True for normalised words that say themselves that they come to a further matter."""
    return _joint().match(words.lstrip()) is not None


def puts_right(text: str) -> bool:
    """True where somebody puts right what was said before, such as the building ("5, I mean")."""
    return _corrected().search(normalise(text)) is not None
