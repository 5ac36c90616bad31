"""Reports that were taken for talk, known by the answers they get.

Comes in: a `Hearing` of staff, or of another household with the same trouble, where no open case
is meant. Goes out: the act, with the place of the earlier message in the scene from which the
service opens the case. Does not: look further back than the scene does.
"""

from dataclasses import replace

from intents.acts_staff import step_of
from intents.decisions import Act, Move
from intents.hearing import Found, Hearing, Rule, found
from intents.keys import grams
from intents.limits import limit_of
from intents.scene import Recent, RoomKind
from intents.text import is_wordless, normalise
from intents.topics import topics_of
from intents.weighing import request_score
from intents.words import lists

_TALK = frozenset({"chat", "praise", "offer", "volunteer"})
_SHORTEST = 6
_UNLIKELY = -2.0
_ANSWERS = frozenset({Move.TAKE, Move.PROGRESS, Move.ON_SITE, Move.DONE, Move.PASS_UP, Move.ASSIGN})


def _reported(hearing: Hearing, *, freely: bool) -> int | None:
    """The oldest earlier message that shares a topic with these words, or the last one that names
    a trouble if the answer is free to be about anything.
    """
    alike = [
        place
        for place, recent in enumerate(hearing.scene.recent)
        if (words := _words(hearing, recent)) and hearing.topics & topics_of(words)
    ]
    if alike:
        return alike[-1]
    if not freely or not hearing.scene.recent:
        return None
    words = _words(hearing, hearing.scene.recent[0])
    return 0 if words and _names_trouble(words) else None


def _words(hearing: Hearing, recent: Recent) -> str:
    """What was said then, if it may have been a report of somebody else's."""
    if (
        recent.sender == hearing.scene.speaker
        or recent.case
        or recent.act not in _TALK
        or not recent.text
    ):
        return ""
    words = normalise(recent.text)
    if limit_of(words) is not None:
        return ""
    known = lists("talk")
    harmless = any(known[name].search(words) for name in ("joke", "laughing", "trade", "chain"))
    return "" if harmless or is_wordless(words) or len(words) < _SHORTEST else words


def _names_trouble(words: str) -> bool:
    known = lists("talk")
    possible = known.possible(grams(words))
    return any(name in possible and known[name].search(words) for name in ("trouble", "complaint"))


def staff_answer(hearing: Hearing) -> Found | None:
    """Staff answer a neighbour with what they do about it: so it was a report."""
    if not hearing.staff or hearing.scene.room is not RoomKind.OWNERS:
        return None
    if hearing.wordless or hearing.says("laughing", "notice"):
        return None
    step = step_of(hearing)
    move = step.move if step is not None and step.move in _ANSWERS else None
    place = _reported(hearing, freely=move is not None)
    if place is None or (move is None and hearing.says("courtesy")):
        return None
    act = step.act if step is not None and move is not None else Act.DETAIL
    result = found(act, None, hearing.words[:20], move=move or Move.PROGRESS)
    return replace(result, decision=replace(result.decision, opens_recent=place))


def another_household(hearing: Hearing) -> Found | None:
    """Somebody else has the same trouble: so it was one."""
    if hearing.staff or not hearing.match("second") or hearing.says("joke", "laughing", "trade"):
        return None
    if request_score(hearing) < _UNLIKELY:
        return None
    place = _reported(hearing, freely=False)
    if place is None:
        return None
    result = found(Act.SECOND, None, hearing.matched("second"))
    return replace(result, decision=replace(result.decision, opens_recent=place))


RULES = (
    Rule(name="late.staff_answer", read=staff_answer),
    Rule(name="late.another_household", read=another_household, needs=("second",)),
)
