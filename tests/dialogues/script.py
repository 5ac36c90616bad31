"""A conversation as it is written down: who says what where, how long they wait, what the bot says.

Comes in: a YAML file of this folder (README.md tells its form). Goes out: frozen steps. Does not:
play. Whatever is written otherwise is a mistake and stops the test.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import yaml

from bot.domain.case import Case, EventKind
from bot.domain.reply import ReplyKey

HERE = Path(__file__).parent
SHANGHAI = timezone(timedelta(hours=8))
START = datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)
"""A Monday morning in an ordinary working week."""

SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*([smhd]?)")
UNITS = {"": "seconds", "s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
SAID = {"in", "item", "asks", "alarm", "at_bot", "quotes", "images", "problems", "act", "late"}
SAID |= {"through", "talk", "chance"}
DOCUMENT = {"name", "start", "world", "model", "channels", "ignores", "steps"}
SHOWN = {"place", "restricted", "touched"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """Somebody says something; `room` is `owners`, `leaders`, `private` or a group's id."""

    person: str
    text: str
    room: str | None = None
    item: str | None = None
    talk: bool = False
    asks: bool = False
    alarm: str | None = None
    chance: float | None = None
    at_bot: bool = False
    quotes: str | None = None
    images: int = 0
    problems: Mapping[str, str] = field(default_factory=dict)
    act: str | None = None
    late: timedelta = timedelta(0)
    through: str = "simulator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Time passes."""

    span: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing the bot says, to a room or a person; `says` and `hides` are parts of it."""

    to: str
    key: str
    says: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Expects:
    """Exactly these lines since the last time; none is silence."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shows:
    """Facts of cases by their number."""

    facts: Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalls:
    """What a case's history tells, in this order, among other things."""

    number: int
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many cases there are."""

    number: int


Step = Says | Wait | Expects | Shows | Recalls | Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """One conversation. `world` is laid over the shipped configuration; `ignores` are keys that it
    is not about."""

    name: str
    start: datetime
    world: Mapping[str, Any]
    channels: tuple[str, ...]
    ignores: tuple[str, ...]
    real: bool
    steps: tuple[Step, ...]


def files() -> list[Path]:
    """Every conversation of this folder."""
    return sorted(HERE.glob("*.yaml"))


def read(path: Path) -> Dialogue:
    """One conversation."""
    return parse(yaml.safe_load(path.read_text(encoding="utf-8")))


def parse(data: Mapping[str, Any]) -> Dialogue:
    """A conversation from its written form; ValueError where it is not of that form."""
    known(data, DOCUMENT)
    start = data.get("start")
    return Dialogue(
        name=data["name"],
        start=(start.replace(tzinfo=SHANGHAI) if start else START).astimezone(UTC),
        world=data.get("world") or {},
        channels=tuple(data.get("channels") or ("simulator",)),
        ignores=tuple(ReplyKey(key).value for key in data.get("ignores") or ()),
        real=data.get("model") == "real",
        steps=tuple(step(written) for written in data["steps"]),
    )


def step(written: Mapping[str, Any]) -> Step:
    """One step from its written form."""
    kind, value = next(iter(written.items()))
    match kind:
        case "wait":
            return Wait(span=span(value))
        case "bot":
            lines = () if value == "silence" else tuple(line(each) for each in value)
            return Expects(lines=lines)
        case "case":
            return Shows(facts={number: facts(each) for number, each in value.items()})
        case "history":
            ((number, kinds),) = value.items()
            return Recalls(number=number, kinds=tuple(EventKind(each).value for each in kinds))
        case "cases":
            return Counts(number=value)
        case _:
            return says(kind, value, {k: v for k, v in written.items() if k != kind})


def says(person: str, text: str, rest: Mapping[str, Any]) -> Says:
    """Somebody's words with all that belongs to them."""
    known(rest, SAID)
    fields = dict(rest)
    room = fields.pop("in", None)
    late = span(fields.pop("late", 0))
    return Says(person=person, text=text, room=room, late=late, **fields)


def line(written: Mapping[str, Any]) -> Line:
    """`{owners: case_opened, says: 3栋, hides: 602}`."""
    (to, key), *rest = written.items()
    known(dict(rest), {"says", "hides"})
    more = {name: (value,) if isinstance(value, str) else tuple(value) for name, value in rest}
    return Line(to=to, key=ReplyKey(key).value, **more)


def facts(written: Mapping[str, Any]) -> Mapping[str, Any]:
    """Facts of a case; only such as cases have."""
    known(written, set(Case.__slots__) | SHOWN)
    return written


def span(written: float | str) -> timedelta:
    """`10`, `90s`, `3m`, `2h` or `4d`."""
    match = SPAN.fullmatch(str(written))
    if match is None:
        raise ValueError(f"not a length of time: {written!r}")
    return timedelta(**{UNITS[match[2]]: float(match[1])})


def known(written: Mapping[str, Any], names: set[str] | Sequence[str]) -> None:
    """Refuse what is not part of the form."""
    unknown = sorted(set(written) - set(names))
    if unknown:
        raise ValueError(f"unknown: {', '.join(map(str, unknown))}")
