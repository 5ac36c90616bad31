"""Which open case a message is about.

Comes in: a `Hearing`, with what is open in its scene. Goes out: the likeliest case, how much
speaks for it, and whether another is about as likely. Does not: decide what the message does to
the case.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache, lru_cache

from intents.called import calls
from intents.hearing import Hearing
from intents.places import Place, number_key
from intents.scene import OpenCase, RoomKind
from intents.text import bigrams, normalise
from intents.topics import topics_of, topics_of_item
from intents.words import data

_FRESH = (
    (timedelta(minutes=3), 1.6),
    (timedelta(minutes=15), 1.2),
    (timedelta(hours=2), 0.7),
    (timedelta(days=1), 0.3),
)
_OWN, _JOINED, _LAST_SPOKE, _TALKED_OF, _ELSEWHERE = 1.6, 1.1, 0.6, 0.9, -1.0
_CALLED, _LATELY = 1.4, timedelta(hours=3)
_ALSO_PRIVATE, _NOT_PRIVATE = 1.5, -1.0
_SAME_ITEM, _AMONG_TOP, _SAME_CATEGORY = 1.8, 1.0, 0.5
_SHARED_WORD, _MOST_WORDS, _SHARED_TOPIC = 0.8, 2.4, 1.4
_SAME_PART, _OTHER_BUILDING, _OTHER_PART, _OTHER_SPOT = 1.6, -3.5, -1.8, -0.8
_THREAD = 3
_ANY_EMERGENCY = "NEG-16"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """The case a message is about, how much speaks for it, and whether it stands out."""

    case: OpenCase | None
    score: float = 0.0
    clear: bool = True


@cache
def _stopwords() -> frozenset[str]:
    return frozenset(data("dialogue")["empty_pairs"])


@cache
def _whereabouts() -> frozenset[str]:
    """Topics whose words often say where a thing is, and not what it is."""
    return frozenset(data("topics")["whereabouts"])


@lru_cache(maxsize=512)
def _features(words: str) -> tuple[frozenset[str], frozenset[str]]:
    """Pairs of characters and topics of a case's words; kept for a while, as the same cases are
    asked for again.
    """
    said = normalise(words)
    return bigrams(said) - _stopwords(), topics_of(said) - _whereabouts()


def telling_pairs(words: str) -> frozenset[str]:
    """Pairs of letters of a normalised text that tell one matter from another."""
    return bigrams(words) - _stopwords()


def near_items(one: str | None, other: str | None) -> bool:
    """True for the same category or items that border on each other (domain rules §6.4)."""
    if not one or not other:
        return False
    if one.split("-")[0] == other.split("-")[0] and not one.startswith("NEG"):
        return True
    return other in _bordering(one)


@cache
def _bordering(item: str) -> frozenset[str]:
    """Items in one row of neighbours with this one."""
    rows = [row for row in data("topics")["neighbours"] if item in row]
    return frozenset(other for row in rows for other in row)


def likeness(hearing: Hearing, case: OpenCase) -> float:
    """How much of the words themselves, topic, item and place speaks for this case, whoever speaks
    and when.
    """
    pairs, topics = _features(case.words)
    score = min(_MOST_WORDS, _SHARED_WORD * len(hearing.pairs & pairs))
    if hearing.topics & (topics | topics_of_item(case.item)):
        score += _SHARED_TOPIC
    if is_called(hearing, case):
        score += _CALLED
    return score + _item_likeness(hearing, case) + _place_likeness(hearing.place, case.place)


def is_called(hearing: Hearing, case: OpenCase) -> bool:
    """True where those whose work it is call somebody by name who has just told of it. Neighbours
    who call one another just talk."""
    if not (hearing.staff or hearing.leader) or hearing.since(case) > _LATELY:
        return False
    return any(calls(hearing.words, name) for name in case.people)


def same_matter(hearing: Hearing, case: OpenCase) -> bool:
    """True where item or topic say that the words and the case are about one thing."""
    if case.item == hearing.opinion.item:
        return True
    if case.item in hearing.opinion.top3 and case.item != _ANY_EMERGENCY:
        return True
    topics = _features(case.words)[1]
    if case.item != _ANY_EMERGENCY:
        topics |= topics_of_item(case.item)
    return bool(hearing.topics & topics)


def shares_topic(hearing: Hearing, case: OpenCase) -> bool:
    """True where the words of both are about one topic."""
    return not hearing.topics.isdisjoint(_features(case.words)[1])


def names_another_thing(hearing: Hearing, case: OpenCase) -> bool:
    """True where the words touch topics, and none of the case's."""
    if not hearing.topics:
        return False
    known = _features(case.words)[1] | topics_of_item(case.item)
    return hearing.topics.isdisjoint(known)


def shares_words(hearing: Hearing, case: OpenCase) -> bool:
    """True where some telling pair of letters is common to both."""
    return not hearing.pairs.isdisjoint(_features(case.words)[0])


def _item_likeness(hearing: Hearing, case: OpenCase) -> float:
    opinion = hearing.opinion
    weight = max(opinion.confidence, opinion.request) if opinion.item else 0.0
    if opinion.item == case.item:
        return _SAME_ITEM * weight
    if case.item in opinion.top3:
        return _AMONG_TOP * weight
    return _SAME_CATEGORY * weight if near_items(opinion.item, case.item) else 0.0


def _place_likeness(said: Place | None, known: Place) -> float:
    if said is None:
        return 0.0
    score = _part(said.building, known.building, other=_OTHER_BUILDING) + _part(
        said.unit, known.unit, other=_OTHER_PART
    )
    score += _part(said.room, known.room, other=_OTHER_PART)
    if said.spot and known.spot:
        alike = bigrams(said.spot) & bigrams(known.spot)
        score += _SAME_PART / 2 if alike else _OTHER_SPOT
    return score


def _part(said: str | None, known: str | None, *, other: float) -> float:
    if not said or not known:
        return 0.0
    return _SAME_PART if number_key(said) == number_key(known) else other


def _nearness(hearing: Hearing, case: OpenCase) -> float:
    """How much speaker, time and the talk just before speak for this case."""
    score = next((value for age, value in _FRESH if hearing.since(case) <= age), 0.0)
    score += _OWN if case.own else _JOINED if case.joined else 0.0
    score += _LAST_SPOKE if case.last_touched_by_speaker else 0.0
    score += _TALKED_OF if hearing.talked_of(case, _THREAD) else 0.0
    if hearing.private:
        score += _ALSO_PRIVATE if case.private else _NOT_PRIVATE
    if not case.in_room and hearing.scene.room is RoomKind.OWNERS:
        score += _ELSEWHERE
    return score


def meant(hearing: Hearing, *, among: tuple[OpenCase, ...] | None = None) -> Meant:
    """The case that a message speaks of: named, quoted, or the likeliest."""
    cases = hearing.scene.cases if among is None else among
    for number in hearing.numbers:
        if named := next((case for case in cases if case.number == number), None):
            return Meant(case=named, score=10.0)
    quoted = hearing.scene.quoted
    if quoted and quoted.case and (case := hearing.case(quoted.case)):
        return Meant(case=case, score=10.0)
    ranked = sorted(
        (
            (likeness(hearing, case) + _nearness(hearing, case), -order, case)
            for order, case in enumerate(cases)
        ),
        key=lambda entry: entry[:2],
        reverse=True,
    )
    if not ranked:
        return Meant(case=None)
    best = ranked[0][0]
    clear = len(ranked) == 1 or best - ranked[1][0] >= hearing.limits.clear_lead
    return Meant(case=ranked[0][2], score=best, clear=clear)
