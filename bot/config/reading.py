"""config.yaml read into plain, checked values.

Comes in: a file, and secrets from the environment by names written in the file. Goes out: a frozen
`Config`, or ConfigError with every problem at once (`path: what is wrong (got value). How to mend
it`). Does not: build anything. Only `__main__`, commands and wiring see `Config`.
"""

import re
from collections.abc import Hashable, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import ValidationError

from bot.config.contradictions import contradictions
from bot.config.secrets import Secrets, read_secrets
from bot.domain.errors import ConfigError
from bot.domain.knowledge import Entry
from bot.domain.matters import Matters
from bot.knowledge.reading import Known, read_entries
from bot.listing import read_matters
from bot.options.config import Config


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
        stood_in = [_stood_in(left, error) for error in err.errors()]
        if not all(stood_in):
            return None, problems
        try:
            config = Config.model_validate(left)
        except ValidationError:
            return None, problems
    return config, problems + list(contradictions(config))


_REFERRED_TO = frozenset({"community", "grids", "estates", "buildings", "groups", "people", "id"})
"""What other values refer to: without it they would look wrong, too."""


def _stood_in(data: Any, error: Mapping[str, Any]) -> bool:  # noqa: ANN401
    """Put something right in the place of a wrong value, or its default: places in lists stay what
    they are. False where other values would look wrong by it.
    """
    path = error["loc"]
    allowed = _ALLOWED.match(str(error.get("ctx", {}).get("expected", "")))
    if error["type"] == "missing":
        return path[-1] not in _REFERRED_TO and _put(data, path, "-")
    if allowed is not None:
        return _put(data, path, allowed[1])
    if error["type"] == "string_type" and isinstance(error["input"], int | float):
        return _put(data, path, str(error["input"]))
    return _take_out(data, path) not in _REFERRED_TO


_ALLOWED = re.compile(r"'([^']+)'")


def _put(data: Any, path: Sequence[int | str], value: str) -> bool:  # noqa: ANN401
    """Whether there was a place for it."""
    try:
        for name in path[:-1]:
            data = data[name]
        data[path[-1]] = value
    except (KeyError, IndexError, TypeError):
        return False
    return True


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


def read_knowledge(config: Config, matters: Matters) -> tuple[Entry, ...]:
    """The office's list of questions and answers, or the one that comes with the program."""
    known = Known(
        items=matters.keys(),
        communities=[config.community.name],
        grids=[grid.id for grid in config.community.grids],
    )
    return read_entries(config.knowledge.directory, known)
