"""How fast a platform may be spoken to: so many messages a minute for each conversation, and for
the account as a whole.

Comes in: what is to be sent, what the platform declares, now. Goes out: how long to wait. Does not:
wait, send, or look at words. Emergencies never wait, but they count. Where an account has no room
left every conversation is promised an instant in turn, so that none of them takes the room of the
others.
"""

from bisect import insort
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from bot.domain.delivery import Delivery
from bot.domain.message import Address
from bot.ports import Declaration

_MINUTE: Final = timedelta(minutes=1)
_MOST: Final = 4096
"""Conversations that may be remembered before those are forgotten that were silent for a minute."""


class Pace:
    """Sends of the last minute, and those that were promised an instant to come."""

    def __init__(self) -> None:
        self._conversations: dict[tuple[str, str], list[datetime]] = {}
        self._accounts: dict[str, list[datetime]] = {}
        self._promised: dict[str, datetime] = {}
        self._last: datetime | None = None

    def remember(self, sent: Iterable[tuple[Address, datetime]], now: datetime) -> None:
        """What was sent before this process began. What is to come by this clock was sent while it
        was wrong, and tells nothing.
        """
        for address, at in sent:
            if at > now:
                continue
            insort(self._conversations.setdefault(_key(address), []), at)
            insort(self._accounts.setdefault(address.channel, []), at)

    def wait(self, delivery: Delivery, declaration: Declaration, now: datetime) -> timedelta | None:
        """How long to wait; None to send it now, which is counted."""
        self._forget(now)
        conversation = self._conversations.setdefault(_key(delivery.address), [])
        account = self._accounts.setdefault(delivery.address.channel, [])
        _drop(conversation, now)
        _drop(account, now)
        if not delivery.urgent:
            free = _free(conversation, declaration.messages_per_minute, now)
            if free > now:
                return free - now
            promised = self._promise(delivery, account, declaration.account_per_minute, now)
            if promised is not None and promised > now:
                return promised - now
        if self._promised.pop(delivery.id, None) is None:
            insort(account, now)
        insort(conversation, now)
        return None

    def _promise(
        self, delivery: Delivery, account: list[datetime], limit: int, now: datetime
    ) -> datetime | None:
        """When the account has room for it; an instant to come is kept for it."""
        promised = self._promised.get(delivery.id)
        if promised is not None or not limit:
            return promised
        free = _free(account, limit, now)
        if free > now:
            self._promised[delivery.id] = free
            insort(account, free)
        return free

    def _forget(self, now: datetime) -> None:
        """A clock that was set back makes everything worthless; promises that nobody took end."""
        if self._last is not None and now < self._last:
            self._conversations.clear()
            self._accounts.clear()
            self._promised.clear()
        self._last = now
        if max(len(self._conversations), len(self._promised)) > _MOST:
            since = now - _MINUTE
            self._conversations = {
                key: sent for key, sent in self._conversations.items() if sent and sent[-1] > since
            }
            self._promised = {id_: at for id_, at in self._promised.items() if at > since}


def _key(address: Address) -> tuple[str, str]:
    return address.channel, address.person or address.conversation


def _drop(sent: list[datetime], now: datetime) -> None:
    """What is a minute old does not count any more."""
    old = next((n for n, at in enumerate(sent) if at > now - _MINUTE), len(sent))
    del sent[:old]


def _free(sent: list[datetime], limit: int, now: datetime) -> datetime:
    """The first instant that has room: a minute after the last but so many."""
    if not limit or len(sent) < limit:
        return now
    return max(now, sent[-limit] + _MINUTE)
