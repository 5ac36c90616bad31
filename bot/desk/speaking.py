"""The desk as a platform of its own: what somebody clicks there goes the way of spoken words.

Comes in: words of people who have signed in. Goes out: `InboundMessage`s, and what the bot answers
them, kept in memory until they leave. Does not: write to anybody who has not spoken here, or decide
who may do what: casework does, as with any other words.
"""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.desk.taking import Taking
from bot.domain.errors import ChannelRefused
from bot.domain.grid import DESK
from bot.domain.message import Address, ConversationKind, InboundMessage, OutboundMessage, Receipt
from bot.ports import Accept, Clock, Declaration, IdFactory, PartHealth

DECLARATION: Final = Declaration(
    name=DESK,
    hears_unaddressed=False,
    can_mention=False,
    can_private=True,
    can_look_up=True,
    text_limit=2_000,
    messages_per_minute=600,
)
_REMEMBERED: Final = 20
"""Answers kept for each person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the bot has said to somebody at the desk, and when."""

    at: datetime
    text: str


class DeskChannel:
    """See `bot.ports.Channel`; conversations are people by their ids."""

    def __init__(self, *, clock: Clock, ids: IdFactory) -> None:
        self._clock = clock
        self._ids = ids
        self._taking = Taking(clock)
        self._answers: dict[str, deque[Answer]] = defaultdict(lambda: deque(maxlen=_REMEMBERED))
        self._sent: deque[str] = deque(maxlen=1_000)

    @property
    def declaration(self) -> Declaration:
        """What this platform can do."""
        return DECLARATION

    async def run(self, accept: Accept) -> None:
        """Take what is clicked until cancelled."""
        await self._taking.run(accept)

    async def say(self, person: str, name: str, texts: Sequence[str]) -> bool:
        """Words of a person, each a message; False where the service is not ready. StorageError
        where nothing was stored."""
        now = self._clock.now()
        address = Address(
            channel=DESK, kind=ConversationKind.PRIVATE, conversation=person, person=person
        )
        return await self._taking.take(
            [
                InboundMessage(
                    channel=DESK,
                    external_id=self._ids.new("desk"),
                    address=address,
                    sender=person,
                    sender_name=name,
                    text=text,
                    sent_at=now,
                    received_at=now,
                    addressed=True,
                )
                for text in texts
            ]
        )

    def answers(self, person: str) -> tuple[Answer, ...]:
        """What was answered lately, the newest first."""
        return tuple(reversed(self._answers[person])) if person in self._answers else ()

    async def send(self, message: OutboundMessage) -> Receipt:
        """Keep an answer for the page."""
        person = message.address.person
        if person is None:
            raise ChannelRefused("the desk has no groups")
        if len(message.text) > DECLARATION.text_limit:
            raise ChannelRefused(f"text of {len(message.text)} characters is too long")
        self._answers[person].append(Answer(at=self._clock.now(), text=message.text))
        self._sent.append(message.delivery_id)
        return Receipt(external_id=message.delivery_id)

    async def find(self, message: OutboundMessage) -> Receipt | None:
        """Whether these words are on the page already."""
        known = message.delivery_id in self._sent
        return Receipt(external_id=message.delivery_id) if known else None

    def health(self) -> PartHealth:
        """It is there, or not yet."""
        return self._taking.health()
