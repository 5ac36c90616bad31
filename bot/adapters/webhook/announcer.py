"""Tells programs by HTTP what happened to cases.

Comes in: an announcement. Goes out: one signed request, or a kind of `ChannelError`. Does not: try
again (announcing does), follow redirects, read what is answered beyond its status, or log addresses
and texts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import aiohttp

from bot.adapters.webhook.signing import signature
from bot.domain.announcement import Announcement
from bot.domain.errors import ChannelRefused, ChannelUnavailable
from bot.ports import Clock

_GONE: Final = 410
_TROUBLES: Final = (aiohttp.ClientError, TimeoutError, OSError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a program listens, and the key that it shares with us."""

    url: str
    key: bytes


class WebhookAnnouncer:
    """See `bot.ports.edges.Announcer`."""

    def __init__(self, targets: Mapping[str, Target], *, clock: Clock, timeout: timedelta) -> None:
        self._targets = targets
        self._clock = clock
        self._timeout = aiohttp.ClientTimeout(total=timeout.total_seconds())

    async def announce(self, announcement: Announcement) -> None:
        """One request. Whoever answers that it is gone, or is not configured any more, is refused;
        everything else but success may be mended, and is unavailable.
        """
        target = self._targets.get(announcement.to)
        if target is None:
            raise ChannelRefused("not in the configuration any more")
        try:
            status = await self._post(target, announcement)
        except _TROUBLES as err:
            raise ChannelUnavailable(f"no answer ({type(err).__name__})") from None
        if status == _GONE:
            raise ChannelRefused("it answers 410: it wants to hear no more")
        if not 200 <= status < 300:
            raise ChannelUnavailable(f"it answers {status}")

    async def _post(self, target: Target, one: Announcement) -> int:
        second = int(self._clock.now().timestamp())
        headers = {
            "Content-Type": "application/json",
            "webhook-id": one.id,
            "webhook-timestamp": str(second),
            "webhook-signature": signature(target.key, id_=one.id, second=second, body=one.text),
        }
        async with (
            aiohttp.ClientSession(timeout=self._timeout) as session,
            session.post(
                target.url, data=one.text.encode(), headers=headers, allow_redirects=False
            ) as response,
        ):
            return response.status
