"""How likely a message wants something of the office: the model's odds, moved by what the words
show.

Comes in: a `Hearing`. Goes out: a score (log odds) and the gate that it has to pass. Does not:
decide; the rules do.
"""

from math import log

from intents.dialogue import near_items, same_matter
from intents.hearing import Hearing
from intents.scene import OpenCase, Role, RoomKind
from intents.topics import topics_of_item

_TEN = frozenset({"CG", "ZZ", "JF", "AQ", "GY", "WY", "MS", "LD", "SC", "WJ"})
_WITHOUT_MODEL = 1.0
# Weights set on group talk: residents' reports are longer than the talk around them, name a trouble
# or a place, and complain; the model's odds are one voice among these. Beyond some length more
# words say nothing more (posts and stories are long, too), but the model reads them better.
_BASE = -3.4
_ODDS = 0.45
_LENGTH, _LONGEST = 1.2, 24
_LONG, _LONGER, _LONG_ODDS = 24, 64, 0.01
_SURE_OF_ITEM = 0.5
_PLACED, _TROUBLE_PLACED = 0.4, 0.5
_SAME_TOPIC, _SURELY, _TOPIC_AMONG, _WITHIN_REACH = 0.2, 0.6, 0.3, -1.5
_OTHER_MATTER, _SURELY_OTHER = 0.55, 0.8
# "The lift is broken": few letters that name the thing, and the model is sure of what it is. That
# makes up for much of what is not said, but makes nobody surer than a little.
_TO_THE_POINT, _AT_MOST, _BRIEF, _SOME, _LIKELY, _SURELY_WHAT = 2.4, 0.5, 10, 3, 0.45, 0.6
_POSSIBLE, _CERTAINLY_WHAT = 0.15, 0.95
"""What is enough where a word of trouble is said and the thing has a name."""
_GRID = frozenset({Role.GRID_MEMBER, Role.GRID_LEADER})
"""Whose talk in the leaders' group is of the cases they work on; what they find themselves they
tell plainly."""
_EVIDENCE = (
    ("trouble", 1.0),
    ("complaint", 0.6),
    ("household", 0.4),
    ("handed_on", 1.0),
    ("joke", -1.6),
    ("laughing", -1.4),
    ("trade", -1.4),
    ("chain", -3.0),
    ("reply", -0.3),
    ("to_neighbours", -1.0),
    ("praise", -0.8),
    ("elsewhere", -1.6),
    ("bygone", -3.2),
    ("notice", -1.5),
    ("urge", 0.5),
    ("office_matter", 0.5),
)


def request_score(hearing: Hearing) -> float:
    """Above zero it is likelier a request than talk; without a model the words alone decide."""
    opinion = hearing.scene.opinion
    score = _BASE
    if opinion is None:
        score += _WITHOUT_MODEL
    else:
        chance = min(max(opinion.request, 0.005), 0.995)
        sure = _ODDS + _LONG_ODDS * (min(max(len(hearing.words), _LONG), _LONGER) - _LONG)
        score += sure * log(chance / (1.0 - chance))
        score += _SURE_OF_ITEM * opinion.confidence if opinion.category in _TEN else 0.0
    score += _LENGTH * min(len(hearing.words), _LONGEST) / 10
    possible = hearing.possible
    score += sum(w for name, w in _EVIDENCE if name in possible and hearing.match(name))
    if hearing.place is not None:
        score += _PLACED + (_TROUBLE_PLACED if hearing.match("trouble") else 0.0)
    if score > _WITHIN_REACH:
        score += _topical(hearing)
    if score < _AT_MOST and is_to_the_point(hearing):
        alone = hearing.match("outage") or hearing.match("out_of_order")
        score = _AT_MOST if alone else min(score + _TO_THE_POINT, _AT_MOST)
    return score


def is_to_the_point(hearing: Hearing) -> bool:
    """Little is said, and that names a trouble or a thing of the item that the model is sure of; or
    nothing but a thing and that it is out of order, or what has gone out: the model has read much
    talk in which such words occur, and this is all there is.
    """
    opinion = hearing.opinion
    if len(hearing.words) > _BRIEF or opinion.item is None or opinion.category not in _TEN:
        return False
    alone = hearing.match("out_of_order") is not None
    likely = opinion.request >= _LIKELY and opinion.confidence >= _SURELY_WHAT
    plain = opinion.request >= _POSSIBLE and opinion.confidence >= _CERTAINLY_WHAT
    sure = likely or (plain and hearing.match("trouble") is not None)
    if not (sure or alone or hearing.match("outage")) or hearing.match("question"):
        return False
    if hearing.match("outage") or not hearing.topics.isdisjoint(topics_of_item(opinion.item)):
        return True
    return likely and len(hearing.words) >= _SOME and hearing.match("trouble") is not None


def _topical(hearing: Hearing) -> float:
    """What it is worth that the words name a thing and the model thinks of the same."""
    opinion = hearing.opinion
    if opinion.item is None or not hearing.topics:
        return 0.0
    if hearing.topics & topics_of_item(opinion.item):
        return _SAME_TOPIC + _SURELY * opinion.confidence
    among = any(hearing.topics & topics_of_item(item) for item in opinion.top3)
    return _TOPIC_AMONG if among else 0.0


def gate(hearing: Hearing) -> float:
    """What the score must reach where and by whom this was said."""
    limits = hearing.limits
    if hearing.direct:
        return limits.report_addressed
    if hearing.scene.room is RoomKind.LEADERS:
        return limits.report_at_work if hearing.scene.role in _GRID else limits.report_leaders
    return limits.report_staff if hearing.staff else limits.report


def other_trouble(hearing: Hearing, case: OpenCase) -> bool:
    """True where the words surely tell of a trouble of another kind than the case's."""
    opinion = hearing.opinion
    return (
        request_score(hearing) >= gate(hearing)
        and opinion.confidence >= _OTHER_MATTER
        and not same_matter(hearing, case)
        and (opinion.confidence >= _SURELY_OTHER or not near_items(opinion.item, case.item))
    )
