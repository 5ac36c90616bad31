"""An interface's templates become one request.

Comes in: settings, a number, words, an instant. Goes out: address, headers and body. Does not: send
it. What is filled in is written as its place wants it: quoted in an address and a form, escaped in
JSON; a line break never gets into a header.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from string import Template
from typing import Final
from urllib.parse import quote

from bot.adapters.phone.settings import PhoneSettings, Signing

_TYPE: Final = "content-type"
_JSON: Final = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What goes over the line; it holds a number and a secret, so it shows neither."""

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


def fill(settings: PhoneSettings, *, number: str, text: str, id_: str, seconds: int) -> Request:
    """The request that has `text` said to `number`."""
    values = {
        "number": number,
        "text": text[: settings.text_limit],
        "id": id_,
        "time": str(seconds),
        "secret": settings.secret,
    }
    headers = {name.lower(): value for name, value in settings.headers.items()}
    headers.setdefault(_TYPE, _JSON)
    body = _filled(settings.body, values, _writer(headers[_TYPE]))
    signed = values | {"signature": _signature(settings, seconds, body)}
    return Request(
        method=settings.method,
        url=_filled(settings.url, values, lambda value: quote(value, safe="")),
        headers={name: _filled(value, signed, _one_line) for name, value in headers.items()},
        body=body.encode(),
    )


def _filled(template: str, values: Mapping[str, str], write: Callable[[str], str]) -> str:
    return Template(template).safe_substitute({name: write(v) for name, v in values.items()})


def _writer(content_type: str) -> Callable[[str], str]:
    if "json" in content_type:
        return _in_json
    if "form-urlencoded" in content_type:
        return lambda value: quote(value, safe="")
    return str


def _in_json(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)[1:-1]


def _one_line(value: str) -> str:
    return " ".join(value.split())


def _signature(settings: PhoneSettings, seconds: int, body: str) -> str:
    """Over the time, a line break, and the body."""
    if settings.signing is Signing.NONE:
        return ""
    message = f"{seconds}\n{body}".encode()
    return hmac.new(settings.secret.encode(), message, hashlib.sha256).hexdigest()
