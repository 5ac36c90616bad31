"""The stream half of the fake DingTalk: connections by single-use tickets, frames,
acknowledgements, redelivery.

Comes in: the official client over HTTP and a websocket. Goes out: what was delivered how often and
what was acknowledged. Does not: deliver what does not mention the robot; see `FakeDingtalk.say`.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiohttp import WSCloseCode, WSMsgType, web

from tests.fakes.dingtalk_world import World

OPEN = "/v1.0/gateway/connections/open"
CONNECT = "/connect"
TOPIC = "/v1.0/im/bot/messages/get"


@dataclass(slots=True, kw_only=True)
class Delivery:
    """One message on its way to the robot; every try has a frame id of its own."""

    name: str
    payload: dict
    due: datetime
    topic: str = TOPIC
    frames: list[str] = field(default_factory=list)
    acknowledged: bool = False


class Gateway:
    """`redeliver_after` is what the platform waits for an acknowledgement: 16 to 60 seconds in the
    wild.
    """

    def __init__(self, world: World, *, redeliver_after: timedelta) -> None:
        self._world = world
        self._redeliver_after = redeliver_after
        self._tickets: set[str] = set()
        self._topics: set[str] = set()
        self._sockets: list[web.WebSocketResponse] = []
        self._frozen = False
        self._frame_number = 0
        self.opened = 0
        self.deliveries: dict[str, Delivery] = {}
        self._waiting: dict[str, Delivery] = {}
        self._by_frame: dict[str, Delivery] = {}
        self.refused_acks: list[dict] = []
        self.pongs: list[dict] = []
        self.disconnects_acknowledged = 0
        self.close_at_once = 0
        """So many connections to come are closed cleanly as soon as they stand."""

    def routes(self) -> list[web.RouteDef]:
        return [web.post(OPEN, self._open), web.get(CONNECT, self._connect)]

    @property
    def connected(self) -> int:
        return len(self._sockets)

    async def _open(self, request: web.Request) -> web.Response:
        body = await request.json()
        known = (self._world.client_id, self._world.client_secret)
        if (body["clientId"], body["clientSecret"]) != known:
            return web.json_response({"code": "authFailed", "message": "auth failed"}, status=401)
        assert body["ua"].startswith("dingtalk-sdk-python/")
        assert body["localIp"]
        self._topics = {s["topic"] for s in body["subscriptions"] if s["type"] == "CALLBACK"}
        self.opened += 1
        ticket = f"ticket {self.opened}&"  # must be quoted to survive
        self._tickets.add(ticket)
        endpoint = self._world.base_url.replace("http://", "ws://") + CONNECT
        return web.json_response({"endpoint": endpoint, "ticket": ticket})

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=401)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        if self.close_at_once:
            self.close_at_once -= 1
            await socket.close(code=WSCloseCode.OK)
            return socket
        self._sockets.append(socket)
        self._world.ring()
        try:
            async for message in socket:
                await self._hear(socket, message)
        finally:
            self._sockets.remove(socket)
            self._world.ring()
        return socket

    async def _hear(self, socket: web.WebSocketResponse, message) -> None:
        if self._frozen:
            return
        if message.type is WSMsgType.PING:
            await socket.pong(message.data)
        elif message.type is WSMsgType.TEXT:
            self._acknowledge(json.loads(message.data))
            self._world.ring()

    def _acknowledge(self, ack: dict) -> None:
        frame = ack["headers"]["messageId"]
        assert isinstance(ack["data"], str)
        if frame.startswith("ping-"):
            self.pongs.append(json.loads(ack["data"]))
        elif frame.startswith("disconnect-"):
            self.disconnects_acknowledged += 1
        elif ack["code"] != 200:
            self.refused_acks.append(ack)
        else:
            assert "response" in json.loads(ack["data"])
            if (delivery := self._by_frame.get(frame)) is not None:
                delivery.acknowledged = True
                self._waiting.pop(delivery.name, None)

    async def deliver(self, payload: dict, *, topic: str = TOPIC, name: str | None = None) -> str:
        """Send a robot message, or what another topic has, under a name; it is kept until it is
        acknowledged.
        """
        name = name or payload["msgId"]
        now = self._world.clock.now()
        new = Delivery(name=name, payload=payload, due=now, topic=topic)
        delivery = self.deliveries.setdefault(name, new)
        delivery.acknowledged = False
        self._waiting[name] = delivery
        await self._try(delivery)
        return name

    async def redeliver(self) -> int:
        """Try again what was not acknowledged in time; how many were tried."""
        now = self._world.clock.now()
        waiting = [d for d in self._waiting.values() if d.due <= now]
        for delivery in waiting:
            await self._try(delivery)
        return len(waiting)

    async def _try(self, delivery: Delivery) -> None:
        delivery.due = self._world.clock.now() + self._redeliver_after
        if not self._sockets or delivery.topic not in self._topics:
            return
        frame = self._new_frame("callback")
        delivery.frames.append(frame)
        self._by_frame[frame] = delivery
        data = json.dumps(delivery.payload, ensure_ascii=False)
        await self._send("CALLBACK", delivery.topic, frame, data)

    def _new_frame(self, kind: str) -> str:
        self._frame_number += 1
        return f"{kind}-{self._frame_number}"

    async def _send(self, kind: str, topic: str, frame: str, data: str) -> None:
        headers = {
            "appId": "app-1",
            "connectionId": "connection-1",
            "contentType": "application/json",
            "messageId": frame,
            "time": str(self._world.milliseconds()),
            "topic": topic,
        }
        await self.raw(
            json.dumps(
                {"specVersion": "1.0", "type": kind, "headers": headers, "data": data},
                ensure_ascii=False,
            )
        )

    async def raw(self, frame: str) -> None:
        """Any characters at all, as a frame."""
        await self._sockets[-1].send_str(frame)

    async def ping(self, opaque: str) -> None:
        """The platform's own heartbeat, which is a frame; its data must come back."""
        await self._send("SYSTEM", "ping", self._new_frame("ping"), json.dumps({"opaque": opaque}))

    async def ask_to_disconnect(self) -> None:
        """The platform moves its robots to another machine: acknowledge, then connect anew."""
        frame = self._new_frame("disconnect")
        await self._send("SYSTEM", "disconnect", frame, json.dumps({"reason": "move"}))

    async def close(self) -> None:
        """A clean close (1000)."""
        await self._sockets[-1].close(code=WSCloseCode.OK)

    def cut(self) -> None:
        """The connection is reset."""
        for socket in list(self._sockets):
            transport = socket._req.transport if socket._req else None
            if transport is not None:
                transport.abort()

    def freeze(self) -> None:
        """Nothing is answered any more, not even a heartbeat, and the connection stands."""
        self._frozen = True

    def thaw(self) -> None:
        self._frozen = False
