"""`qunli check`: every problem of a configuration at once.

Comes in: a file. Goes out: problems on standard error and exit status 2, or 0 and one line. Does
not: start anything.
"""

import sys
from datetime import date
from pathlib import Path

from bot.areas import directory_of
from bot.config import read_config, read_matters, read_secrets
from bot.domain.errors import ConfigError
from bot.domain.people import Role
from bot.options import Config


def check(path: Path) -> int:
    """Exit status 0 or 2."""
    config = read_config(path)
    problems: list[str] = []
    for look in (read_secrets, lambda c: read_matters(c.matters), _dates, _people):
        try:
            look(config)
        except ConfigError as err:
            problems += err.problems
    if problems:
        raise ConfigError(problems)
    for hint in hints(config):
        print(hint, file=sys.stderr)
    print(f"{path}: ok")
    return 0


def _dates(config: Config) -> None:
    problems = []
    for name in ("extra_holidays", "extra_working_days"):
        for value in getattr(config.hours, name):
            try:
                date.fromisoformat(value)
            except ValueError:
                problems.append(f"hours.{name}: must be a date YYYY-MM-DD (got {value!r})")
    if problems:
        raise ConfigError(problems)


def _people(config: Config) -> None:
    """A building leader leads buildings that exist."""
    known = {b.name for g in config.community.grids for e in g.estates for b in e.buildings}
    problems = [
        f"people.{number}.buildings: no such building (got {name!r})"
        for number, person in enumerate(config.people)
        for name in person.buildings
        if known and name not in known
    ]
    if problems:
        raise ConfigError(problems)


def hints(config: Config) -> list[str]:
    """What is allowed but may surprise: grids without a leader, nobody to call at night."""
    directory = directory_of(config)
    found = [
        f"hint: grid {grid.id} has no {role.value}"
        for grid in directory.grids
        for role in (Role.GRID_LEADER, Role.GRID_MEMBER)
        if not directory.of_grid(grid.id, role)
    ]
    found.append(
        "hint: no telephone or text-message port: nobody is woken at night; say so in the groups"
    )
    return found
