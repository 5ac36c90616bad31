"""Which of our words the platform has: by its answer, or because they came back as an echo.

Comes in: words on their way, answers, the account's own messages. Goes out: what became of words.
Does not: keep the words, only their hash; or outlive the process.
"""

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import blake2b

from bot.domain.message import Receipt

_MOST = 1_000


@dataclass(slots=True, kw_only=True)
class Attempt:
    """Words that were sent; `line` names the line that stood then and would hear the echo, 0 where
    none did.
    """

    conversation: str
    digest: bytes
    line: int
    at: float
    receipt: Receipt | None = None


def _digest(text: str) -> bytes:
    return blake2b(" ".join(text.split()).encode("utf-8", "replace"), digest_size=16).digest()


class Echoes:
    """The last attempts, by delivery."""

    def __init__(self) -> None:
        self._attempts: OrderedDict[str, Attempt] = OrderedDict()

    def begin(self, delivery: str, conversation: str, text: str, *, line: int, at: float) -> None:
        """Words are about to be sent. The first attempt whose end is not known stands."""
        if delivery in self._attempts:
            return
        self._attempts[delivery] = Attempt(
            conversation=conversation, digest=_digest(text), line=line, at=at
        )
        if len(self._attempts) > _MOST:
            self._attempts.popitem(last=False)

    def not_said(self, delivery: str) -> None:
        """They were certainly not taken."""
        self._attempts.pop(delivery, None)

    def said(self, delivery: str, receipt: Receipt) -> None:
        """The gateway's answer."""
        if delivery in self._attempts:
            self._attempts[delivery].receipt = receipt

    def heard(self, conversation: str, text: str, external_id: str) -> None:
        """The account's own words came back: they are the oldest ones that may be these."""
        digest = _digest(text)
        answered = {a.receipt.external_id for a in self._attempts.values() if a.receipt}
        if external_id in answered:
            return
        for attempt in self._attempts.values():
            same = (attempt.conversation, attempt.digest) == (conversation, digest)
            if same and attempt.receipt is None:
                attempt.receipt = Receipt(external_id=external_id)
                return

    def of(self, delivery: str) -> Attempt | None:
        """What is known of words; None where this process did not send them."""
        return self._attempts.get(delivery)
