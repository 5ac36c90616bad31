"""The adapter to the line platform; it runs in the service's process.

Comes in: the platform's lines. Goes out: messages to `accept`, acknowledged when that returns, and
words with receipts. Does not: reconnect: tests restart the process.
"""

import asyncio
import itertools
import json
from datetime import UTC, datetime, timedelta

from bot.domain.errors import ChannelUnavailable, OutcomeUnknown
from bot.domain.message import Address, ConversationKind, InboundMessage, OutboundMessage, Receipt
from bot.ports import Accept, Clock, Declaration, PartHealth

NAME = "line"


class LineChannel:
    """`look_up` is what it declares."""

    def __init__(self, *, port: int, clock: Clock, look_up: bool) -> None:
        self._port = port
        self._clock = clock
        self._writer: asyncio.StreamWriter | None = None
        self._calls = itertools.count(1)
        self._waiting: dict[int, asyncio.Future] = {}
        self._accepting: set[asyncio.Task] = set()
        self.declaration = Declaration(
            name=NAME,
            hears_unaddressed=True,
            can_mention=True,
            can_private=True,
            can_look_up=look_up,
            text_limit=2000,
            messages_per_minute=100_000,
        )

    async def run(self, accept: Accept) -> None:
        reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        while line := await reader.readline():
            said = json.loads(line)
            if said["kind"] == "answer":
                self._waiting.pop(said["call"]).set_result(said["receipt"])
            else:
                task = asyncio.ensure_future(self._take(said, accept))
                self._accepting.add(task)
                task.add_done_callback(self._accepting.discard)

    async def _take(self, said: dict, accept: Accept) -> None:
        now = self._clock.now()
        kind = ConversationKind.GROUP if said["group"] else ConversationKind.PRIVATE
        address = Address(
            channel=NAME,
            kind=kind,
            conversation=said["group"] or "",
            person=None if said["group"] else said["sender"],
        )
        message = InboundMessage(
            channel=NAME,
            external_id=said["id"],
            address=address,
            sender=said["sender"],
            sender_name=said["sender"],
            text=said["text"],
            sent_at=now,
            received_at=now,
        )
        await accept([message])
        self._write({"kind": "ack", "id": said["id"]})

    async def send(self, message: OutboundMessage) -> Receipt:
        address = message.address
        words = {
            "kind": "send",
            "delivery": message.delivery_id,
            "to": address.person or address.conversation,
            "text": message.text,
            "urgent": message.urgent,
        }
        return Receipt(external_id=await self._call(words))

    async def find(self, message: OutboundMessage) -> Receipt | None:
        receipt = await self._call({"kind": "find", "delivery": message.delivery_id})
        return None if receipt is None else Receipt(external_id=receipt)

    async def _call(self, words: dict) -> str | None:
        call = next(self._calls)
        self._waiting[call] = answer = asyncio.get_running_loop().create_future()
        self._write(words | {"call": call})
        try:
            async with asyncio.timeout(2):
                return await answer
        except TimeoutError as err:
            raise OutcomeUnknown("no answer") from err

    def _write(self, said: dict) -> None:
        if self._writer is None:
            raise ChannelUnavailable("not connected", retry_after=timedelta(milliseconds=20))
        self._writer.write((json.dumps(said) + "\n").encode())

    def health(self) -> PartHealth:
        return PartHealth(
            status="down" if self._writer is None else "ok", since=datetime(2026, 1, 1, tzinfo=UTC)
        )
