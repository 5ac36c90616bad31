"""Calls for volunteers in plain words: what is called for, who comes, who does not, who came.

Comes in: text as received, and the instant. Goes out: frozen values, or None. Does not: know who
may call, or which calls are open.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from intents.numbers import chinese_number
from intents.terms import term_in
from intents.text import bare, normalise
from intents.words import Lexicon, lists

_SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
_LONGEST: Final = 120
_LONGEST_ANSWER: Final = 28
_MOST: Final = 500
_SHORTEST_WORK: Final = 2
_AT_ONCE: Final = timedelta(minutes=15)
_NOON, _HALF_DAY, _DAY_HOURS, _HOUR, _HALF = 12, 12, 24, 60, 30
_PARTS: Final = (
    ("morning", time(8), 0),
    ("forenoon", time(9), 0),
    ("noon", time(12), _HALF_DAY),
    ("afternoon", time(14), _HALF_DAY),
    ("dusk", time(18), _HALF_DAY),
    ("evening", time(19), _HALF_DAY),
)
"""Parts of the day: when they begin where no hour is said, and what is added to a small hour."""
_PART: Final = re.compile(r"[^,;!?\n\u3001\u3002 :]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class CallWords:
    """What was called for. `wanted` is 0 and `starts_at` None where that was not said; `minutes` is
    how long it lasts, `at_once` that nobody is to wait.
    """

    matter: str
    wanted: int
    starts_at: datetime | None
    minutes: int | None = None
    place: str = ""
    bring: str = ""
    at_once: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether people can sign up for it."""
        return bool(self.wanted and self.starts_at and self.matter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """Who came: everybody but the `missing`, or only so many (`count`)."""

    missing: tuple[str, ...] = ()
    count: int | None = None


def read_call(text: str, now: datetime) -> CallWords | None:
    """A call, said `now`. None where nobody is called, or to what the bot is deaf."""
    words = bare(normalise(text))
    known = _lists()
    asked = known["wanted"].search(words)
    if asked is None or len(words) > _LONGEST or is_organising(words):
        return None
    if known["asks"].search(words):
        return None
    wanted = chinese_number(_group(asked))
    starts_at = read_when(words, now)
    if not 0 < wanted <= _MOST:
        return None
    bring, where = known["bring"].search(words), known["where"].search(words)
    return CallWords(
        matter=_matter(words, asked),
        wanted=wanted,
        starts_at=starts_at,
        minutes=_lasting(words),
        place=_group(where),
        bring=bring["what"] if bring else "",
        at_once=known["now"].search(words) is not None or _soon(words) is not None,
    )


def read_hands(text: str) -> bool:
    """Whether hands are asked for, at whatever hour, and who comes is to say so."""
    words, known = bare(normalise(text)), _lists()
    if len(words) > _LONGEST or is_organising(words) or known["who_comes"].search(words) is None:
        return False
    return known["hands"].search(words) is not None


def answers_hands(text: str) -> bool:
    """Whether a short message says that somebody comes, where hands have just been asked for."""
    words = bare_but_plus(text)
    if len(words) > _LONGEST_ANSWER or read_leaving(words):
        return False
    return (
        _lists()["numbered"].search(words) is not None or read_sign_up(text, mere=True) is not None
    )


def is_organising(text: str) -> bool:
    """Meetings, votes and protests: the bot is deaf to them (domain rules §11.3)."""
    return _lists()["organising"].search(normalise(text)) is not None


def read_when(text: str, now: datetime) -> datetime | None:
    """The instant that the words name by local clocks, in the future."""
    words, now = normalise(text), now.astimezone(_SHANGHAI)
    known = _lists()
    soon = _soon(words)
    if soon is not None:
        return now + soon
    day, at = _day(words, now.date()), _clock(words)
    if at is None:
        return now + _AT_ONCE if day is None and known["now"].search(words) else None
    found = datetime.combine(day or now.date(), at, now.tzinfo)
    if day is None and found <= now:
        found += timedelta(days=1)
    return found if found > now else None


def read_sign_up(text: str, *, mere: bool) -> int | None:
    """With how many heads somebody comes; `mere` words count only right after a call."""
    words = bare_but_plus(text)
    known = _lists()
    if len(words) > _LONGEST_ANSWER or known["asks"].search(words) or read_leaving(words):
        return None
    if not known["plain"].search(words) and not (mere and known["mere"].search(words)):
        return None
    said = known["heads"].search(words)
    if said is not None:
        return max(chinese_number(said["n"] or said["plus"]), 1)
    return 2 if known["with"].search(words) else 1


def read_leaving(text: str) -> bool:
    """Whether somebody who had signed up does not come."""
    words = bare(normalise(text))
    return len(words) <= _LONGEST_ANSWER and _lists()["leaves"].search(words) is not None


def read_attendance(text: str) -> Attendance | None:
    """Who came, in the word of the leader."""
    words = bare(normalise(text))
    known = _lists()
    if len(words) > _LONGEST_ANSWER or known["asks"].search(words):
        return None
    counted = known["came"].search(words)
    if counted is not None:
        return Attendance(count=chinese_number(_group(counted)))
    absent = tuple(
        name
        for match in known["missing"].pattern.finditer(words)
        for name in known["apart"].pattern.split(match["who"])
        if name and not known["others"].search(name)
    )
    if absent:
        return Attendance(missing=absent)
    return Attendance() if known["all_came"].search(words) else None


def says(name: str, text: str) -> bool:
    """Whether words of the list `enough`, `cancelled` or `moved` occur."""
    words = bare(normalise(text))
    return len(words) <= _LONGEST_ANSWER and _lists()[name].search(words) is not None


def bare_but_plus(text: str) -> str:
    """Without marks around it, except the sign of one more."""
    words = normalise(text)
    return words.strip() if words.startswith("+") else bare(words)


def _lists() -> Lexicon:
    return lists("musters")


def _group(match: re.Match[str] | None) -> str:
    return next((part for part in match.groupdict().values() if part), "") if match else ""


def _soon(words: str) -> timedelta | None:
    match = _lists()["in_minutes"].search(words)
    return timedelta(minutes=chinese_number(match["n"])) if match else None


def _day(words: str, today: date) -> date | None:
    known = _lists()
    if known["tomorrow"].search(words):
        return today + timedelta(days=1)
    if known["today"].search(words):
        return today
    term = term_in(words, today)
    return term.day if term is not None else None


def _clock(words: str) -> time | None:
    """The hour that is said, else the beginning of a part of the day."""
    known = _lists()
    part = next((one for one in _PARTS if known[one[0]].search(words)), None)
    match = known["clock"].search(words)
    if match is None:
        return part[1] if part else None
    hour, minute = _hour(match), _minute(match)
    if part is not None and part[2] and hour < _NOON and not (part[0] == "noon" and hour > 9):
        hour += part[2]
    return time(hour % _DAY_HOURS, minute) if minute < _HOUR else None


def _hour(match: re.Match[str]) -> int:
    return chinese_number(match["hour"] or match["h"])


def _minute(match: re.Match[str]) -> int:
    if match["m"] or match["minute"]:
        return chinese_number(match["m"] or match["minute"])
    if match["quarter"]:
        return 15 * chinese_number(match["quarter"])
    return _HALF if match["half"] else 0


def _lasting(words: str) -> int | None:
    """How long it lasts, in minutes: said so, or from one hour to another."""
    known = _lists()
    said = known["lasts"].search(words)
    if said is not None:
        half = _HALF if said["half"] or said["more"] else 0
        return _HOUR * chinese_number(said["n"]) + half
    times = [_HOUR * _hour(one) + _minute(one) for one in known["clock"].pattern.finditer(words)]
    if len(times) < 2:
        return None
    passed = (times[1] - times[0]) % (_HALF_DAY * _HOUR)
    return passed or None


def _matter(words: str, asked: re.Match[str]) -> str:
    """What is to be done: said behind the number of people, else in the clause before it that is
    nearest."""
    known = _lists()
    text = words[: asked.start()] + "," + words[asked.end() :]
    after = len(words[: asked.start()]) + 1
    for name in ("bring", "where", "clock", "lasts", "in_minutes", "aside"):
        text = known[name].pattern.sub(lambda found: "," * len(found[0]), text)
    parts = [(m.start(), m[0]) for m in _PART.finditer(text)]
    ranked = sorted(parts, key=lambda part: (part[0] < after, abs(part[0] - after)))
    for _, part in ranked:
        work = _worked(part)
        if len(work) >= _SHORTEST_WORK:
            return work[:24]
    return ""


def _worked(part: str) -> str:
    fillers = _lists()["fillers"].pattern
    while (shorter := fillers.sub("", part).strip()) != part:
        part = shorter
    return part
