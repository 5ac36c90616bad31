"""What people are called, asked of the gateway once an hour and not for every message.

Comes in: ids. Goes out: members. Does not: keep names anywhere but in memory, or hold up a message
for one: where the gateway does not tell, nobody has a name for this time.
"""

import asyncio
from collections import OrderedDict

from bot.adapters.wechat.official import Gateway
from bot.adapters.wechat.settings import WechatSettings
from bot.adapters.wechat.wire import Member, Problem


class Names:
    """By room and person; the one asked for longest ago goes first."""

    def __init__(self, settings: WechatSettings) -> None:
        self._kept = settings.names_kept.total_seconds()
        self._most = settings.most_names
        self._known: OrderedDict[tuple[str, str], tuple[float, Member]] = OrderedDict()

    async def of(self, gateway: Gateway, room: str, contact: str) -> Member:
        """Who somebody is, as he is shown in this room."""
        now, key = asyncio.get_running_loop().time(), (room, contact)
        at, known = self._known.get(key, (0.0, None))
        if known is not None and now - at < self._kept:
            return known
        try:
            found = await gateway.member(room, contact)
        except Problem:
            return known or Member()
        self._known[key] = now, found
        self._known.move_to_end(key)
        if len(self._known) > self._most:
            self._known.popitem(last=False)
        return found

    def forget(self, room: str, contacts: tuple[str, ...]) -> None:
        """Ask again next time: they have just come or gone."""
        for contact in contacts:
            self._known.pop((room, contact), None)
