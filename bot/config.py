"""config.yaml read into plain, checked values.

Comes in: a file, and secrets from the environment by names written in the file. Goes out: a frozen `Config`, or
ConfigError with every problem at once (`path: what is wrong (got value). How to mend it`).
Does not: build anything. Only `__main__`, commands and wiring see `Config`.
"""

import csv
import os
from collections.abc import Iterator, Mapping
from datetime import time
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from bot.domain.errors import ConfigError
from bot.domain.matters import Matters

Name = str


class Part(BaseModel):
    """A part of the configuration: unknown options are refused, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ServerPart(Part):
    """Where the desk listens."""

    host: str = Field("127.0.0.1", description="address the pages are served on")
    port: int = Field(8311, ge=1, le=65535, description="port the pages are served on")


class StorePart(Part):
    """Where rows are kept."""

    url: str = Field("sqlite:///var/qunli.db", description="SQLite file; one line for the big size")


class QueuePart(Part):
    """Where messages wait."""

    url: str = Field("embedded", description="`embedded`: a table in the store")
    gather_milliseconds: int = Field(
        10, ge=0, le=1000, description="longest wait of a group commit"
    )


class ModelPart(Part):
    """The text model."""

    directory: str | None = Field(None, description="model directory; none: beside the program")
    encoder: Literal["none"] = Field("none", description="sentence encoder beside the linear model")
    report_threshold: float = Field(
        0.8, gt=0, lt=1, description="unaddressed talk counts as a request from here on"
    )


class AssemblyPart(Part):
    """When one person's turn is over."""

    quiet_seconds: float = Field(8, ge=0, le=120, description="silence after which a turn is over")
    addressed_quiet_seconds: float = Field(
        2, ge=0, le=120, description="the same for words to the bot itself and in private"
    )
    longest_seconds: float = Field(30, ge=1, le=600, description="longest a turn waits in all")


class PrivacyPart(Part):
    """How long what is no request may be held."""

    context_seconds: int = Field(
        300, ge=0, le=900, description="talk is erased after this long at most"
    )
    remember_ids_days: int = Field(
        7,
        ge=1,
        le=90,
        description="how long hashes of message ids are kept against repeated delivery",
    )


class CaseworkPart(Part):
    """Figures of the case engine."""

    incident_hours: float = Field(
        72, gt=0, le=720, description="reports this far apart at most can be one incident"
    )
    cases_in_sight: int = Field(
        30, ge=5, le=200, description="open cases of a grid that a message may refer to"
    )
    question_hours: float = Field(
        12, gt=0, le=168, description="how long the bot waits for an answer to its own question"
    )
    callback_patience_days: float = Field(
        3,
        gt=0,
        le=30,
        description="patience for an answer to a callback, and again after the reminder",
    )
    yellow_share: float = Field(
        0.6, gt=0, lt=1, description="share of a deadline after which the lamp turns yellow"
    )
    live_alarm_minutes: float = Field(
        10, gt=0, le=120, description="emergencies that arrive later than this go to staff only"
    )


class HoursPart(Part):
    """Local times (Asia/Shanghai)."""

    night_begin: time = Field(time(22), description="from here on nothing but emergencies is said")
    night_end: time = Field(time(7), description="until here")
    callback_begin: time = Field(time(9), description="callbacks are asked from here on")
    callback_end: time = Field(time(20), description="until here")
    office: list[tuple[time, time]] = Field(
        [(time(9), time(12)), (time(14), time(18))],
        min_length=1,
        description="office hours of a working day",
    )
    extra_holidays: list[str] = Field(
        [], description="days off beside the official calendar, YYYY-MM-DD"
    )
    extra_working_days: list[str] = Field(
        [], description="working days beside the official calendar, YYYY-MM-DD"
    )


class OutboxPart(Part):
    """Sending."""

    patience_hours: float = Field(
        24, gt=0, le=168, description="what cannot be delivered this long becomes a dead letter"
    )
    first_retry_seconds: float = Field(
        5, gt=0, le=600, description="wait before the second attempt; doubles from then on"
    )
    longest_retry_seconds: float = Field(
        600, gt=0, le=86400, description="longest wait between two attempts"
    )


class StagesPart(Part):
    """How stages work through rows."""

    batch: int = Field(500, ge=1, le=5000, description="rows taken at once")
    lease_seconds: float = Field(
        60, gt=1, le=3600, description="a row taken by a stage that died is free again after this"
    )
    poll_seconds: float = Field(1, gt=0, le=60, description="longest idle time of a stage")
    max_attempts: int = Field(
        3, ge=1, le=20, description="after so many failures a row is parked for a person to look at"
    )


class SimulatorPart(Part):
    """The two groups on a local page."""

    enabled: bool = Field(
        True, description="whether the local page with simulated groups is served"
    )


class DingtalkPart(Part):
    """DingTalk: an enterprise robot."""

    enabled: bool = Field(False, description="whether DingTalk is connected")
    api_base: str = Field(
        "https://api.dingtalk.com",
        description="base of the v1.0 interface, also of the stream gateway",
    )
    oapi_base: str = Field(
        "https://oapi.dingtalk.com", description="base of the old interface (directory)"
    )
    client_id_env: str = Field(
        "QUNLI_DINGTALK_CLIENT_ID", description="environment variable with the client id"
    )
    client_secret_env: str = Field(
        "QUNLI_DINGTALK_CLIENT_SECRET", description="environment variable with the client secret"
    )
    robot_code: str = Field("", description="robot code, needed for speaking first")


class AdaptersPart(Part):
    """Platforms."""

    simulator: SimulatorPart = Field(SimulatorPart(), description="the local trial page")
    dingtalk: DingtalkPart = Field(DingtalkPart(), description="DingTalk")


class BuildingPart(Part):
    """A building of an estate."""

    name: str = Field(description="as the estate writes it")
    aliases: list[str] = Field([], description="other names people use")
    units: list[str] = Field([], description="units; empty where nobody knows")


class EstatePart(Part):
    """An estate (小区) or a set of open buildings."""

    name: str = Field(description="name of the estate")
    buildings: list[BuildingPart] = Field(
        [], description="its buildings; empty: any stated building is taken"
    )


class GridPart(Part):
    """A grid."""

    id: str = Field(description="short id, used in groups and people")
    name: str = Field(description="what people call it")
    estates: list[EstatePart] = Field([], description="estates in it")


class CommunityPart(Part):
    """A community (社区) with its grids."""

    street: str = Field(description="the street office it belongs to")
    name: str = Field(description="name of the community")
    grids: list[GridPart] = Field(min_length=1, description="its grids")
    phones: dict[str, str] = Field(
        {}, description="telephone numbers told to people: duty, gas, power, water, lift"
    )


class GroupPart(Part):
    """A bound group."""

    id: str = Field(description="short id")
    kind: Literal["owners", "leaders"] = Field(description="owners' group or leaders' group")
    name: str = Field(description="name of the group")
    grid: str | None = Field(None, description="its grid; none: the whole community")
    estate: str | None = Field(None, description="its estate")
    building: str | None = Field(None, description="its building, for a building's own group")
    listening: Literal["addressed", "natural"] = Field(
        "addressed", description="to what is addressed to the bot only, or to all talk"
    )
    bindings: dict[str, str] = Field(
        {}, description="platform name to the platform's conversation id"
    )


class PersonPart(Part):
    """A person with a role."""

    id: str = Field(description="short id")
    name: str = Field(description="what the bot calls this person among staff")
    roles: list[
        Literal[
            "resident",
            "building_leader",
            "volunteer",
            "grid_member",
            "grid_leader",
            "property",
            "department",
            "community_secretary",
            "street",
            "duty_officer",
        ]
    ] = Field(min_length=1, description="roles; several are possible")
    grids: list[str] = Field([], description="grids where the roles hold; empty: everywhere")
    buildings: list[str] = Field([], description="buildings a building leader leads")
    department: str | None = Field(None, description="department or company represented")
    accounts: dict[str, str] = Field(
        {}, description="platform name to the platform's id of this person"
    )
    groups: list[str] = Field(
        [], description="groups this person sits in (used by the simulator page)"
    )


class Config(Part):
    """The whole configuration."""

    server: ServerPart = Field(ServerPart(), description="pages")
    store: StorePart = Field(StorePart(), description="rows")
    queue: QueuePart = Field(QueuePart(), description="messages on their way in")
    model: ModelPart = Field(ModelPart(), description="text model")
    assembly: AssemblyPart = Field(AssemblyPart(), description="turns")
    privacy: PrivacyPart = Field(PrivacyPart(), description="erasing")
    casework: CaseworkPart = Field(CaseworkPart(), description="case engine")
    hours: HoursPart = Field(HoursPart(), description="times of day")
    outbox: OutboxPart = Field(OutboxPart(), description="sending")
    stages: StagesPart = Field(StagesPart(), description="rows and leases")
    adapters: AdaptersPart = Field(AdaptersPart(), description="platforms")
    matters: str | None = Field(
        None, description="CSV of the admission list; none: the one that comes with the program"
    )
    community: CommunityPart = Field(description="the community served")
    groups: list[GroupPart] = Field([], description="bound groups")
    people: list[PersonPart] = Field([], description="people with roles")


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
    yield from _twice(
        "people.accounts", [f"{k}={v}" for p in config.people for k, v in p.accounts.items()]
    )
    known = {group.id for group in config.groups}
    for number, group in enumerate(config.groups):
        if group.grid is not None and group.grid not in grids:
            yield f"groups.{number}.grid: no such grid (got {group.grid!r}). Known: {', '.join(grids)}"
    for number, person in enumerate(config.people):
        for grid in person.grids:
            if grid not in grids:
                yield f"people.{number}.grids: no such grid (got {grid!r}). Known: {', '.join(grids)}"
        for group_id in person.groups:
            if group_id not in known:
                yield f"people.{number}.groups: no such group (got {group_id!r})"
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
    """Secrets from the environment, by the names the configuration gives; ConfigError lists those missing."""
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
