"""What the WeCom adapter is told.

Comes in: plain values from wiring. Goes out: a frozen value. Does not: read files or environment.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class WecomSettings:
    """One AI bot. Without `bot_id` only `hooks` are spoken to, and nothing is heard. `hooks` are
    webhook addresses by the group's chat id; they are secrets.

    `text_limit` is in characters of three bytes, so that a webhook's 4,096 bytes hold it. `silence`
    is how long a line may take to stand, and how long an answer may take. `ask_every` is how often
    it is looked whether the line still stands, because the client does not tell.
    """

    name: str = "wecom"
    bot_id: str = ""
    secret: str = field(default="", repr=False)
    endpoint: str = "wss://openws.work.weixin.qq.com"
    hooks: Mapping[str, str] = field(default_factory=dict, repr=False)
    text_limit: int = 1300
    messages_per_minute: int = 20
    heartbeat: timedelta = timedelta(seconds=30)
    silence: timedelta = timedelta(seconds=10)
    ask_every: timedelta = timedelta(seconds=1)
    busy_wait: timedelta = timedelta(seconds=60)
    backoff_first: timedelta = timedelta(seconds=1)
    backoff_longest: timedelta = timedelta(minutes=2)
    settled_after: timedelta = timedelta(seconds=60)
    store_wait: timedelta = timedelta(seconds=1)
