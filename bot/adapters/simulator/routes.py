"""The web side of the simulated platform: say, state, events.

Comes in: requests of the page. Goes out: JSON and an event stream that can be resumed. Does not:
keep anything, or decide who may speak (translate does). Only `application/json` is taken, so that
no other site's form can speak here.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Final

from aiohttp import web

from bot.adapters.simulator.platform import Picture, SimulatedPlatform
from bot.adapters.simulator.rooms import Post
from bot.adapters.simulator.translate import Refusal, Say, picture_kind, post_json, read_say

PREFIX: Final = "/simulator"
MOST: Final = 5_000_000
"""Bytes of a picture."""
HEARTBEAT: Final = timedelta(seconds=15)
"""How often a silent stream says that it is alive, and notices that its page has gone."""

_STREAM: Final = {"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store"}

_STATUS: Final = {
    Refusal.UNKNOWN_ROOM: 404,
    Refusal.UNKNOWN_SENDER: 404,
    Refusal.NOT_MEMBER: 403,
    Refusal.TOO_LONG: 413,
    Refusal.PICTURE_TOO_LARGE: 413,
    Refusal.NO_PICTURE: 415,
    Refusal.NOT_READY: 503,
    Refusal.STORAGE: 503,
    Refusal.STORAGE_FULL: 507,
}


class SimulatorRoutes:
    """Handlers over one platform; `say` hands a checked wish to the channel."""

    def __init__(
        self,
        *,
        platform: SimulatedPlatform,
        say: Callable[[Say], Awaitable[Post | Refusal]],
        bot_name: str,
        heartbeat: timedelta = HEARTBEAT,
    ) -> None:
        self._platform = platform
        self._say = say
        self._bot_name = bot_name
        self._heartbeat = heartbeat
        self._open: set[asyncio.Timeout] = set()

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        return (
            web.post(f"{PREFIX}/say", self.say),
            web.post(f"{PREFIX}/pictures", self.hang),
            web.get(f"{PREFIX}/pictures/{{name}}", self.picture),
            web.get(f"{PREFIX}/state", self.state),
            web.get(f"{PREFIX}/events", self.events, allow_head=False),
        )

    def close_streams(self) -> None:
        """End every open stream."""
        now = asyncio.get_running_loop().time()
        while self._open:
            self._open.pop().reschedule(now)

    async def say(self, request: web.Request) -> web.Response:
        """A member says something."""
        if request.content_type != "application/json":
            return _refuse(Refusal.BAD_REQUEST)
        try:
            payload = await request.json()
        except (ValueError, LookupError, RecursionError, web.RequestPayloadError):
            return _refuse(Refusal.BAD_REQUEST)
        wish = read_say(payload, self._platform)
        said = wish if isinstance(wish, Refusal) else await self._say(wish)
        if isinstance(said, Refusal):
            return _refuse(said)
        return web.json_response(post_json(said, self._platform), status=201)

    async def hang(self, request: web.Request) -> web.Response:
        """A member chose a picture; it is shown when it is said."""
        if not request.content_type.startswith("image/"):  # no other site's form sends that
            return _refuse(Refusal.BAD_REQUEST)
        data = await request.content.read(MOST + 1)
        while len(data) <= MOST and (more := await request.content.read(MOST + 1)):
            data += more
        if len(data) > MOST:
            return _refuse(Refusal.PICTURE_TOO_LARGE)
        kind = picture_kind(data)
        if kind is None:
            return _refuse(Refusal.NO_PICTURE)
        name = self._platform.hang(Picture(kind=kind, data=data))
        return web.json_response({"image": name}, status=201)

    async def picture(self, request: web.Request) -> web.Response:
        """A picture for the page."""
        found = self._platform.pictures.get(request.match_info["name"])
        if found is None:
            raise web.HTTPNotFound
        return web.Response(body=found.data, content_type=found.kind)

    async def state(self, _request: web.Request) -> web.Response:
        """Everything a page needs to begin."""
        platform = self._platform
        members = [
            {"id": m.id, "name": m.name, "role": m.role, "note": m.note, "groups": list(m.groups)}
            for m in platform.members.values()
        ]
        groups = [{"id": g.id, "name": g.name, "kind": g.kind} for g in platform.groups.values()]
        return web.json_response(
            {
                "position": self._mark(platform.position),
                "bot": {"name": self._bot_name},
                "groups": groups,
                "members": members,
                "posts": [post_json(post, platform) for post in platform.posts()],
            }
        )

    async def events(self, request: web.Request) -> web.StreamResponse:
        """What is said from `after` (or Last-Event-ID) on; `reset` where the page has to begin
        anew."""
        after = request.headers.get("Last-Event-ID") or request.query.get("after", "")
        response = web.StreamResponse(headers=_STREAM)
        await response.prepare(request)
        limit = asyncio.timeout(None)
        self._open.add(limit)
        with suppress(TimeoutError, ConnectionResetError):
            try:
                async with limit:
                    await self._feed(response, self._read_mark(after))
            finally:
                self._open.discard(limit)
        return response

    async def _feed(self, response: web.StreamResponse, position: int | None) -> None:
        while position is not None:
            posts = self._platform.since(position)
            if posts is None:
                break
            for post in posts:
                position += 1
                await response.write(self._event("post", post_json(post, self._platform), position))
            if not await self._platform.wait(position, self._heartbeat):
                await response.write(b": alive\n\n")
        await response.write(self._event("reset", {}, self._platform.position))

    def _event(self, name: str, data: object, position: int) -> bytes:
        text = json.dumps(data, ensure_ascii=False)
        return f"event: {name}\nid: {self._mark(position)}\ndata: {text}\n\n".encode()

    def _mark(self, position: int) -> str:
        return f"{self._platform.epoch}.{position}"

    def _read_mark(self, mark: str) -> int | None:
        epoch, _, position = mark.partition(".")
        ours = epoch == self._platform.epoch and position.isdecimal() and len(position) < 16
        return int(position) if ours else None


def _refuse(refusal: Refusal) -> web.Response:
    return web.json_response({"error": refusal}, status=_STATUS.get(refusal, 400))
