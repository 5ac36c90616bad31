"""Words that the bot's own lines ask for ("reply `312` and that you are there"), understood exactly
as they were asked for.

Comes in: text as received. Goes out: the move that was asked for, or None. Does not: find the case
(its number is only stepped over), or read words in any other form; the reader does.
"""

from intents.decisions import Act, Move
from intents.text import normalise
from intents.words import lists

_BEGINNINGS = frozenset("0123456789#\uff03")
_MOVES = (
    ("on_site", Move.ON_SITE, Act.DETAIL),
    ("true_alarm", Move.TRUE_ALARM, Act.DETAIL),
    ("false_alarm", Move.FALSE_ALARM, Act.DETAIL),
    ("decline", Move.DECLINE, Act.DETAIL),
    ("pass_up", Move.PASS_UP, Act.ESCALATE),
    ("done", Move.DONE, Act.FIXED),
    ("take", Move.TAKE, Act.DETAIL),
)


def is_order(text: str) -> bool:
    """True for a number and the words that were asked for, which nothing needs to follow."""
    return text.lstrip()[:1] in _BEGINNINGS and asked_move(text) is not None


def asked_move(text: str) -> tuple[Act, Move] | None:
    """What a number followed at once by words that were asked for comes to."""
    words, found = normalise(text), lists("asked")
    number = found["number"].pattern.match(words)
    if number is None:
        return None
    rest = words[number.end() :]
    return next(
        ((act, move) for name, move, act in _MOVES if found[name].pattern.match(rest)), None
    )
