"""config.yaml read into plain, checked values.

Comes in: a file, and secrets from the environment by names written in the file. Goes out: a frozen
`Config`, or ConfigError with every problem at once (`path: what is wrong (got value). How to mend
it`). Does not: build anything. Only `__main__`, commands and wiring see `Config`.
"""

import os
from collections.abc import Hashable, Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

from bot.config_areas import wrong_grids
from bot.config_duty import wrong_duties
from bot.config_phone import phone_variables, wrong_phones
from bot.domain.errors import ConfigError
from bot.domain.knowledge import Entry
from bot.domain.matters import Matters
from bot.knowledge.reading import Known, read_entries
from bot.listing import read_matters
from bot.options import Config


class Secrets(BaseModel):
    """What comes from the environment only."""

    model_config = ConfigDict(frozen=True)

    dingtalk_client_id: SecretStr = SecretStr("")
    dingtalk_client_secret: SecretStr = SecretStr("")
    dingtalk_webhooks: dict[str, tuple[SecretStr, SecretStr]] = {}
    phones: dict[str, SecretStr] = {}


class Setup(NamedTuple):
    """Everything that a start needs."""

    config: Config
    secrets: Secrets
    matters: Matters
    entries: tuple[Entry, ...] = ()


def read_all(path: Path) -> Setup:
    """Read and check everything; ConfigError lists every problem there is."""
    data = _read(path)
    config, problems = _checked(data)
    if config is None:
        raise ConfigError(problems)
    secrets, matters = Secrets(), Matters(())
    try:
        secrets = read_secrets(config)
    except ConfigError as err:
        problems += err.problems
    try:
        matters = read_matters(config.matters, departments=known_departments(config))
    except ConfigError as err:
        problems += err.problems
    entries: tuple[Entry, ...] = ()
    try:
        entries = read_knowledge(config, matters or read_matters(None))
    except ConfigError as err:
        problems += err.problems
    if problems:
        raise ConfigError(problems)
    return Setup(config, secrets, matters, entries)


def known_departments(config: Config) -> tuple[str, ...]:
    """Departments and companies that the configuration names."""
    people = (person.department for person in config.people if person.department)
    return (*people, *config.departments, *(company.name for company in config.companies))


def read_config(path: Path) -> Config:
    """Read and check a file; ConfigError lists everything that is wrong with it."""
    return check_config(_read(path))


def _read(path: Path) -> dict[str, Any]:
    try:
        data = yaml.load(path.read_text(encoding="utf-8-sig"), _Loader)
    except FileNotFoundError as err:
        raise ConfigError([f"{path}: no such file. Give another with --config"]) from err
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as err:
        raise ConfigError([f"{path}: cannot be read as YAML: {err}"]) from err
    if not isinstance(data, dict):
        raise ConfigError([f"{path}: must be a mapping of options"])
    return data


class _Loader(yaml.SafeLoader):
    """Times and dates stay words (`22:00` is no number of base sixty), and a key stands once."""

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> str:  # noqa: ANN401
        tag = str(super().resolve(kind, value, implicit))  # type: ignore[no-untyped-call]
        odd = tag.endswith(":timestamp") or (tag.endswith((":int", ":float")) and ":" in value)
        return "tag:yaml.org,2002:str" if odd else tag

    def construct_mapping(
        self,
        node: yaml.MappingNode,
        deep: bool = False,
    ) -> dict[Hashable, Any]:
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key.value} stands twice", key.start_mark
                )
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


def check_config(data: Mapping[str, Any]) -> Config:
    """Check values; ConfigError lists everything that is wrong."""
    config, problems = _checked(data)
    if problems or config is None:
        raise ConfigError(problems)
    return config


def _checked(data: Mapping[str, Any]) -> tuple[Config | None, list[str]]:
    """The configuration and its problems. Where single values are wrong, what is left is still
    looked at, so that everything can be mended at once; None where there is not enough left.
    """
    problems: list[str] = []
    try:
        config = Config.model_validate(data)
    except ValidationError as err:
        problems = [_problem(error) for error in err.errors()]
        left = deepcopy(dict(data))
        taken = {_take_out(left, error["loc"]) for error in err.errors()}
        if taken & _REFERRED_TO:
            return None, problems
        try:
            config = Config.model_validate(left)
        except ValidationError:
            return None, problems
    return config, problems + list(_contradictions(config))


_REFERRED_TO = frozenset({"community", "grids", "estates", "buildings", "groups", "people", "id"})
"""What other values refer to: without it they would look wrong, too."""


def _take_out(data: Any, path: Sequence[int | str]) -> str | None:  # noqa: ANN401
    """Remove the innermost named value on a path; its name."""
    found: tuple[dict[str, Any], str] | None = None
    for name in path:
        if isinstance(data, dict) and name in data:
            found = data, str(name)
            data = data[name]
        elif isinstance(data, list) and isinstance(name, int) and name < len(data):
            data = data[name]
        else:
            break
    if found is None:
        return None
    found[0].pop(found[1], None)
    return found[1]


def _problem(error: Mapping[str, Any]) -> str:
    path = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return f"{path}: unknown option. Remove it, or look up its name in docs/config.md"
    if error["type"] == "missing":
        return f"{path}: must be given"
    got = error.get("input")
    shown = f" (got {got!r})" if isinstance(got, str | int | float | bool | None) else ""
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"{path}: {message[:1].lower()}{message[1:]}{shown}"


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
    yield from wrong_grids(config)
    yield from wrong_duties(config)
    yield from wrong_phones(config)
    yield from _unknown_buildings(config)
    yield from _impossible_dingtalk(config, grids)
    yield from _impossible_times(config)


def _unknown_areas(config: Config, grids: list[str]) -> Iterator[str]:
    listed = f"Known: {', '.join(grids)}"
    for number, group in enumerate(config.groups):
        if group.grid is not None and group.grid not in grids:
            yield f"groups.{number}.grid: no such grid (got {group.grid!r}). {listed}"
    people = {person.id for person in config.people}
    for number, group in enumerate(config.groups):
        if group.owner is not None and group.owner not in people:
            yield f"groups.{number}.owner: no such person (got {group.owner!r})"
    known = {group.id for group in config.groups}
    for number, person in enumerate(config.people):
        for grid in set(person.grids) - set(grids):
            yield f"people.{number}.grids: no such grid (got {grid!r}). {listed}"
        for group_id in set(person.groups) - known:
            yield f"people.{number}.groups: no such group (got {group_id!r})"


def _impossible_dingtalk(config: Config, grids: list[str]) -> Iterator[str]:
    """A custom robot speaks in a group that is bound; people are looked up for grids that exist."""
    dingtalk, where = config.adapters.dingtalk, "adapters.dingtalk"
    bound = {group.id for group in config.groups if "dingtalk" in group.bindings}
    yield from _twice(f"{where}.webhooks", [hook.group for hook in dingtalk.webhooks])
    for number, hook in enumerate(dingtalk.webhooks):
        if hook.group not in bound:
            yield (
                f"{where}.webhooks.{number}.group: no group bound to dingtalk (got {hook.group!r})"
            )
    for number, posting in enumerate(dingtalk.directory):
        for grid in set(posting.grids) - set(grids):
            yield f"{where}.directory.{number}.grids: no such grid (got {grid!r})"


def _unknown_buildings(config: Config) -> Iterator[str]:
    """A building leader leads buildings that exist."""
    known = {b.name for g in config.community.grids for e in g.estates for b in e.buildings}
    for number, person in enumerate(config.people):
        for name in person.buildings:
            if known and name not in known:
                yield f"people.{number}.buildings: no such building (got {name!r})"


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
    for (_, end), (begin, _) in pairwise(config.hours.office):
        if begin < end:
            yield f"hours.office: spans must be in order (got {begin} after one until {end})"


def _twice(where: str, values: list[str]) -> Iterator[str]:
    for value in sorted({value for value in values if values.count(value) > 1}):
        yield f"{where}: {value} appears twice. Each may appear once"


def read_secrets(config: Config) -> Secrets:
    """Secrets from the environment, by the names the configuration gives; ConfigError lists those
    missing.
    """
    dingtalk = config.adapters.dingtalk
    phones = _phone_secrets(config)
    if not dingtalk.enabled:
        return Secrets(phones=phones)
    names = (dingtalk.client_id_env, dingtalk.client_secret_env)
    hooks = {hook.group: (hook.url_env, hook.secret_env) for hook in dingtalk.webhooks}
    wanted = (*names, *(name for pair in hooks.values() for name in pair if name is not None))
    missing = [name for name in dict.fromkeys(wanted) if not os.environ.get(name)]
    if missing:
        raise ConfigError(
            [f"adapters.dingtalk: environment variable {name} must be set" for name in missing]
        )
    for group, (url, _) in hooks.items():
        if not os.environ[url].startswith(("https://", "http://")):
            raise ConfigError(
                [f"adapters.dingtalk.webhooks: {url} (for {group}) must hold a web address"]
            )
    return Secrets(
        dingtalk_client_id=SecretStr(os.environ[names[0]]),
        dingtalk_client_secret=SecretStr(os.environ[names[1]]),
        dingtalk_webhooks={
            group: (SecretStr(os.environ[url]), SecretStr(os.environ[secret] if secret else ""))
            for group, (url, secret) in hooks.items()
        },
        phones=phones,
    )


def _phone_secrets(config: Config) -> dict[str, SecretStr]:
    wanted = phone_variables(config)
    missing = {name: variable for name, variable in wanted.items() if not os.environ.get(variable)}
    if missing:
        raise ConfigError(
            [
                f"adapters.{name}: environment variable {variable} must be set"
                for name, variable in missing.items()
            ]
        )
    return {name: SecretStr(os.environ[variable]) for name, variable in wanted.items()}


def read_knowledge(config: Config, matters: Matters) -> tuple[Entry, ...]:
    """The office's list of questions and answers, or the one that comes with the program."""
    known = Known(
        items=matters.keys(),
        communities=[config.community.name],
        grids=[grid.id for grid in config.community.grids],
    )
    return read_entries(config.knowledge.directory, known)
