"""Signing in by the word of a platform: away to its page, and back with a code.

Comes in: requests of people who want to sign in, and of those who come back. Goes out: the same
sessions as at the door, or the door's page with the reason. Does not: speak to the platform (the
voucher does), or know which account is whose (the doorkeeper does).

Whoever comes back has to come in the browser that left (a sealed cookie, good for ten minutes and
once), so that nobody can be signed in as somebody else by a link. The session's cookie is for this
site only, and what follows a redirection of another site counts as that site's: so the last step is
a page of ours that leads on by itself.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol

from aiohttp import hdrs, web

from bot.desk.doorkeeper import Refusal
from bot.desk.gate import AWAY, BACK, DoorPages, place_of
from bot.desk.material import Material
from bot.desk.seal import Seal
from bot.domain.errors import ChannelRefused, ChannelUnavailable
from bot.ports import Clock

log = logging.getLogger(__name__)

KEPT: Final = "qunli_away"
_LONGEST_CODE: Final = 500


class Voucher(Protocol):
    """A platform that says who somebody is (see `bot.adapters.dingtalk.login`)."""

    def address(self, back: str, state: str, /) -> str:
        """Its page; it sends people `back` with the state and a code."""

    async def who(self, code: str, /) -> str | None:
        """His id there; None where the organisation does not have him. ChannelRefused where the
        code is not taken, ChannelUnavailable where nobody answers."""


class Lodge(Protocol):
    """See `bot.desk.doorkeeper.Doorkeeper`."""

    async def enter_as(self, channel: str, external: str, /) -> str | Refusal:
        """Sign in whom a platform vouches for."""

    async def once(self, state: str, life: timedelta, /) -> bool:
        """Whether a state comes back for the first time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouching:
    """Which platform vouches, and how. `home` is the address of the desk as browsers know it."""

    channel: str
    voucher: Voucher
    seal: Seal
    home: str

    @property
    def back(self) -> str:
        """Where the platform sends people; it has to be told of this address beforehand."""
        return self.home.rstrip("/") + BACK

    @property
    def is_secure(self) -> bool:
        """Whether browsers come by HTTPS, though a proxy may stand between."""
        return self.home.startswith("https://")


class VouchedPages:
    """Away and back."""

    def __init__(
        self,
        *,
        vouching: Vouching,
        lodge: Lodge,
        doorway: DoorPages,
        clock: Clock,
        material: Material,
    ) -> None:
        self._vouching = vouching
        self._lodge = lodge
        self._doorway = doorway
        self._clock = clock
        self._template = material.templates["entered.html"]

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is. Only a look by itself uses nothing up, so there is no HEAD."""
        return (
            web.get(AWAY, self.away, allow_head=False),
            web.get(BACK, self.back, allow_head=False),
        )

    async def away(self, request: web.Request) -> web.Response:
        """To the platform's page; the browser keeps from where."""
        vouching, seal = self._vouching, self._vouching.seal
        errand = seal.send(place_of(request.query.get("next", "")), self._clock.now())
        address = vouching.voucher.address(vouching.back, errand.state)
        response = web.Response(status=303, headers={hdrs.LOCATION: address})
        response.set_cookie(
            KEPT,
            errand.kept,
            max_age=int(seal.life.total_seconds()),
            path=AWAY,
            httponly=True,
            samesite="Lax",
            secure=vouching.is_secure,
        )
        return _private(response)

    async def back(self, request: web.Request) -> web.Response:
        """In, or the door's page with the reason; the browser keeps nothing in any case. Where it
        kept nothing before, nobody left from here: pictures of other sites may make browsers come,
        and use up no tries of the people behind the same address.
        """
        if KEPT not in request.cookies:
            response = await self._doorway.page(after="/", trouble="lost", status=400)
        elif self._doorway.may_try(request):
            response = await self._received(request)
        else:
            response = await self._doorway.page(after="/", trouble="often", status=429)
        response.del_cookie(KEPT, path=AWAY)
        return _private(response)

    async def _received(self, request: web.Request) -> web.Response:
        seal, state = self._vouching.seal, request.query.get("state", "")
        after = seal.back(request.cookies.get(KEPT, ""), state, self._clock.now())
        if after is None or not await self._lodge.once(state, seal.life):
            return await self._refused("lost", "/", status=400)
        try:
            token = await self._token(request.query.get("authCode", ""))
        except ChannelRefused as err:
            return await self._refused("declined", after, error=str(err))
        except ChannelUnavailable as err:
            return await self._refused("unreachable", after, error=str(err), status=503)
        if isinstance(token, Refusal):
            return await self._refused(token.value, after)
        text = self._template.render({"after": place_of(after)})
        response = web.Response(text=text, content_type="text/html", charset="utf-8")
        self._doorway.admit(response, token, secure=self._vouching.is_secure)
        return response

    async def _token(self, code: str) -> str | Refusal:
        """Where somebody did not agree there is no code."""
        if not (0 < len(code) <= _LONGEST_CODE and code.isascii() and code.isprintable()):
            raise ChannelRefused("no code")
        external = await self._vouching.voucher.who(code)
        if external is None:
            return Refusal.STRANGER
        return await self._lodge.enter_as(self._vouching.channel, external)

    async def _refused(
        self, reason: str, after: str, *, error: str = "", status: int = 401
    ) -> web.Response:
        facts = {"reason": reason, "channel": self._vouching.channel}
        log.warning("desk_refused", extra={**facts, "error": error} if error else facts)
        return await self._doorway.page(after=place_of(after), trouble=reason, status=status)


def _private(response: web.Response) -> web.Response:
    """States and codes stand in the addresses: no other page is told them."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
