"""How big a day is and how it goes: the figures that a day of talk is made of.

Comes in: `bot/data/day.yaml`, or a file of the same form. Goes out: frozen values, or ConfigError
with what is wrong. Does not: make messages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from math import log
from pathlib import Path
from typing import Any, Final

import yaml

from bot.domain.errors import ConfigError

DAY_SECONDS: Final = 86_400
_HOURS: Final = 24
_HALVINGS: Final = 8
"""After so many a burst is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """What makes many speak at once. `peak` is in messages a second over all groups it strikes,
    durations are in seconds, `reports` is the share of reports among the messages, `items` what
    these are about.
    """

    peak: float
    rise_seconds: float
    hold_seconds: float
    halving_seconds: float
    reports: float
    items: tuple[str, ...]

    @property
    def lasts(self) -> float:
        """Seconds from its first message to its last."""
        return self.rise_seconds + self.hold_seconds + _HALVINGS * self.halving_seconds

    def until(self, seconds: float) -> float:
        """How many messages come in its first seconds: the integral of its rate, which grows
        evenly, holds, and halves again and again.
        """
        at = min(max(seconds, 0.0), self.lasts)
        rising = min(at, self.rise_seconds)
        held = min(max(at - self.rise_seconds, 0.0), self.hold_seconds)
        fading = max(at - self.rise_seconds - self.hold_seconds, 0.0)
        risen = rising * rising / (2 * self.rise_seconds) if self.rise_seconds else 0.0
        faded = self.halving_seconds / log(2) * (1 - 0.5 ** (fading / self.halving_seconds))
        return float(self.peak * (risen + held + faded))


@dataclass(frozen=True, slots=True, kw_only=True)
class Struck:
    """A kind of burst that happens `times` a day, or once at a time of day (seconds from midnight),
    in `width` neighbouring grids.
    """

    burst: Burst
    width: int
    times: int = 1
    at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is said of a case in its life, by the grid's leader or by whoever told of it."""

    says: str
    by_leader: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """A day of a district, a city or a province, which so many `offices` serve, each with its own
    configuration and store, and as many neighbouring grids as the others. `hours` are parts of the
    day's talk in each hour; `head` and `steepness` say how loud the loudest groups are; `reports`
    is the share of reports among all messages.
    """

    name: str
    grids: int
    groups: int
    messages: int
    offices: int
    struck: tuple[Struck, ...]
    hours: tuple[float, ...]
    head: float
    steepness: float
    speakers: int
    reports: float
    communities_of: int
    handled: tuple[Step, ...]

    def of_office(self, number: int | None) -> range:
        """The grids of an office; None: one office serves them all."""
        if number is None:
            return range(self.grids)
        return range(number * self.grids // self.offices, (number + 1) * self.grids // self.offices)

    @property
    def of_bursts(self) -> float:
        """How many messages of the day belong to bursts."""
        return sum(one.times * one.burst.until(one.burst.lasts) for one in self.struck)

    @property
    def reports_beside(self) -> float:
        """The share of reports among what is said beside bursts, so that the day has `reports`."""
        told = sum(
            one.times * one.burst.until(one.burst.lasts) * one.burst.reports for one in self.struck
        )
        return (self.reports * self.messages - told) / (self.messages - self.of_bursts)


def read_sizes(path: Path | None = None) -> dict[str, Size]:
    """Every size by its name; those that come with the program where no file is given."""
    try:
        text = (
            path.read_text(encoding="utf-8")
            if path is not None
            else resources.files("bot.data").joinpath("day.yaml").read_text(encoding="utf-8")
        )
        found = yaml.safe_load(text)
        sizes = {name: _size(name, one, found) for name, one in found["sizes"].items()}
    except (OSError, yaml.YAMLError, ArithmeticError) as err:
        raise ConfigError([f"{path}: cannot be read: {err}"]) from err
    except (AttributeError, KeyError, TypeError, ValueError) as err:
        raise ConfigError([f"{path}: not as docs/scale.md has it: {err!r}"]) from err
    problems = [problem for one in sizes.values() for problem in _problems(one)]
    if problems:
        raise ConfigError(problems)
    return sizes


def _size(name: str, told: Mapping[str, Any], day: Mapping[str, Any]) -> Size:
    bursts = {kind: _burst(one) for kind, one in day["bursts"].items()}
    return Size(
        name=name,
        grids=int(told["grids"]),
        groups=int(told["groups"]),
        messages=int(told["messages"]),
        offices=int(told["offices"]),
        struck=tuple(_struck(one, bursts) for one in told["bursts"]),
        hours=tuple(float(part) for part in day["hours"]),
        head=float(day["loudness"]["head"]),
        steepness=float(day["loudness"]["steepness"]),
        speakers=int(day["speakers"]),
        reports=float(day["reports"]),
        communities_of=int(day["communities_of"]),
        handled=tuple(
            Step(says=str(one["says"]), by_leader=one["who"] == "leader") for one in day["handled"]
        ),
    )


def _burst(told: Mapping[str, Any]) -> Burst:
    made = Burst(**{**told, "items": tuple(told["items"])})
    if min(made.rise_seconds, made.hold_seconds, made.peak) < 0 or made.halving_seconds <= 0:
        raise ValueError(f"a burst must not go backwards: {told}")
    return made


def _struck(told: Mapping[str, Any], bursts: Mapping[str, Burst]) -> Struck:
    at = seconds_of(told["at"]) if "at" in told else None
    times = int(told.get("times", 1))
    return Struck(burst=bursts[told["kind"]], width=int(told["width"]), times=times, at=at)


def seconds_of(told: str) -> int:
    """Seconds from midnight of a time of day, `19:20` or `19:20:30`; ValueError if it is none."""
    hours, minutes, *rest = (int(part) for part in told.split(":"))
    seconds = rest[0] if rest else 0
    if not (0 <= hours < _HOURS and 0 <= minutes < 60 and 0 <= seconds < 60 and len(rest) < 2):
        raise ValueError(f"no time of day: {told}")
    return 3600 * hours + 60 * minutes + seconds


def _problems(size: Size) -> Sequence[str]:
    name = f"sizes.{size.name}"
    last = max((one.at + one.burst.lasts for one in size.struck if one.at is not None), default=0)
    bounds = {
        f"{name}: a day has 24 hours, none less than 0, not all 0": len(size.hours) == _HOURS
        and min(size.hours) >= 0 < max(size.hours),
        f"{name}: takes at least a group for each grid, and a grid": 1 <= size.grids <= size.groups,
        "loudness: head must be > 0, steepness > 1": size.head > 0 and size.steepness > 1,
        "speakers, communities_of: must be > 0": min(size.speakers, size.communities_of) > 0,
        f"{name}: takes at least an office, and a grid for each": 1 <= size.offices <= size.grids,
        f"{name}: bursts are wider than the size": all(
            1 <= one.width <= size.grids for one in size.struck
        ),
        f"{name}: bursts say more than the whole day": size.of_bursts < size.messages,
        f"{name}: a burst goes on after midnight": last <= DAY_SECONDS,
    }
    problems = [problem for problem, fine in bounds.items() if not fine]
    if not problems and not 0 <= size.reports_beside <= 1:
        problems.append(f"{name}: bursts have more reports than the whole day")
    return problems
