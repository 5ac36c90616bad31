"""What the parts of the fake DingTalk share: the clock, people, faults to come, and a bell rung at
every change.

Comes in: what a test wants to go wrong. Goes out: answers to `until`. Does not: speak HTTP.
"""

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from aiohttp import web


class Fault(Enum):
    """How one request goes wrong."""

    HANG = "nothing is done and nothing is answered"
    ABORT = "nothing is done, the connection breaks"
    SWALLOW = "the request is carried out, the answer never comes"
    CUT = "the request is carried out, the connection breaks before the answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer given instead of the right one; nothing is carried out."""

    status: int = 200
    text: str = "{}"
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)

    def response(self) -> web.Response:
        return web.Response(
            status=self.status,
            text=self.text,
            content_type=self.content_type,
            headers=self.headers,
        )


HTML = Reply(text="<html><body>Bad gateway</body></html>", content_type="text/html")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody on the platform; people outside the organisation have no staff id."""

    nick: str
    sender_id: str
    staff_id: str | None = None


WANG = Person(nick="王女士", sender_id="$:LWCP_v1:$wang", staff_id="staff-wang")
ZHAO = Person(nick="赵先生", sender_id="$:LWCP_v1:$zhao")
ROBOT_USER = "$:LWCP_v1:$robot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Words the platform took."""

    way: str
    to: str
    text: str
    mentions: tuple[str, ...] = ()


class World:
    """One organisation with one robot."""

    def __init__(self, clock, *, client_id: str, client_secret: str, robot_code: str) -> None:
        self.clock = clock
        self.client_id = client_id
        self.client_secret = client_secret
        self.robot_code = robot_code
        self.base_url = ""
        self.sent: list[Sent] = []
        self.requests: list[str] = []
        self.stopping = asyncio.Event()
        self._faults: dict[str, deque[Fault | Reply]] = defaultdict(deque)
        self._bell = asyncio.Event()

    def ring(self) -> None:
        """Something has changed."""
        self._bell.set()

    async def until(self, condition, seconds: float = 20.0) -> None:
        """Wait for a change after which the condition holds."""
        async with asyncio.timeout(seconds):
            while not condition():
                self._bell.clear()
                await self._bell.wait()

    def fail(self, path: str, *faults: Fault | Reply) -> None:
        """The next requests to a path go wrong like this, one fault each."""
        self._faults[path].extend(faults)

    def take(self, way: str, to: str, text: str, mentions: tuple[str, ...] = ()) -> None:
        """Words are taken."""
        self.sent.append(Sent(way=way, to=to, text=text, mentions=mentions))
        self.ring()

    def milliseconds(self, instant: datetime | None = None) -> int:
        return round((instant or self.clock.now()).timestamp() * 1000)

    @web.middleware
    async def faults(self, request: web.Request, handler) -> web.StreamResponse:
        self.requests.append(request.path)
        self.ring()
        waiting = self._faults[request.path]
        match waiting.popleft() if waiting else None:
            case None:
                return await handler(request)
            case Reply() as reply:
                return reply.response()
            case Fault.HANG:
                await self.stopping.wait()
            case Fault.ABORT:
                pass
            case Fault.SWALLOW:
                await handler(request)
                await self.stopping.wait()
            case Fault.CUT:
                await handler(request)
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
