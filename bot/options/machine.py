"""Options of the machinery: where rows are kept, how stages work, which platforms are connected.

Comes in: values of the file. Goes out: frozen, checked parts. Does not: read files or environment.
"""

import re
from datetime import time
from ipaddress import ip_network
from typing import Final, Literal

from pydantic import Field, field_validator

from bot.options.area import PostingPart, WebhookPart
from bot.options.parts import Part, TimeOfDay
from bot.options.wechat import WechatPart
from bot.options.wecom import WecomPart

EMBEDDED: Final = "embedded"
"""The queue that needs nothing but the store."""


class ServerPart(Part):
    """Where the desk listens."""

    host: str = Field(default="127.0.0.1", description="address the pages are served on")
    port: int = Field(default=8311, ge=1, le=65535, description="port the pages are served on")
    proxies: tuple[str, ...] = Field(
        default=(),
        description="addresses or networks of proxies that are believed who asks, and by https",
    )

    @field_validator("proxies")
    @classmethod
    def _are_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for network in value:
            try:
                ip_network(network)
            except ValueError as err:
                raise ValueError(f"must be addresses or networks (10.0.0.0/8): {err}") from err
        return value


class StorePart(Part):
    """Where rows are kept."""

    url: str = Field(
        default="sqlite:///var/qunli.db",
        description="a SQLite file, or a PostgreSQL database that several processes share",
    )


class QueuePart(Part):
    """Where messages wait."""

    url: str = Field(
        default=EMBEDDED,
        pattern=r"^(embedded|(nats|tls)://[^\s,@/]+(,(nats|tls)://[^\s,@/]+)*)$",
        description="`embedded`: a table in the store; nats://host:4222, several after commas",
    )
    token_env: str = Field(
        default="QUNLI_NATS_TOKEN", description="environment variable with the broker's token"
    )
    replicas: int = Field(
        default=1, ge=1, le=5, description="servers of the broker on which each message lies"
    )
    gather_milliseconds: int = Field(
        default=10, ge=0, le=1000, description="longest wait of a group commit"
    )


class TracesPart(Part):
    """Where each message's way through the stages is shown; off by default."""

    url: str = Field(
        default="",
        pattern=r"^(https?://[^\s@]+)?$",
        description="collector that takes OTLP over HTTP, http://host:4318/v1/traces; empty: none",
    )
    timeout_seconds: float = Field(
        default=5, ge=1, le=60, description="longest wait for the collector, also at the end"
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
    together_after_seconds: float = Field(
        default=10,
        ge=0,
        le=3600,
        description="what waited this long goes out in one message with what waits behind it",
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
    reading_lease_seconds: float = Field(
        default=8,
        gt=1,
        le=3600,
        description="the same for a turn that is being understood: its group waits so long where a"
        " process of several has died",
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


class CallbackPart(Part):
    """Where DingTalk's HTTP callbacks are taken."""

    host: str = Field(default="127.0.0.1", description="address of the listener, not the desk's")
    port: int = Field(default=8312, ge=1, le=65535, description="port of the listener")
    path: str = Field(
        default="/dingtalk", pattern=r"^/[\w/-]*$", description="path of the address that is called"
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
    login_base: str = Field(
        default="https://login.dingtalk.com",
        description="base of the page on which people agree to sign in at the desk",
    )
    client_id_env: str = Field(
        default="QUNLI_DINGTALK_CLIENT_ID", description="environment variable with the client id"
    )
    client_secret_env: str = Field(
        default="QUNLI_DINGTALK_CLIENT_SECRET",
        description="environment variable with the client secret",
    )
    robot_code: str = Field(default="", description="robot code, needed for speaking first")
    receive: Literal["stream", "callback"] = Field(
        default="stream",
        description="`stream`: we connect to the platform; `callback`: it calls an address of ours",
    )
    callback: CallbackPart = Field(default=CallbackPart(), description="where it calls us")
    card_template: str = Field(
        default="", description="template of the cards that show cases; empty: words only"
    )
    webhooks: list[WebhookPart] = Field(default=[], description="custom robots of groups")
    directory: list[PostingPart] = Field(
        default=[], description="departments whose people are looked up"
    )
    directory_at: TimeOfDay = Field(
        default=time(3, 30), description="when they are looked up again, every night"
    )


class PhonePart(Part):
    """Telephone calls, or text messages, through an HTTP interface."""

    enabled: bool = Field(default=False, description="whether people are woken this way")
    url: str = Field(default="", description="address; may hold `$number`, `$text`, `$id`, `$time`")
    method: Literal["POST", "PUT", "GET"] = Field(default="POST", description="method")
    headers: dict[str, str] = Field(
        default={},
        description="headers; may hold `$secret`, `$time`, `$id`, `$signature`",
    )
    body: str = Field(
        default='{"number": "$number", "text": "$text", "id": "$id"}',
        description="body; may hold `$number`, `$text`, `$id`, `$time`, `$secret`",
    )
    taken: str = Field(
        default="", description="regular expression that the answer fits where it was taken"
    )
    secret_env: str = Field(default="", description="environment variable with the secret")
    signing: Literal["none", "hmac-sha256"] = Field(
        default="none", description="how `$signature` is made: of the time, a line break, the body"
    )
    timeout_seconds: float = Field(default=5, gt=0, le=60, description="longest wait for an answer")
    text_limit: int = Field(default=500, ge=20, le=5000, description="characters said at most")

    @field_validator("taken")
    @classmethod
    def _is_pattern(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as err:
            raise ValueError(f"must be a regular expression: {err}") from err
        return value


class AdaptersPart(Part):
    """Platforms."""

    simulator: SimulatorPart = Field(default=SimulatorPart(), description="the local trial page")
    dingtalk: DingtalkPart = Field(default=DingtalkPart(), description="DingTalk")
    phone: PhonePart = Field(default=PhonePart(), description="telephone calls in emergencies")
    wechat: WechatPart = Field(default=WechatPart(), description="WeChat")
    wecom: WecomPart = Field(default=WecomPart(), description="WeCom")
    sms: PhonePart = Field(default=PhonePart(), description="text messages in emergencies")
