"""A service on this machine (or in the same house) that makes words of voices, asked over HTTP.

Comes in: the bytes of a voice. Goes out: words, or a kind of `ChannelError`. Does not: keep
anything, or know a model. It speaks what whisper.cpp, faster-whisper and FunASR servers have in
common: a form with `file` (and `model`, `language`) is posted, and JSON with `text` comes back.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import aiohttp

from bot.domain.errors import ChannelRefused, ChannelUnavailable

_ANSWER: Final = 1_000_000
"""Longest answer in bytes that is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechSettings:
    """Where it is, what it is asked for, and how long it may think."""

    url: str
    model: str = ""
    language: str = "zh"
    timeout: timedelta = timedelta(seconds=30)


class SpeechService:
    """See `bot.ports.edges.Speech`."""

    def __init__(self, settings: SpeechSettings) -> None:
        self._settings = settings

    async def recognise(self, voice: bytes) -> str:
        """The words of a voice."""
        settings = self._settings
        form = aiohttp.FormData()
        form.add_field("file", voice, filename="voice", content_type="application/octet-stream")
        form.add_field("response_format", "json")
        for name, value in (("model", settings.model), ("language", settings.language)):
            if value:
                form.add_field(name, value)
        timeout = aiohttp.ClientTimeout(total=settings.timeout.total_seconds())
        with _translated():
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(settings.url, data=form, allow_redirects=False) as response,
            ):
                status, raw = response.status, await response.content.read(_ANSWER)
        if status >= 500 or status == 429:
            raise ChannelUnavailable(f"speech: status {status}")
        if status != 200:
            raise ChannelRefused(f"speech: status {status}")
        return _words(raw)


def _words(raw: bytes) -> str:
    try:
        answer = json.loads(raw)
    except (ValueError, RecursionError) as err:
        raise ChannelRefused("speech: no JSON") from err
    words = answer.get("text") if isinstance(answer, dict) else None
    if not isinstance(words, str):
        raise ChannelRefused("speech: no text")
    return words.encode("utf-8", "replace").decode("utf-8")


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError) as err:
        raise ChannelRefused("speech: the address is none") from err
    except (aiohttp.ClientError, TimeoutError, OSError) as err:
        raise ChannelUnavailable(f"speech: no answer ({type(err).__name__})") from err
