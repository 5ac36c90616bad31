"""Who really asks, where a proxy stands before the desk.

Comes in: requests, networks whose proxies are believed. Goes out: the same requests with the
address and the scheme of whoever asked the proxy (X-Forwarded-For, X-Forwarded-Proto). Does not:
believe anybody else: what a client writes there himself stands to the left of what the proxy adds.
"""

from collections.abc import Collection
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

Network = IPv4Network | IPv6Network

_FOR: Final = "X-Forwarded-For"
_PROTO: Final = "X-Forwarded-Proto"
_SCHEMES: Final = ("http", "https")


def make_forwarded(proxies: Collection[Network]) -> Middleware:
    """Requests of these proxies are taken for those of their clients."""

    @web.middleware
    async def forwarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not _is_among(request.remote or "", proxies):
            return await handler(request)
        scheme = _last(request, _PROTO)
        asked = request.clone(
            remote=_client(request, proxies),
            scheme=scheme if scheme in _SCHEMES else request.scheme,
        )
        return await handler(asked)

    return forwarded


def _client(request: web.Request, proxies: Collection[Network]) -> str:
    """The address nearest to us that is none of the proxies'; the proxy's own where there is none
    or something that is no address."""
    nearest = request.remote or ""
    for address in reversed(_listed(request, _FOR)):
        try:
            nearest = str(ip_address(address))
        except ValueError:
            break
        if not _is_among(nearest, proxies):
            break
    return nearest


def _is_among(address: str, networks: Collection[Network]) -> bool:
    try:
        known = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(known, "ipv4_mapped", None) or known
    return any(mapped in network for network in networks)


def _last(request: web.Request, name: str) -> str:
    return next(reversed(_listed(request, name)), "").lower()


def _listed(request: web.Request, name: str) -> list[str]:
    """What proxies wrote one after the other, in one header or in several."""
    whole = ",".join(request.headers.getall(name, ()))
    return [part for written in whole.split(",") if (part := written.strip())]
