"""What the WeChat adapter has to be told: plain values, filled in from the configuration by the
wiring.

Comes in: nothing. Goes out: frozen values with their defaults. Does not: read the configuration or
the environment.
"""

from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class WechatSettings:
    """One account behind one gateway. The gateway's interface has no encryption that the client
    library knows: it belongs on the same machine, or behind a tunnel.
    """

    host: str
    port: int
    token: str = field(repr=False)
    name: str = "wechat"

    text_limit: int = 2_000
    messages_per_minute: int = 10
    account_per_minute: int = 30
    """The platform names no limit; accounts that write more than a person does are banned."""

    deadline: timedelta = timedelta(seconds=10)
    """Longest wait for an answer of the gateway."""

    ask_every: timedelta = timedelta(seconds=10)
    """How often the gateway is asked whether it lives."""

    silence: timedelta = timedelta(seconds=30)
    """After so long without an answer it is seen whether a new connection would get one."""

    backoff_first: timedelta = timedelta(seconds=1)
    backoff_longest: timedelta = timedelta(seconds=60)
    settled_after: timedelta = timedelta(seconds=30)
    down_after: int = 3
    """So many connections in a row that came to nothing, and the part is down rather than degraded.
    """

    store_wait: timedelta = timedelta(seconds=1)
    """How long after the store refused messages they are offered again."""

    in_flight: int = 64
    """Messages that are fetched from the gateway, and stored, together."""

    backlog: int = 20_000
    """Messages held in memory while the store takes none; what is beyond is lost, and counted."""

    fetch_attempts: int = 3
    """How often the payload of a message is asked for before it is given up as lost."""

    send_limit: int = 2_900_000
    """Longest picture in bytes that is sent: the gateway takes no request beyond 4 MiB, and bytes
    grow by a third on the way."""

    names_kept: timedelta = timedelta(hours=1)
    most_names: int = 5_000

    look_wait: timedelta = timedelta(seconds=60)
    """Words without an answer that have not come back as an echo for so long, on a line that stood
    all the time, are taken not to have been said."""

    mend_wait: timedelta = timedelta(minutes=5)
    """How long to wait where somebody must first mend the token or log the account in."""
