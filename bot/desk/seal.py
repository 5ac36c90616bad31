"""What a browser keeps while somebody is away to sign in elsewhere: from where he went, sealed.

Comes in: the place he wants to go to, instants; later what his browser kept and the state that he
brings back. Goes out: both of these, and the place again, or that they do not belong together.
Does not: keep anything itself, or know whether a state was used before.

The state stands in addresses, where others may read it; it is made of a number that only the
browser has (RFC 9700, section 4.7). Processes that share the secret open each other's seals.
"""

import hashlib
import hmac
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

LIFE: Final = timedelta(minutes=10)
_PURPOSE: Final = b"qunli: signing in elsewhere"
_LONGEST_PLACE: Final = 2_000
"""Bytes of the place."""

_LONGEST: Final = 4_000
"""Bytes of all of it; browsers keep no more than 4,096 (RFC 6265, section 6.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """`state` goes to the other site and comes back, `kept` stays with the browser."""

    state: str
    kept: str = field(repr=False)


class Seal:
    """Made of a secret that all processes of the desk know; what it has sealed is good for
    `life`."""

    def __init__(self, secret: str, life: timedelta = LIFE) -> None:
        self._key = hmac.digest(secret.encode(), _PURPOSE, "sha256")
        self.life = life

    def send(self, after: str, now: datetime) -> Errand:
        """Somebody leaves, and wants to go to `after` when he is back."""
        number = secrets.token_urlsafe(32)
        place = after if len(after.encode()) <= _LONGEST_PLACE else "/"
        until = int((now + self.life).timestamp())
        content = _text(json.dumps([number, until, place], ensure_ascii=False).encode())
        return Errand(state=_state(number), kept=f"{content}.{self._mark(content)}")

    def back(self, kept: str, state: str, now: datetime) -> str | None:
        """Where he wanted to go; None where his browser did not leave with this state, or too long
        ago."""
        content, _, mark = kept.partition(".")
        if len(kept) > _LONGEST or not (kept.isascii() and state.isascii()):
            return None
        if not hmac.compare_digest(mark, self._mark(content)):
            return None
        number, until, place = json.loads(_bytes(content))
        if now.timestamp() >= until or not hmac.compare_digest(state, _state(number)):
            return None
        return str(place)

    def _mark(self, content: str) -> str:
        return _text(hmac.digest(self._key, content.encode(), "sha256"))


def _state(number: str) -> str:
    return _text(hashlib.sha256(number.encode()).digest())


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
