"""WeCom's open platform on loopback: the socket of the AI bot, webhooks of groups, encrypted files.

Comes in: what people say in a test, and the words of the bot. Goes out: what was taken, in order.
Honest in this: nothing is heard without a mention or in private; nothing comes twice after a
disconnection, and nothing is kept for later; one bot has one connection, and a newer one ends the
older with a clean close; a wrong secret is an answer, not a close; a webhook takes 4,096 bytes and
twenty messages a minute; a file is encrypted with a key of its own.
"""

import asyncio
import base64
import contextlib
import itertools
import json
import secrets
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

BOT, SECRET = "bot-1", "secret-1"
OWNERS, WANG = "wr-own1", "WangXiulan"


@dataclass(slots=True)
class FakeWecom:
    """`faults` come one by one, each for one sending: busy, swallow."""

    groups: set[str] = field(default_factory=lambda: {OWNERS})
    people: set[str] = field(default_factory=lambda: {WANG})
    secret: str = SECRET
    taken: list[tuple[str, str]] = field(default_factory=list)
    hooked: list[str] = field(default_factory=list)
    faults: deque[str] = field(default_factory=deque)
    subscribed: int = 0
    pings: int = 0
    mute: bool = False
    """It answers no ping any more."""
    files: dict[str, bytes] = field(default_factory=dict)
    endpoint: str = ""
    base: str = ""
    lines: set[ServerConnection] = field(default_factory=set)
    _bot: ServerConnection | None = None
    _names: Any = field(default_factory=lambda: itertools.count(1))

    @contextlib.asynccontextmanager
    async def running(self):
        app = web.Application()
        app.router.add_post("/cgi-bin/webhook/send", self._hook)
        app.router.add_get("/files/{name}", self._file)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            async with serve(self._serve, "127.0.0.1", 0) as server:
                port = server.sockets[0].getsockname()[1]
                self.endpoint = f"ws://127.0.0.1:{port}"
                yield self
        finally:
            await runner.cleanup()

    @property
    def hook(self) -> str:
        """The address of the group's webhook."""
        return f"{self.base}/cgi-bin/webhook/send?key=k-1"

    # what people do

    def name(self) -> str:
        return f"m-{next(self._names)}"

    def text(self, words: str, *, private: bool = False, **more) -> dict[str, Any]:
        """The body of a message to the bot."""
        content = words if private else f"@群理 {words}"
        return self.body("text", {"content": content}, private=private, **more)

    def body(self, kind: str, content: Any, *, private: bool = False, **more) -> dict[str, Any]:
        place = {"chattype": "single"} if private else {"chattype": "group", "chatid": OWNERS}
        return {
            "msgid": self.name(),
            "aibotid": BOT,
            "from": {"userid": WANG},
            "msgtype": kind,
            kind: content,
            **place,
            **more,
        }

    async def say(self, body: dict[str, Any]) -> bool:
        frame = {"cmd": "aibot_msg_callback", "headers": {"req_id": "r"}, "body": body}
        return await self.push(frame)

    async def push(self, frame: Any) -> bool:
        """To the bot, if it is there; nothing is kept."""
        if self._bot is None:
            return False
        try:
            await self._bot.send(frame if isinstance(frame, str | bytes) else json.dumps(frame))
        except ConnectionClosed:
            return False
        return True

    def picture(self, data: bytes) -> dict[str, str]:
        """A picture as a message names it, encrypted as the platform does."""
        key, name = secrets.token_bytes(32), self.name()
        padding = 32 - len(data) % 32
        cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
        self.files[name] = cipher.update(data + bytes([padding]) * padding) + cipher.finalize()
        shown = base64.b64encode(key).decode().rstrip("=")
        return {"url": f"{self.base}/files/{name}", "aeskey": shown}

    async def hang_up(self, code: int = 1000) -> None:
        """A clean close, or the line is cut."""
        for line in list(self.lines):
            if code:
                await line.close(code)
            else:
                line.transport.abort()

    # what the platform does

    async def _serve(self, line: ServerConnection) -> None:
        self.lines.add(line)
        try:
            async for raw in line:
                await self._heard(line, json.loads(raw))
        except ConnectionClosed:
            pass
        finally:
            self.lines.discard(line)
            if self._bot is line:
                self._bot = None

    async def _heard(self, line: ServerConnection, frame: dict[str, Any]) -> None:
        headers = frame["headers"]
        if frame["cmd"] == "aibot_subscribe":
            right = frame["body"] == {"bot_id": BOT, "secret": self.secret}
            if right:
                older, self._bot = self._bot, line
                self.subscribed += 1
                if older is not None:
                    await older.close(1000)
            await self._answer(line, headers, 0 if right else 40001)
        elif frame["cmd"] == "ping":
            self.pings += 1
            if not self.mute:
                await self._answer(line, headers, 0)
        elif frame["cmd"] == "aibot_send_msg":
            await self._send(line, headers, frame["body"])

    async def _send(self, line, headers, body) -> None:
        fault = self.faults.popleft() if self.faults else ""
        if fault == "busy":
            await self._answer(line, headers, 45009)
        elif body["chatid"] not in self.groups | self.people:
            await self._answer(line, headers, 40050)
        else:
            assert body["msgtype"] == "markdown"
            self.taken.append((body["chatid"], body["markdown"]["content"]))
            if fault != "swallow":
                await self._answer(line, headers, 0)

    async def _answer(self, line, headers, code) -> None:
        told = {"errcode": code, "errmsg": "ok" if code == 0 else "refused"}
        await line.send(json.dumps({"headers": headers} | told))

    async def _hook(self, request: web.Request) -> web.Response:
        body = await request.json()
        words = body["markdown"]["content"]
        code = 0
        if request.query.get("key") != "k-1":
            code = 93000
        elif len(words.encode()) > 4096:
            code = 45002
        elif len(self.hooked) >= 20 or (self.faults and self.faults.popleft() == "busy"):
            code = 45009
        if code == 0:
            self.hooked.append(words)
        return web.json_response({"errcode": code, "errmsg": ""})

    async def _file(self, request: web.Request) -> web.Response:
        data = self.files.get(request.match_info["name"])
        if data is None:
            raise web.HTTPNotFound
        response = web.StreamResponse()
        await response.prepare(request)
        await asyncio.gather(response.write(data))
        await response.write_eof()
        return response
