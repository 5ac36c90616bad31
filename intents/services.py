"""What is answered about services, and what of a resource or need decides what it can meet.

Comes in: text. Goes out: `Choice`, an answer, figures, or None. Does not: know what was asked, or
who may answer.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from intents.numbers import chinese_number
from intents.terms import term_in
from intents.text import bare, normalise
from intents.words import lists

_SOURCE = "services"
_LONGEST = 24
_HOUR = 60
_HALF = "\u534a"
_CLAUSES = ",;\uff0c\uff1b\u3002"


class Answer(StrEnum):
    """What somebody says of a service that he gives or needs."""

    YES = "yes"
    NO = "no"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which proposals are wanted and which are not, by their numbers; None is all of them."""

    wanted: tuple[int, ...] | None = ()
    declined: tuple[int, ...] | None = ()


def read_choice(text: str) -> Choice | None:
    """What a leader wants of the pairs that were proposed to him."""
    words = bare(normalise(text))
    if len(words) > _LONGEST:
        return None
    whole = _choice(words)
    if whole is not None:
        return whole
    parts = [part for part in words.translate(_AS_COMMAS).split(",") if part.strip()]
    found = [choice for part in parts if (choice := _choice(part.strip())) is not None]
    if len(found) < len(parts) or any(None in (one.wanted, one.declined) for one in found):
        return None
    wanted = tuple(number for one in found for number in one.wanted or ())
    declined = tuple(number for one in found for number in one.declined or ())
    return Choice(wanted=wanted, declined=declined) if wanted or declined else None


_AS_COMMAS = {ord(mark): "," for mark in _CLAUSES}


def is_choice(text: str) -> bool:
    """Whether words choose among proposed pairs."""
    return read_choice(text) is not None


def _choice(words: str) -> Choice | None:
    known = lists(_SOURCE)
    if known["all_not"].search(words):
        return Choice(declined=None)
    if known["all"].search(words):
        return Choice(wanted=None)
    if match := known["some_not"].search(words):
        return Choice(declined=_numbers(match["which"] or match["these"]))
    if match := known["some"].search(words):
        return Choice(wanted=_numbers(match["which"]))
    return None


def _numbers(said: str) -> tuple[int, ...]:
    found = lists(_SOURCE)["number"].pattern.finditer(said)
    return tuple(chinese_number(match[0]) for match in found)


def read_answer(words: str) -> Answer | None:
    """What normalised words say of a service somebody was just asked about."""
    words = bare(words)
    known = lists(_SOURCE)
    if len(words) > _LONGEST:
        return None
    if known["later"].search(words):
        return Answer.LATER
    if known["refused"].search(words):
        return Answer.NO
    if known["agreed"].search(words) or known["done"].search(words):
        return Answer.YES
    return None


def is_list_wanted(words: str) -> bool:
    """Whether somebody asks how services stand."""
    return lists(_SOURCE)["services"].search(bare(words)) is not None


def comes_home(text: str) -> bool:
    """Whether somebody comes to people's doors, or is to come."""
    return lists(_SOURCE)["comes_home"].search(normalise(text)) is not None


def only_day(text: str, today: date) -> date | None:
    """The day that is named as the day itself, and not as the last one."""
    words = bare(normalise(text))
    if lists(_SOURCE)["until"].search(words):
        return None
    term = term_in(words, today)
    return term.day if term else None


def heads_in(amount: str) -> int | None:
    """How many hands or things an amount is; None for other amounts."""
    match = lists(_SOURCE)["heads"].search(normalise(amount))
    return chinese_number(match["n"]) if match else None


def minutes_in(amount: str) -> int | None:
    """How many minutes an amount is; None for other amounts."""
    match = lists(_SOURCE)["hours"].search(normalise(amount))
    if match is None:
        return None
    half = _HOUR // 2
    whole = half if match["n"] == _HALF else _HOUR * chinese_number(match["n"])
    return whole + (half if match["half"] else 0)
