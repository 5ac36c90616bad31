"""What the DingTalk adapter has to be told: plain values, filled in from the configuration by the
wiring.

Comes in: nothing. Goes out: frozen values with their defaults. Does not: read the configuration or
the environment.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

OUTSIDER_PREFIX = "$:"
"""People outside the organisation have no staff id, only a sender id of this form: the robot API
cannot reach them.
"""


class Receiving(StrEnum):
    """How the platform's messages come in."""

    STREAM = "stream"
    CALLBACK = "callback"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """Where the platform's HTTP callbacks are taken; a proxy with a certificate stands before."""

    host: str = "127.0.0.1"
    port: int = 8312
    path: str = "/dingtalk"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomWebhook:
    """A custom robot of one group: it only speaks. `secret` is the SEC secret its words are signed
    with.
    """

    url: str = field(repr=False)
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DingtalkSettings:
    """One robot of one organisation.

    `text_limit` is in characters; the platform counts 20,000 bytes a message, and no character
    takes more than four in UTF-8, so 4,000 leaves room for the envelope. `custom_webhooks` goes by
    the platform's conversation id. Without a `card_template` cases are told in words only.
    """

    client_id: str
    client_secret: str = field(repr=False)
    robot_code: str = ""
    name: str = "dingtalk"
    api_base: str = "https://api.dingtalk.com"
    oapi_base: str = "https://oapi.dingtalk.com"
    login_base: str = "https://login.dingtalk.com"
    custom_webhooks: Mapping[str, CustomWebhook] = field(default_factory=dict)
    card_template: str = ""
    receiving: Receiving = Receiving.STREAM
    listening: Listening = field(default_factory=Listening)

    connect_timeout: timedelta = timedelta(seconds=5)
    request_timeout: timedelta = timedelta(seconds=10)
    """Longest whole request; longer than `connect_timeout`, so that one that never got through is
    told apart.
    """

    media_timeout: timedelta = timedelta(seconds=30)
    """Longest download of a picture or a voice."""

    login_timeout: timedelta = timedelta(seconds=15)
    """Longest wait for who somebody is that wants to sign in: he sits before an empty page."""

    ping_interval: timedelta = timedelta(seconds=20)
    ping_timeout: timedelta = timedelta(seconds=20)
    stop_timeout: timedelta = timedelta(seconds=5)

    backoff_first: timedelta = timedelta(seconds=1)
    backoff_longest: timedelta = timedelta(seconds=60)
    settled_after: timedelta = timedelta(seconds=30)
    """A connection that lived this long was a good one: the next is opened at once."""

    down_after: int = 3
    """So many connections in a row that came to nothing, and the part is down rather than degraded.
    """

    in_flight: int = 64
    """Most messages taken from the platform and not yet stored; beyond that the socket is left
    unread.
    """

    text_limit: int = 4_000
    messages_per_minute: int = 20
    account_per_minute: int = 1_000
    """The robot API stops an application at twenty requests a second."""

    route_margin: timedelta = timedelta(minutes=1)
    """A session webhook that ends within this time is not used any more."""

    too_fast_wait: timedelta = timedelta(minutes=1)
    qps_wait: timedelta = timedelta(seconds=2)
    busy_wait: timedelta = timedelta(seconds=10)
    mend_wait: timedelta = timedelta(minutes=5)
    """How long to wait where somebody must first mend the robot's permissions or secret."""

    def __post_init__(self) -> None:
        if self.request_timeout <= self.connect_timeout:
            raise ValueError("request_timeout must be longer than connect_timeout")

    @property
    def hears_buttons(self) -> bool:
        """Presses come by the stream only."""
        return bool(self.card_template) and self.receiving is Receiving.STREAM

    def api(self, path: str) -> str:
        """An address of the newer interface."""
        return self.api_base.rstrip("/") + path

    def oapi(self, path: str) -> str:
        """An address of the older interface."""
        return self.oapi_base.rstrip("/") + path
