"""A platform outside of the service's process: one TCP line, one JSON object a line.

Comes in: what people say in a test, and the words of the bot. Goes out: what was acknowledged and
what was taken, in order. Does not: forget: what was not acknowledged comes again with the next
connection, as platforms do.
"""

import asyncio
import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Taken:
    """Words the platform has taken; `times` tells how often."""

    delivery: str
    to: str
    text: str
    urgent: bool
    times: int = 1


@dataclass(slots=True)
class LinePlatform:
    """`answers` off: it takes words and says nothing about it. `knows` off: it cannot look up."""

    answers: bool = True
    port: int = 0
    connections: int = 0
    events: int = 0
    acknowledged: list[str] = field(default_factory=list)
    taken: dict[str, Taken] = field(default_factory=dict)
    looked_up: list[str] = field(default_factory=list)
    on_event: Callable[[str], None] = lambda kind: None
    _messages: dict[str, dict] = field(default_factory=dict)
    _writer: asyncio.StreamWriter | None = None
    _server: asyncio.Server | None = None
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._server.close()
        await self._server.wait_closed()

    async def say(self, text: str, sender: str = "a-wang", group: str | None = "own1") -> str:
        """Somebody speaks; None for `group` is a private chat. Gives the message's id."""
        message = {
            "kind": "message",
            "id": f"x-{len(self._messages) + 1}",
            "group": group,
            "sender": sender,
            "text": text,
        }
        self._messages[message["id"]] = message
        await self._write(message)
        return message["id"]

    async def again(self, *ids: str) -> None:
        """Deliver messages once more, in this order, as a platform does that has forgotten."""
        for id_ in ids:
            await self._write(self._messages[id_])

    async def until(self, condition: Callable[[], bool], seconds: float = 20) -> None:
        """Wait for something that the service does."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(condition)

    async def something(self, at_most: float) -> None:
        """Wait until anything happens here, and no longer than so many seconds."""
        seen = self.events
        with contextlib.suppress(TimeoutError):
            await self.until(lambda: self.events > seen, at_most)

    @property
    def words(self) -> list[str]:
        """Whom something was said to, and how often, in order."""
        return [taken.to for taken in self.taken.values() for _ in range(taken.times)]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._writer = writer
        for message in list(self._messages.values()):
            if message["id"] not in self.acknowledged:
                await self._write(message)
        await self._tell("connected")
        try:
            while line := await reader.readline():
                await self._hear(json.loads(line))
        except ConnectionError:
            pass
        finally:
            if self._writer is writer:
                self._writer = None
            writer.close()
            await self._tell("disconnected")

    async def _hear(self, said: dict) -> None:
        kind = said["kind"]
        if kind == "ack":
            self.acknowledged.append(said["id"])
        elif kind == "send":
            known = self.taken.get(said["delivery"])
            if known is not None:
                known.times += 1
            else:
                names = ("delivery", "to", "text", "urgent")
                self.taken[said["delivery"]] = Taken(**{name: said[name] for name in names})
            if self.answers:
                await self._write({"kind": "answer", "call": said["call"], "receipt": "r"})
        else:
            self.looked_up.append(said["delivery"])
            found = "r" if said["delivery"] in self.taken else None
            await self._write({"kind": "answer", "call": said["call"], "receipt": found})
        await self._tell(kind)

    async def _tell(self, kind: str) -> None:
        self.events += 1
        self.on_event(kind)
        async with self._changed:
            self._changed.notify_all()

    async def _write(self, message: dict) -> None:
        if self._writer is None:
            return
        try:
            self._writer.write((json.dumps(message) + "\n").encode())
            await self._writer.drain()
        except ConnectionError:
            self._writer = None
