"""A group's webhook, and the files of messages: plain HTTP.

Comes in: an address and words. Goes out: nothing or bytes, or a kind of `ChannelError`. Does not:
name an address in an error, for those of webhooks are secrets.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

import aiohttp

from bot.adapters.wecom.official import BUSY
from bot.adapters.wecom.settings import WecomSettings
from bot.domain.errors import ChannelRefused, ChannelUnavailable, OutcomeUnknown

_NO_ADDRESS: Final = (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError)
_NEVER_SENT: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
_PERHAPS_SENT: Final = (aiohttp.ClientError, TimeoutError, OSError)


async def say(settings: WecomSettings, url: str, text: str) -> None:
    """Through a group's webhook."""
    body = {"msgtype": "markdown", "markdown": {"content": text}}
    with _translated(carries_words=True):
        async with (
            aiohttp.ClientSession(timeout=_timeout(settings.silence)) as session,
            session.post(url, json=body, allow_redirects=False) as response,
        ):
            status, raw = response.status, await response.read()
    if status >= 500 or status == 429:
        raise ChannelUnavailable(f"status {status}", retry_after=settings.busy_wait)
    code = _code(raw)
    if code is None and status == 200:
        raise OutcomeUnknown("the webhook answered without an errcode")
    if code in BUSY:
        raise ChannelUnavailable("the webhook is busy", retry_after=settings.busy_wait)
    if code != 0:
        raise ChannelRefused(f"webhook: status {status}, errcode {code}")


async def fetch(settings: WecomSettings, url: str, most: int) -> bytes:
    """A file, at most so many bytes."""
    with _translated(carries_words=False):
        async with (
            aiohttp.ClientSession(timeout=_timeout(settings.silence)) as session,
            session.get(url) as response,
        ):
            if response.status >= 500 or response.status == 429:
                raise ChannelUnavailable(f"status {response.status}")
            if response.status != 200:
                raise ChannelRefused(f"status {response.status}")
            data = b""
            async for part in response.content.iter_chunked(1 << 16):
                data += part
                if len(data) > most:
                    raise ChannelRefused(f"more than {most} bytes")
            return data


def _timeout(silence: timedelta) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=silence.total_seconds())


def _code(raw: bytes) -> int | None:
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    code = body.get("errcode") if isinstance(body, dict) else None
    return code if type(code) is int else None


@contextmanager
def _translated(*, carries_words: bool) -> Iterator[None]:
    try:
        yield
    except _NO_ADDRESS:
        raise ChannelRefused("the address is none") from None
    except _NEVER_SENT as err:
        raise ChannelUnavailable(f"cannot reach it ({type(err).__name__})") from err
    except _PERHAPS_SENT as err:
        problem = f"no answer ({type(err).__name__})"
        raise (OutcomeUnknown if carries_words else ChannelUnavailable)(problem) from err
