"""The HTTP half of the fake DingTalk's delivering: each message is posted to an address.

Comes in: payloads of the fake platform. Goes out: the status that was answered. Does not: post
again by itself, as the platform promises nothing of the kind.
"""

import base64
import hashlib
import hmac
import json
from datetime import datetime, timedelta

import aiohttp


class Pusher:
    """Signs as the platform does; a test may sign wrongly."""

    def __init__(self, url: str, secret: str, clock) -> None:
        self._url = url
        self._secret = secret
        self._clock = clock

    def headers(self, *, at: datetime | None = None, secret: str | None = None) -> dict[str, str]:
        """The two headers of a callback."""
        stamp = str(round((at or self._clock.now()).timestamp() * 1000))
        key = secret or self._secret
        mac = hmac.new(key.encode(), f"{stamp}\n{key}".encode(), hashlib.sha256)
        return {"timestamp": stamp, "sign": base64.b64encode(mac.digest()).decode()}

    async def push(self, payload: object, *, late: timedelta = timedelta(0)) -> int:
        """Post a message as the platform does; `late` after it was signed."""
        body = json.dumps(payload, ensure_ascii=False).encode()
        return await self.post(body, self.headers(at=self._clock.now() - late))

    async def post(self, body: bytes, headers: dict[str, str]) -> int:
        """Post anything at all."""
        async with (
            aiohttp.ClientSession() as session,
            session.post(self._url, data=body, headers=headers) as response,
        ):
            await response.read()
            return response.status
