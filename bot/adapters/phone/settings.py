"""What the telephone adapter has to be told: plain values, filled in by the wiring.

Comes in: nothing. Goes out: frozen values with their defaults. Does not: read the configuration or
the environment.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum


class Signing(StrEnum):
    """How a request shows that it is ours."""

    NONE = "none"
    HMAC_SHA256 = "hmac-sha256"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneSettings:
    """One interface: of calls, or of text messages.

    `url`, `headers` and `body` are templates: `$number`, `$text`, `$id` (the same at every
    attempt), `$time` (seconds since 1970), `$secret`; headers know `$signature`, too. `taken` is a
    regular expression that the answer's body fits where the words were taken (empty: the status
    tells alone).
    """

    name: str
    url: str = field(repr=False)
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: str = ""
    taken: str = ""
    secret: str = field(default="", repr=False)
    signing: Signing = Signing.NONE
    timeout: timedelta = timedelta(seconds=5)
    text_limit: int = 500
