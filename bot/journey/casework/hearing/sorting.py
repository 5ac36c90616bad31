"""Into which item a report is sorted: what the model thinks of the words, of what was said just
before and after, and what the words name.

Comes in: guesses about one matter, the surest source first, and all its words. Goes out: one guess.
Does not: ask the model again, nor take an item that no guess thinks of.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.turn import Guess, Said
from bot.journey.casework.hearing.sight import IN_MIND, Sight
from bot.journey.heard import Heard
from intents.text import normalise
from intents.topics import topics_of, topics_of_item

_NEXT: Final = (0.6, 0.3)
"""What is left of the model's confidence goes to the second and the third of its items so."""

_BESIDE: Final = 0.5
"""The weight of guesses about neighbouring words beside those about the words themselves."""

_NAMED: Final = 0.5
"""What it is worth that the words name a thing of that item; found on held-out lines."""

_SURE: Final = 0.75
_JUST_BEFORE: Final = timedelta(minutes=2)
_MOST_FRAGMENTS: Final = 2
_EMERGENCY: Final = "NEG-16"
_LIVELIHOOD: Final = "MS"
_HELP: Final = "MS-16"


def settled(
    guesses: Sequence[Guess], words: str, *, barred: Collection[str] = frozenset()
) -> Guess:
    """The first guess with the item that most speaks for, none of those that are barred."""
    first = guesses[0]
    scores = {item: score for item, score in _scores(guesses).items() if item not in barred}
    topics = topics_of(normalise(words))
    for item in scores:
        if topics & topics_of_item(item):
            scores[item] += _NAMED
    best = max(scores, key=lambda item: scores[item], default=None)
    if best is None or best == first.item:
        return first
    return replace(first, item=best, category=_category(best))


def helping(guess: Guess) -> Guess:
    """A need is a matter of everyday help unless the words surely name another matter."""
    if guess.category in (None, _LIVELIHOOD) or guess.confidence >= _SURE:
        return guess
    item = next((item for item in guess.top3 if _category(item) == _LIVELIHOOD), _HELP)
    return replace(guess, item=item, category=_LIVELIHOOD)


def lead_in(heard: Heard, sight: Sight, now: datetime) -> list[Said]:
    """What the same person said just before and nobody took up: the beginnings of a report."""
    if heard.room is None:
        return []
    own = {message.id for message in heard.turn.messages}
    return [
        said
        for said in sight.said.get(heard.room.id, ())[:IN_MIND]
        if said.sender == heard.person.id
        and said.case is None
        and said.message not in own
        and now - said.at <= _JUST_BEFORE
    ][:_MOST_FRAGMENTS]


def _scores(guesses: Sequence[Guess]) -> dict[str, float]:
    scores: dict[str, float] = {}
    for place, guess in enumerate(guesses):
        weight = _BESIDE if place else 1.0
        left = 1.0 - guess.confidence
        chances = (guess.confidence, *(left * share for share in _NEXT))
        items = dict.fromkeys(item for item in (guess.item, *guess.top3) if item is not None)
        for item, chance in zip((i for i in items if i != _EMERGENCY), chances, strict=False):
            scores[item] = scores.get(item, 0.0) + weight * chance
    return scores


def _category(item: str) -> str:
    return item.split("-")[0]
