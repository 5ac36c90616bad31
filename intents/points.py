"""What is said to the bot about points: who did what for how long, what somebody wants for his, the
code that a partner is shown.

Comes in: words to the bot. Goes out: an `Award`, a wanted good, a code, or None. Does not: know
people, rules or balances.
"""

from dataclasses import dataclass

from intents.numbers import chinese_number
from intents.text import bare, normalise
from intents.words import lists

_HOUR = 60
_HALF = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """Somebody did something for so many minutes. `name` is how he is called, `what` the words for
    what he did (empty: not said).
    """

    name: str
    minutes: int
    what: str


def read_award(text: str) -> Award | None:
    """Whom points are to be booked for, and what for."""
    match = lists("points")["award"].search(bare(normalise(text)))
    if match is None:
        return None
    part = match.groupdict()
    minutes = _HOUR * chinese_number(part["hours"]) if part["hours"] else 0
    minutes += _HALF if part["half"] or part["and_half"] else 0
    minutes += chinese_number(part["minutes"]) if part["minutes"] else 0
    what = bare((part["what"] or "") + (part["after"] or ""))
    return Award(name=part["name"], minutes=minutes, what=what)


def read_taken_back(text: str) -> str | None:
    """Whose last entry was wrong."""
    return _part(text, "award_wrong", "name")


def read_wanted(text: str) -> str | None:
    """What is wanted for points: a number of the list, or a word."""
    return _part(text, "redeem", "what")


def read_code(text: str) -> str | None:
    """The code that somebody was shown."""
    return _part(text, "cash", "code")


def fits(spoken: str, name: str) -> bool:
    """Whether somebody of this name may be called so: by his name without the surname, or by the
    surname with a word before or behind it.
    """
    if len(spoken) > 1 and name.endswith(spoken):
        return True
    match = lists("points")["called"].search(spoken)
    return match is not None and name.startswith(match["after"] or match["before"])


def _part(text: str, name: str, part: str) -> str | None:
    match = lists("points")[name].search(bare(normalise(text)))
    return match[part] if match else None
