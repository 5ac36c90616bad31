"""Why a case is given back or waits, what was shown, and whether recourse was told of.

Comes in: normalised words of which a rule has found that they speak of it. Goes out: codes. Does
not: find that out.
"""

from functools import cache

from intents.words import Words, alternatives, compiled, data

RETURNS = ("negative", "outside", "unclear", "not_ours")
"""The four reasons for giving a case back (domain rules §6.4)."""

WAITS = ("force", "access", "weather", "approval", "money", "utility", "parts")
"""What a case waits for."""


def return_reason(words: str) -> str | None:
    """Which of the four reasons the words give; None for none of them."""
    return _first(RETURNS, words)


def wait_reason(words: str) -> str | None:
    """What is waited for; None where the words do not say."""
    return _first(WAITS, words)


def names_direction(words: str) -> bool:
    """Whether the case named last is the one that stays."""
    return _words("into").search(words) is not None


def tells_recourse(words: str) -> bool:
    """Whether somebody was told of arbitration or the courts."""
    return _words("recourse").search(words) is not None


def shows(words: str) -> bool:
    """Whether the words stand for a picture or film."""
    return _words("shown").search(words) is not None


def _first(names: tuple[str, ...], words: str) -> str | None:
    return next((name for name in names if _words(name).search(words)), None)


@cache
def _words(name: str) -> Words:
    return compiled(alternatives(data("sideroads")[name], {}))
