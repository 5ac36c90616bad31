"""Receives from DingTalk by HTTP callback: the platform posts each message to an address of ours.

Comes in: signed requests. Goes out: messages to `accept`, and the state of the listener. Does not:
keep what was refused, or speak TLS: a proxy with a certificate stands before it. It has a server of
its own, so that the desk need not be reachable from outside.

The signature is base64(HMAC-SHA256(secret, timestamp + newline + secret)) over a timestamp that is
within an hour of now. It does not cover the body, so whoever has seen one request could send others
for an hour: only TLS and the hour protect from that, which is why the stream is the usual way.
"""

import asyncio
import contextlib
import hmac
import json
import logging
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

from aiohttp import web

from bot.adapters.dingtalk.settings import DingtalkSettings
from bot.adapters.dingtalk.signing import sign
from bot.adapters.dingtalk.translate import Dropped, translate
from bot.backoff import Backoff
from bot.domain.errors import StorageError
from bot.domain.message import InboundMessage
from bot.ports import Accept, Clock, PartHealth

log = logging.getLogger(__name__)

OLDEST = timedelta(hours=1)
LARGEST = 256 * 1024
NOTHING_TO_SAY = {"msgtype": "empty"}
"""The answer to a callback may be words for the group; ours go out by the outbox."""


class Callback:
    """The receiving half of the channel, where the platform calls us."""

    def __init__(self, settings: DingtalkSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._refused: Counter[str] = Counter()
        self._health = PartHealth(status="down", since=clock.now(), detail="not started")
        self._accept: Accept | None = None
        self._defect: asyncio.Future[None] | None = None

    def health(self) -> PartHealth:
        """How the listener is now."""
        return self._health

    async def run(self, accept: Accept) -> None:
        """Listen until cancelled. An address that cannot be had is tried again; a defect in storing
        ends it.
        """
        settings = self._settings
        backoff = Backoff(
            first=settings.backoff_first,
            longest=settings.backoff_longest,
            settled_after=settings.settled_after,
        )
        self._accept = accept
        while True:
            self._defect = asyncio.get_running_loop().create_future()
            try:
                async with self._listening():
                    await self._defect
            except OSError as err:
                wait = backoff.next_wait(0)
                self._set_health("down", f"cannot listen ({type(err).__name__})")
                log.error("dingtalk_cannot_listen", extra={"wait_seconds": round(wait, 3)})
                await self._clock.sleep(timedelta(seconds=wait))
            finally:
                if self._health.status == "ok":
                    self._set_health("down", "stopped")

    @contextlib.asynccontextmanager
    async def _listening(self) -> AsyncIterator[None]:
        where = self._settings.listening
        app = web.Application(client_max_size=LARGEST)
        app.router.add_post(where.path, self._hear)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            await web.TCPSite(runner, where.host, where.port).start()
            self._set_health("ok", self._detail())
            yield
        finally:
            await runner.cleanup()

    async def _hear(self, request: web.Request) -> web.Response:
        if not self._is_signed(request):
            return self._refuse("signature", 403)
        try:
            payload = json.loads(await request.read())
        except (ValueError, RecursionError, web.RequestPayloadError):
            return self._refuse("json", 400)
        name, now = self._settings.name, self._clock.now()
        message = translate(payload, channel=name, received_at=now)
        if isinstance(message, Dropped):
            log.warning("dingtalk_dropped", extra={"reason": message.reason, "kind": message.kind})
            return web.json_response(NOTHING_TO_SAY)
        return await self._store(message)

    async def _store(self, message: InboundMessage) -> web.Response:
        """Only what is stored is answered well. What is neither stored nor refused by the store is
        a defect, which `run` ends of.
        """
        if self._accept is None or self._defect is None:
            return web.Response(status=503)
        try:
            await self._accept([message])
        except StorageError as err:
            log.warning("dingtalk_not_acknowledged", extra={"reason": type(err).__name__})
            return web.Response(status=503)
        except Exception as err:
            if not self._defect.done():
                self._defect.set_exception(err)
            raise
        return web.json_response(NOTHING_TO_SAY)

    def _is_signed(self, request: web.Request) -> bool:
        stamp = request.headers.get("timestamp", "")
        if not (stamp.isascii() and stamp.isdecimal() and len(stamp) <= 15):
            return False
        away = abs(self._clock.now().timestamp() * 1000 - int(stamp))
        right = sign(self._settings.client_secret, stamp)
        given = request.headers.get("sign", "").encode("utf-8", "replace")
        in_time = away <= OLDEST.total_seconds() * 1000
        return hmac.compare_digest(given, right.encode()) and in_time

    def _refuse(self, reason: str, status: int) -> web.Response:
        self._refused[reason] += 1
        count = self._refused.total()
        log.warning("dingtalk_callback_refused", extra={"reason": reason, "count": count})
        self._set_health(self._health.status, self._detail())
        return web.Response(status=status)

    def _detail(self) -> str:
        refused = self._refused.total()
        return "listening" + (f"; {refused} bad requests refused" if refused else "")

    def _set_health(self, status: str, detail: str) -> None:
        same = status == self._health.status
        since = self._health.since if same else self._clock.now()
        self._health = PartHealth(status=status, since=since, detail=detail)
