"""The platform's own client (wecom-aibot-python-sdk 1.0.2), tamed: the only module that knows it.

Comes in: settings, what to do with a message. Goes out: a connection that stands or does not, and
kinds of `ChannelError`. Does not: reconnect (`line` does).

Seen in it: after a clean close, a refused secret or missed heartbeats it neither reconnects nor
tells; a frame that is no object ends its reading for good; it logs whole messages and has a level
of its own; it insists on a certificate where the address has none. So it is told never to
reconnect, is asked whether it stands, is guarded frame by frame, and keeps quiet.
"""

import asyncio
import logging
import re
import warnings
from collections.abc import Callable
from typing import Any, Final

from bot.adapters.wecom.settings import WecomSettings
from bot.domain.errors import ChannelError, ChannelRefused, ChannelUnavailable, OutcomeUnknown

log = logging.getLogger(__name__)

BUSY: Final = frozenset({-1, 45009, 45033, 846607})
"""Codes of a platform that took nothing and may take it later."""
_CODE: Final = re.compile(r"errcode=(-?\d+)")


class Quiet:
    """What the client logs holds people's words, so it goes nowhere."""

    def debug(self, message: str, *_: object) -> None:
        """Nothing."""

    info = warn = error = debug


class Connection:
    """One life of the client."""

    def __init__(
        self, settings: WecomSettings, hear: Callable[[dict[str, Any]], None] = lambda _: None
    ) -> None:
        aibot = _library()
        self._settings = settings
        self.ended = asyncio.Event()
        self.problem = "the line was closed"
        self._stands = asyncio.Event()
        self._client = aibot.WSClient(
            aibot.WSClientOptions(
                bot_id=settings.bot_id,
                secret=settings.secret,
                max_reconnect_attempts=0,
                heartbeat_interval=round(settings.heartbeat.total_seconds() * 1000),
                ws_url=settings.endpoint,
                logger=Quiet(),
            )
        )
        manager = self._client._ws_manager
        manager._reply_ack_timeout = settings.silence.total_seconds()
        manager._handle_frame = _guarded(manager._handle_frame)
        self._client.on("authenticated", lambda: self._stands.set())
        self._client.on("disconnected", self._end)
        self._client.on("error", self._end)
        self._client.on("message", hear)

    async def open(self) -> None:
        """Until it stands; ChannelUnavailable where it does not."""
        aibot = _library()
        silence = self._settings.silence.total_seconds()
        if self._settings.endpoint.startswith("ws://"):
            aibot.ws._SSL_CONTEXT = None  # a proxy on this machine
        try:
            async with asyncio.timeout(silence):
                await self._client.connect()
                await self._first(self._stands, self.ended)
        except TimeoutError as err:
            self.ended.set()
            raise ChannelUnavailable("the platform does not answer") from err
        if not self._stands.is_set():
            raise ChannelUnavailable(self.problem)

    @property
    def stands(self) -> bool:
        """Whether words can be sent."""
        return self._stands.is_set() and not self.ended.is_set() and self._client.is_connected

    async def send(self, chat: str, text: str) -> str:
        """Say something in a group or to a person; the name of what was sent."""
        try:
            answer = await self._client.send_message(
                chat, {"msgtype": "markdown", "markdown": {"content": text}}
            )
        except (RuntimeError, TimeoutError, OSError) as err:
            raise self._meaning(err) from err
        except Exception as err:
            if type(err).__name__.startswith("ConnectionClosed"):
                raise ChannelUnavailable("the line was closed") from err
            raise
        return str(answer.get("headers", {}).get("req_id", ""))

    async def close(self) -> None:
        """Let go; the client's own tasks come to their end."""
        self.ended.set()
        manager = self._client._ws_manager
        manager._is_manual_close = True
        manager._stop_heartbeat()
        manager._clear_pending_messages("closed")
        # In a task of its own: the client swallows every cancellation it meets on the way, ours
        # too, and who was to stop would go on.
        closing = asyncio.ensure_future(manager._async_disconnect())
        try:
            await asyncio.shield(closing)
        except asyncio.CancelledError:
            await closing
            raise

    def _meaning(self, err: Exception) -> ChannelError:
        """The client tells what went wrong in words only."""
        told = str(err)
        code = _CODE.search(told)
        if code is not None and int(code[1]) in BUSY:
            return ChannelUnavailable("the platform is busy", retry_after=self._settings.busy_wait)
        if code is not None:
            return ChannelRefused(f"errcode {code[1]}")
        if "not connected" in told:
            return ChannelUnavailable("the line was closed")
        return OutcomeUnknown("no answer from the platform")

    def _end(self, reason: object) -> None:
        self.problem = "the secret was refused" if "uthentication" in str(reason) else self.problem
        self.ended.set()

    @staticmethod
    async def _first(*events: asyncio.Event) -> None:
        waiting = [asyncio.ensure_future(event.wait()) for event in events]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waiting:
                one.cancel()


def decrypted(data: bytes, key: str) -> bytes:
    """A file as it was before the platform encrypted it; ChannelRefused where the key is wrong."""
    try:
        return bytes(_library().crypto_utils.decrypt_file(data, key))
    except (ValueError, RuntimeError) as err:
        raise ChannelRefused("the file cannot be decrypted") from err


def _library() -> Any:  # noqa: ANN401
    """Imported when it is needed; it uses a name of websockets that is going away."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import aibot
        import aibot.crypto_utils
        import aibot.ws
    return aibot


def _guarded(handle: Callable[[Any], None]) -> Callable[[Any], None]:
    """One frame that is no object must not end the reading of all others."""

    def guarded(frame: Any) -> None:  # noqa: ANN401
        try:
            handle(frame)
        except (AttributeError, TypeError, ValueError, KeyError) as err:
            log.warning("wecom_bad_frame", extra={"error": type(err).__name__})

    return guarded
