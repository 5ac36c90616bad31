"""One request to the platform and what comes back, with the client's exceptions translated.

Comes in: an address and a body. Goes out: an `Answer`, or a kind of `ChannelError`. Does not: know
what an answer means (see `answers`), keep connections, or try again.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import aiohttp

from bot.adapters.dingtalk.settings import DingtalkSettings
from bot.domain.errors import ChannelRefused, ChannelUnavailable, OutcomeUnknown

NO_ADDRESS = (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError)
NEVER_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ServerFingerprintMismatch,
)
PERHAPS_SENT = (aiohttp.ClientError, TimeoutError, OSError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Status and body; `body` is None where it was no JSON object."""

    status: int
    body: Mapping[str, object] | None = field(default=None, repr=False)
    retry_after: timedelta | None = None

    def text(self, name: str) -> str:
        """A field of the body, or the empty string."""
        value = (self.body or {}).get(name)
        return value if isinstance(value, str) else ""


@contextmanager
def translated(*, carries_words: bool) -> Iterator[None]:
    """The one place where the HTTP client's exceptions become ours.

    What failed before the request was out was certainly not taken. What failed later may have been:
    where the request `carries_words` its outcome is unknown, and otherwise (a token) it may be
    asked for again. No address is named in the errors, for those of webhooks are secrets;
    those of `NO_ADDRESS` quote one, so they are not kept as the cause.
    """
    try:
        yield
    except NO_ADDRESS:
        raise ChannelRefused("the address of the platform is none") from None
    except NEVER_SENT as err:
        raise ChannelUnavailable(f"cannot reach the platform ({type(err).__name__})") from err
    except PERHAPS_SENT as err:
        problem = f"no answer from the platform ({type(err).__name__})"
        if carries_words:
            raise OutcomeUnknown(problem) from err
        raise ChannelUnavailable(problem) from err


async def ask(
    settings: DingtalkSettings,
    method: str,
    url: str,
    body: Mapping[str, object] | None,
    *,
    headers: Mapping[str, str] | None = None,
    carries_words: bool,
) -> Answer:
    """Send JSON (nothing where there is no body), get JSON.

    Every request has a connection of its own: on a kept one the platform may just have hung up, and
    then nobody can tell words that were lost from words that were taken. At twenty messages a
    minute that costs nothing.
    """
    timeout = aiohttp.ClientTimeout(
        total=settings.request_timeout.total_seconds(),
        connect=settings.connect_timeout.total_seconds(),
    )
    with translated(carries_words=carries_words):
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.request(
                method,
                url,
                data=None if body is None else json.dumps(body, ensure_ascii=False).encode(),
                headers={"Content-Type": "application/json; charset=utf-8", **(headers or {})},
                allow_redirects=False,
            ) as response,
        ):
            return await read_answer(response)


async def post(
    settings: DingtalkSettings, url: str, body: Mapping[str, object], *, carries_words: bool
) -> Answer:
    """The same by POST, to an address that needs no token."""
    return await ask(settings, "POST", url, body, carries_words=carries_words)


async def read_answer(response: aiohttp.ClientResponse) -> Answer:
    """What a response says, whatever it calls itself."""
    raw = await response.read()
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        body = None
    return Answer(
        status=response.status,
        body=body if isinstance(body, Mapping) else None,
        retry_after=_seconds(response.headers.get("Retry-After", "")),
    )


def _seconds(value: str) -> timedelta | None:
    return timedelta(seconds=int(value)) if value.isdecimal() and len(value) <= 6 else None
