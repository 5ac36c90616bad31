"""How likely a message wants something of the office: the model's odds, moved by what the words
show.

Comes in: a `Hearing`. Goes out: a score (log odds) and the gate that it has to pass. Does not:
decide; the rules do.
"""

from math import log

from intents.hearing import Hearing
from intents.scene import RoomKind

_WORDS_ALONE = 0.4
_EVIDENCE = (
    ("trouble", 1.2),
    ("complaint", 0.6),
    ("handed_on", 1.4),
    ("joke", -1.6),
    ("laughing", -1.4),
    ("trade", -1.8),
    ("chain", -3.0),
    ("reply", -0.5),
    ("to_neighbours", -1.2),
)
_PLACED, _TINY, _SHORT = 0.5, -1.6, -0.8
_TINY_LENGTH, _SHORT_LENGTH = 5, 8


def request_score(hearing: Hearing) -> float:
    """The model's log odds of a request, moved by what the words show; without a model the words
    alone.
    """
    if hearing.scene.opinion is None:
        score = _WORDS_ALONE
    else:
        chance = min(max(hearing.opinion.request, 0.015), 0.985)
        score = log(chance / (1.0 - chance))
    score += sum(weight for name, weight in _EVIDENCE if hearing.match(name))
    score += _PLACED if hearing.place is not None else 0.0
    length = len(hearing.words)
    return score + (_TINY if length <= _TINY_LENGTH else _SHORT if length <= _SHORT_LENGTH else 0.0)


def gate(hearing: Hearing) -> float:
    """What the score must reach where and by whom this was said."""
    limits = hearing.limits
    if hearing.direct:
        return limits.report_addressed
    if hearing.scene.room is RoomKind.LEADERS:
        return limits.report_leaders
    return limits.report_staff if hearing.staff else limits.report
