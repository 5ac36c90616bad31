"""What a leader has looked for in every building, and what the building leaders answer.

Comes in: words to the bot. Goes out: `SurveyOrder`, `SurveyAnswer`, or None. Does not: know who may
order a survey, or who was asked.
"""

from dataclasses import dataclass
from datetime import date

from intents.numbers import chinese_number
from intents.terms import Term, term_in
from intents.text import bare, normalise
from intents.words import lists


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyOrder:
    """Look for `matter` until then (None: not said)."""

    matter: str
    term: Term | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyAnswer:
    """So many households in the buildings of these numbers (none named: the speaker's own); `rooms`
    are those that were named.
    """

    buildings: tuple[int, ...]
    found: int
    rooms: tuple[str, ...]


def read_order(text: str, today: date) -> SurveyOrder | None:
    """What is to be looked for."""
    words = bare(normalise(text))
    match = lists("surveys")["order"].search(words)
    return SurveyOrder(matter=match["matter"], term=term_in(words, today)) if match else None


def read_answer(text: str) -> SurveyAnswer | None:
    """What was found: a number of households, else as many as rooms are named; None where the words
    tell neither that nor that there is nothing.
    """
    words = bare(normalise(text))
    known = lists("surveys")
    if not known["answered"].search(words):
        return None
    named = known["building"].pattern.finditer(words)
    buildings = tuple(dict.fromkeys(chinese_number(match["n"]) for match in named))
    rooms = tuple(dict.fromkeys(match["room"] for match in known["room"].pattern.finditer(words)))
    found = known["beside"].pattern.sub(",", words)
    counted = known["households"].search(found)
    if counted is not None:
        return SurveyAnswer(buildings=buildings, found=chinese_number(counted["n"]), rooms=rooms)
    if rooms:
        return SurveyAnswer(buildings=buildings, found=len(rooms), rooms=rooms)
    if known["clear"].search(words):
        return SurveyAnswer(buildings=buildings, found=0, rooms=())
    return None
