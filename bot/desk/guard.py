"""What every request and answer of the desk goes through.

Comes in: requests. Goes out: refusals of headers that are no text, of strange hosts and of other
sites' writes; answers with strict headers; storage trouble as 503. Does not: know who somebody is;
accounts come with the staff's pages.
"""

import logging
from collections.abc import Collection
from typing import Final
from urllib.parse import urlsplit

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware

from bot.domain.errors import StorageError

log = logging.getLogger(__name__)

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

_READING: Final = frozenset({hdrs.METH_GET, hdrs.METH_HEAD, hdrs.METH_OPTIONS})


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Put the strict headers on every answer, streams and errors too; for `on_response_prepare`."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers[hdrs.SERVER] = "qunli"
    response.headers.setdefault(hdrs.CACHE_CONTROL, "no-store")


def make_guard(hosts: Collection[str] | None) -> Middleware:
    """Only requests that name one of `hosts` (any where None), and no writes from other sites."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not _is_text(request):
            raise web.HTTPBadRequest
        host = request.headers.get(hdrs.HOST, "")
        if hosts is not None and _name(host) not in hosts:
            raise web.HTTPMisdirectedRequest
        if request.method not in _READING and not _same_site(request):
            raise web.HTTPForbidden
        try:
            return await handler(request)
        except StorageError:
            log.warning("desk_storage", extra={"path": request.path})
            raise web.HTTPServiceUnavailable from None

    return guard


def _same_site(request: web.Request) -> bool:
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc == request.host
    except ValueError:
        return False


def _is_text(request: web.Request) -> bool:
    """Whether the headers are: aiohttp hands on bytes that are none as halves of pairs, which
    nothing behind can hash or keep."""
    try:
        return all(value.encode() is not None for value in request.headers.values())
    except UnicodeEncodeError:
        return False


def _name(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None
