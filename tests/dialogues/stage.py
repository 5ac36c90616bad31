"""The platforms of a played conversation: they take everything and write it down.

Comes in: words of the bot. Goes out: what was said where, with the key of each sentence. Does not:
receive; the player hands messages in.
"""

import asyncio
import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.message import ConversationKind, OutboundMessage, Receipt
from bot.ports import Accept, Declaration, PartHealth
from bot.replies.catalogue import Catalogue


class KeyedWords:
    """The shipped words; remembers which key a sentence was made of."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.keys: dict[str, str] = {}

    def render(self, key, parameters) -> str:
        text = self._catalogue.render(key, parameters)
        self.keys[text] = key.value
        return text

    def term(self, kind: str, value: str) -> str:
        return self._catalogue.term(kind, value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One thing the bot said: where (as written in conversations), its key and its text."""

    to: str
    key: str
    text: str
    receipt: str
    mentions: tuple[str, ...] = ()


@dataclass(slots=True)
class Stage:
    """What has been said on all platforms, in order."""

    words: KeyedWords
    rooms: Mapping[tuple[str, str], str]
    people: Mapping[tuple[str, str], str]
    sent: list[Sent] = field(default_factory=list)
    numbers: itertools.count = field(default_factory=lambda: itertools.count(1))

    def took(self, channel: str, message: OutboundMessage) -> str:
        """Write down what a platform took."""
        address = message.address
        if address.kind is ConversationKind.GROUP:
            to = self.rooms[channel, address.conversation]
        else:
            to = self.people[channel, address.person or ""]
        receipt = f"bot-{next(self.numbers)}"
        self.sent.append(
            Sent(
                to=to if channel == "simulator" else f"{channel}/{to}",
                key=self.words.keys[message.text],
                text=message.text,
                receipt=receipt,
                mentions=message.mentions,
            )
        )
        return receipt


class StageChannel:
    """A platform that takes everything."""

    def __init__(self, name: str, stage: Stage, *, private: bool = True) -> None:
        self._stage = stage
        self._receipts: dict[str, Receipt] = {}
        self.declaration = Declaration(
            name=name,
            hears_unaddressed=True,
            can_mention=True,
            can_private=private,
            can_look_up=True,
            text_limit=2000,
            messages_per_minute=1_000_000,
        )

    async def run(self, accept: Accept) -> None:
        await asyncio.Event().wait()

    async def send(self, message: OutboundMessage) -> Receipt:
        receipt = Receipt(external_id=self._stage.took(self.declaration.name, message))
        self._receipts[message.delivery_id] = receipt
        return receipt

    async def find(self, message: OutboundMessage) -> Receipt | None:
        return self._receipts.get(message.delivery_id)

    def health(self) -> PartHealth:
        raise NotImplementedError
