"""Wakes a person: a telephone call or a text message through an HTTP interface of the office's own
choice.

Comes in: an `OutboundMessage` whose address names a number. Goes out: a `Receipt`, or a kind of
`ChannelError`. Does not: hear anybody, try again (the outbox does), keep or log numbers, words or
addresses.
"""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import aiohttp

from bot.adapters.phone.filling import Request, fill
from bot.adapters.phone.settings import PhoneSettings
from bot.domain.errors import (
    AddressExpired,
    ChannelError,
    ChannelRefused,
    ChannelUnavailable,
    OutcomeUnknown,
)
from bot.domain.message import OutboundMessage, Receipt
from bot.ports import Accept, Clock, Declaration, PartHealth

_NO_ADDRESS: Final = (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError)
_NEVER_SENT: Final = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ServerFingerprintMismatch,
)
_PERHAPS_SENT: Final = (aiohttp.ClientError, TimeoutError, OSError)
_LATER: Final = frozenset({408, 425, 429})
_LONGEST_ANSWER: Final = 20_000


class PhoneChannel:
    """See `bot.ports.Channel`. It only speaks, and only in an emergency."""

    def __init__(self, settings: PhoneSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._taken = re.compile(settings.taken) if settings.taken else None
        self._health = PartHealth(status="down", since=clock.now(), detail="not started")
        self._declaration = Declaration(
            name=settings.name,
            hears_unaddressed=False,
            can_mention=False,
            can_private=False,
            can_look_up=False,
            text_limit=settings.text_limit,
            messages_per_minute=60,
            wakes=True,
        )

    @property
    def declaration(self) -> Declaration:
        """What this way can do."""
        return self._declaration

    async def run(self, accept: Accept) -> None:
        """Nobody is heard; healthy until a call fails."""
        self._set("ok")
        try:
            await asyncio.Event().wait()
        finally:
            self._set("down", "stopped")

    async def send(self, message: OutboundMessage) -> Receipt:
        """Have the words said to a number."""
        number = message.address.person
        if not number:
            raise AddressExpired("no number")
        request = fill(
            self._settings,
            number=number,
            text=message.text,
            id_=message.delivery_id,
            seconds=int(self._clock.now().timestamp()),
        )
        try:
            with _translated():
                status, body = await self._over_the_line(request)
            self._judge(status, body)
        except ChannelError as err:
            self._set("degraded", str(err))
            raise
        self._set("ok")
        return Receipt(external_id=message.delivery_id)

    async def _over_the_line(self, request: Request) -> tuple[int, str]:
        timeout = aiohttp.ClientTimeout(total=self._settings.timeout.total_seconds())
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.request(
                request.method,
                request.url,
                data=request.body if request.body else None,
                headers=request.headers,
                allow_redirects=False,
            ) as response,
        ):
            raw = await response.content.read(_LONGEST_ANSWER)
            return response.status, raw.decode("utf-8", "replace")

    def _judge(self, status: int, body: str) -> None:
        """Nothing where the words were taken."""
        if status in _LATER or status >= 500:
            raise ChannelUnavailable(f"the interface answers {status}")
        if not 200 <= status < 300:
            raise ChannelRefused(f"the interface answers {status}")
        if self._taken is not None and self._taken.search(body) is None:
            raise ChannelUnavailable("the interface did not say that it took the words")

    async def find(self, message: OutboundMessage) -> Receipt | None:
        """It cannot be looked up."""
        return None

    def health(self) -> PartHealth:
        """Whether the last call went through."""
        return self._health

    def _set(self, status: str, detail: str = "") -> None:
        if (self._health.status, self._health.detail) != (status, detail):
            self._health = PartHealth(status=status, since=self._clock.now(), detail=detail)


@contextmanager
def _translated() -> Iterator[None]:
    """The client's exceptions become ours. The addresses may hold secrets: none is named."""
    try:
        yield
    except _NO_ADDRESS:
        raise ChannelRefused("the address of the interface is none") from None
    except _NEVER_SENT as err:
        raise ChannelUnavailable(f"cannot reach the interface ({type(err).__name__})") from None
    except _PERHAPS_SENT as err:
        raise OutcomeUnknown(f"no answer from the interface ({type(err).__name__})") from None
