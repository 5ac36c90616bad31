"""config.yaml read into plain, checked values.

Comes in: a file, and secrets from the environment by names written in the file. Goes out: a frozen
`Config`, or ConfigError with every problem at once (`path: what is wrong (got value). How to mend
it`). Does not: build anything. Only `__main__`, commands and wiring see `Config`.
"""

import csv
import os
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

from bot.domain.errors import ConfigError
from bot.domain.matters import Matters
from bot.options import Config


class Secrets(BaseModel):
    """What comes from the environment only."""

    model_config = ConfigDict(frozen=True)

    dingtalk_client_id: SecretStr = SecretStr("")
    dingtalk_client_secret: SecretStr = SecretStr("")


def read_config(path: Path) -> Config:
    """Read and check a file; ConfigError lists everything that is wrong with it."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as err:
        raise ConfigError([f"{path}: no such file. Give another with --config"]) from err
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as err:
        raise ConfigError([f"{path}: cannot be read as YAML: {err}"]) from err
    if not isinstance(data, dict):
        raise ConfigError([f"{path}: must be a mapping of options"])
    return check_config(data)


def check_config(data: Mapping[str, Any]) -> Config:
    """Check values; ConfigError lists everything that is wrong."""
    try:
        config = Config.model_validate(data)
    except ValidationError as err:
        raise ConfigError([_problem(error) for error in err.errors()]) from err
    problems = list(_contradictions(config))
    if problems:
        raise ConfigError(problems)
    return config


def _problem(error: Mapping[str, Any]) -> str:
    path = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return f"{path}: unknown option. Remove it, or look up its name in docs/config.md"
    if error["type"] == "missing":
        return f"{path}: must be given"
    got = error.get("input")
    shown = f" (got {got!r})" if isinstance(got, str | int | float | bool | None) else ""
    return f"{path}: {error['msg'][:1].lower()}{error['msg'][1:]}{shown}"


def _contradictions(config: Config) -> Iterator[str]:
    grids = [grid.id for grid in config.community.grids]
    yield from _twice("community.grids", grids)
    yield from _twice("groups", [group.id for group in config.groups])
    yield from _twice("people", [person.id for person in config.people])
    bindings = [f"{k}={v}" for group in config.groups for k, v in group.bindings.items()]
    yield from _twice("groups.bindings", bindings)
    accounts = [f"{k}={v}" for person in config.people for k, v in person.accounts.items()]
    yield from _twice("people.accounts", accounts)
    yield from _unknown_areas(config, grids)
    yield from _impossible_times(config)


def _unknown_areas(config: Config, grids: list[str]) -> Iterator[str]:
    listed = f"Known: {', '.join(grids)}"
    for number, group in enumerate(config.groups):
        if group.grid is not None and group.grid not in grids:
            yield f"groups.{number}.grid: no such grid (got {group.grid!r}). {listed}"
    known = {group.id for group in config.groups}
    for number, person in enumerate(config.people):
        for grid in set(person.grids) - set(grids):
            yield f"people.{number}.grids: no such grid (got {grid!r}). {listed}"
        for group_id in set(person.groups) - known:
            yield f"people.{number}.groups: no such group (got {group_id!r})"


def _impossible_times(config: Config) -> Iterator[str]:
    assembly = config.assembly
    if assembly.longest_seconds < assembly.quiet_seconds:
        yield (
            "assembly.longest_seconds: must not be shorter than assembly.quiet_seconds"
            f" (got {assembly.longest_seconds} and {assembly.quiet_seconds})"
        )
    for begin, end in config.hours.office:
        if begin >= end:
            yield f"hours.office: a span must end after it begins (got {begin} to {end})"


def _twice(where: str, values: list[str]) -> Iterator[str]:
    for value in sorted({value for value in values if values.count(value) > 1}):
        yield f"{where}: {value} appears twice. Each may appear once"


def read_secrets(config: Config) -> Secrets:
    """Secrets from the environment, by the names the configuration gives; ConfigError lists those
    missing.
    """
    dingtalk = config.adapters.dingtalk
    if not dingtalk.enabled:
        return Secrets()
    names = (dingtalk.client_id_env, dingtalk.client_secret_env)
    missing = [name for name in names if not os.environ.get(name)]
    if missing:
        raise ConfigError(
            [f"adapters.dingtalk: environment variable {name} must be set" for name in missing]
        )
    return Secrets(
        dingtalk_client_id=SecretStr(os.environ[names[0]]),
        dingtalk_client_secret=SecretStr(os.environ[names[1]]),
    )


def read_matters(path: str | None) -> Matters:
    """The admission list of the office, or the one that comes with the program."""
    try:
        if path is None:
            text = resources.files("bot.data").joinpath("matters.csv").read_text(encoding="utf-8")
        else:
            text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as err:
        raise ConfigError([f"matters: cannot be read: {err}"]) from err
    matters, problems = Matters.parse(csv.DictReader(text.splitlines()))
    if problems:
        raise ConfigError([f"matters: {problem}" for problem in problems])
    return matters
