"""Reports that were taken for talk, known by the answers they get.

Comes in: a `Hearing` of staff, of another household with the same trouble, of somebody who offers
help, or of the same person going on, where no open case is meant. Goes out: the act, with the place
of the earlier message in the scene from which the service opens the case. Does not: look further
back than the scene does.
"""

from dataclasses import replace

from intents.decisions import Act, Move
from intents.dialogue import telling_pairs
from intents.hearing import Found, Hearing, Rule, found
from intents.keys import grams
from intents.limits import limit_of
from intents.outlook import NEIGHBOUR, STAFF, TALKED
from intents.scene import Recent, RoomKind
from intents.steps import step_of
from intents.text import is_wordless, normalise
from intents.topics import topics_of
from intents.weighing import gate, request_score
from intents.words import lists

_HARMLESS = ("joke", "laughing", "trade", "chain")
_TALK = frozenset({"chat", "praise", "offer", "volunteer"})
_SHORTEST = 6
_JUST_NOW = 4
_PLAIN = 12
_SHARED_PAIRS = 2
_NEAR_MISS, _TOGETHER = 2.5, 0.6
_UNLIKELY, _HARDLY = -2.0, -3.0
_ANSWERS = frozenset({Move.TAKE, Move.PROGRESS, Move.ON_SITE, Move.DONE, Move.PASS_UP, Move.ASSIGN})


def _reported(hearing: Hearing, *, freely: bool) -> int | None:
    """The oldest earlier message that shares a topic with these words, or the last one that names
    a trouble if the answer is free to be about anything.
    """
    alike = [
        place
        for place, recent in enumerate(hearing.scene.recent)
        if (words := _words(hearing, recent)) and _alike(hearing, words)
    ]
    if alike:
        return alike[-1]
    if not freely:
        return None
    lately = enumerate(hearing.scene.recent[:_JUST_NOW])
    return next(
        (place for place, one in lately if _names_trouble(_words(hearing, one))),
        None,
    )


def _alike(hearing: Hearing, words: str) -> bool:
    """A topic in common, or two telling pairs of letters."""
    if hearing.topics & topics_of(words):
        return True
    return len(hearing.pairs & telling_pairs(words)) >= _SHARED_PAIRS


def _words(hearing: Hearing, recent: Recent) -> str:
    """What was said then, if it may have been a report of somebody else's."""
    words = "" if recent.sender == hearing.scene.speaker else _plain(recent)
    return words if len(words) >= _SHORTEST or _names_trouble(words) else ""


def _plain(recent: Recent) -> str:
    """Words that belong to no case, are no joke, and nothing that the bot is deaf to."""
    if recent.case or recent.act not in _TALK or not recent.text:
        return ""
    words = normalise(recent.text)
    if is_wordless(words) or limit_of(words) is not None:
        return ""
    known = lists("talk")
    return "" if any(known[name].search(words) for name in _HARMLESS) else words


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
    if request_score(hearing) < (_HARDLY if hearing.match("trouble") else _UNLIKELY):
        return None
    plain = hearing.match("second") is not None and len(hearing.words) <= _PLAIN
    place = _reported(hearing, freely=plain and hearing.match("trouble") is not None)
    if place is None:
        return None
    result = found(Act.SECOND, None, hearing.matched("second"))
    return replace(result, decision=replace(result.decision, opens_recent=place))


def offered(hearing: Hearing) -> Found | None:
    """Somebody offers to help with what was said: so it was a need."""
    if hearing.staff or hearing.says("joke", "laughing", "trade", "question", "trouble"):
        return None
    place = _reported(hearing, freely=False) if hearing.says("offer", "volunteer") else None
    if place is None:
        return None
    act = Act.OFFER if hearing.match("offer") else Act.VOLUNTEER
    result = found(act, None, hearing.matched("offer", "volunteer"))
    return replace(result, decision=replace(result.decision, opens_recent=place))


def fragments(hearing: Hearing) -> Found | None:
    """What one has said bit by bit: with the bits before them, these words are a report."""
    own = [
        (place, one)
        for place, one in enumerate(hearing.scene.recent[:_JUST_NOW])
        if one.sender == hearing.scene.speaker
    ]
    if not own or hearing.staff or hearing.wordless or hearing.says("courtesy", *_HARMLESS):
        return None
    wanted = gate(hearing)
    if request_score(hearing) < wanted - _NEAR_MISS:
        return None
    before = [(place, words) for place, one in own if (words := _plain(one))]
    if not before:
        return None
    words = " ".join((*(words for _, words in reversed(before)), hearing.words))
    together = hearing.of(words)
    if together.limit is not None or not together.match("trouble"):
        return None
    if request_score(together) < wanted + _TOGETHER:
        return None
    first = next((place for place, words in reversed(before) if _names_trouble(words)), None)
    act = Act.REPORT if first is None else Act.DETAIL
    result = found(act, None, together.matched("trouble"))
    return replace(result, decision=replace(result.decision, opens_recent=first))


RULES = (
    Rule(name="late.staff_answer", where=STAFF | TALKED, read=staff_answer),
    Rule(
        name="late.another_household",
        where=NEIGHBOUR | TALKED,
        read=another_household,
        needs=("second",),
    ),
    Rule(name="late.fragments", where=NEIGHBOUR | TALKED, read=fragments),
    Rule(name="late.offered", where=NEIGHBOUR | TALKED, read=offered, needs=("offer", "volunteer")),
)
