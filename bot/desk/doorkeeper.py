"""Who comes in at the desk, and how long he may stay.

Comes in: names and passwords, whom a platform vouches for, what browsers hold. Goes out: a token
for a new session, or why there is none; the `Viewer` behind a token. Does not: know requests or
pages, or ask a platform.
"""

import asyncio
import hashlib
import secrets
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from bot.domain.accounts import (
    LONGEST_PASSWORD,
    Account,
    AccountRules,
    DeskSession,
    account_name,
    after_right_password,
    after_wrong_password,
    is_locked,
    is_over,
)
from bot.domain.grid import Directory
from bot.domain.viewing import Viewer
from bot.ports import Clock, Store, UnitOfWork

_SEEN_EVERY: Final = timedelta(minutes=1)
"""How exactly it is known when a session was last used."""

HERE: Final = Viewer(name="", admin=True, all_open=True)
"""Whoever sits at this machine, as long as there is no account and the desk listens to nobody
else."""


class Refusal(StrEnum):
    """Why somebody does not come in."""

    WRONG = "wrong"
    LOCKED = "locked"
    STRANGER = "stranger"
    """A platform vouches for somebody who is nobody here, or who may not come in any more."""

    SEVERAL = "several"
    """Several accounts are of the person a platform vouches for: nobody guesses which."""


class Hasher(Protocol):
    """Passwords and their hashes; slow on purpose."""

    def hashed(self, password: str, /) -> str:
        """A new hash."""

    def fits(self, password: str, secret: str, /) -> bool:
        """Whether a password is the one that was hashed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doorkeeper:
    """Over the store; any number of callers at once.

    `directory` gives the people of today. `alone` says that the desk listens on this machine only:
    then it is open while there is no account. Passwords are compared in `executor`, so that a
    crowd at the door does not stop the service.
    """

    store: Store
    directory: Callable[[], Directory]
    clock: Clock
    hasher: Hasher
    executor: Executor
    rules: AccountRules
    alone: bool

    async def enter(self, name: str, password: str) -> str | Refusal:
        """Sign in: a token for the browser. It takes as long where there is no such account."""
        kept = account_name(name)
        account = await self._account(kept) if kept else None
        now = self.clock.now()
        if account is not None and is_locked(account, now):
            return Refusal.LOCKED
        known = account is not None and account.active
        right = await self._fits(password, account.secret if account and known else None)
        if account is None or not known:
            return Refusal.WRONG
        return await self._decided(account.name, right=right)

    async def _decided(self, name: str, *, right: bool) -> str | Refusal:
        now = self.clock.now()

        async def work(unit: UnitOfWork) -> str | Refusal:
            account = await unit.accounts.get(name)
            if account is None:
                return Refusal.WRONG
            if not right:
                await unit.accounts.put(after_wrong_password(account, now, self.rules))
                return Refusal.WRONG
            await unit.accounts.put(after_right_password(account))
            return await self._begin(unit, name, now)

        return await self.store.work(work)

    async def enter_as(self, channel: str, external: str) -> str | Refusal:
        """Sign in whom a platform vouches for, by his id there: with the one account that his
        person has. Nobody is made, and wrong passwords stay counted: they were not his word.
        """
        person, now = self.directory().person_with(channel, external), self.clock.now()
        if person is None or not person.is_staff:
            return Refusal.STRANGER

        async def work(unit: UnitOfWork) -> str | Refusal:
            held = [one for one in await unit.accounts.of_person(person.id) if one.active]
            if len(held) != 1:
                return Refusal.SEVERAL if held else Refusal.STRANGER
            if is_locked(held[0], now):
                return Refusal.LOCKED
            return await self._begin(unit, held[0].name, now)

        return await self.store.work(work)

    async def _begin(self, unit: UnitOfWork, name: str, now: datetime) -> str:
        """The token of a new session; those that are over are forgotten."""
        token = secrets.token_urlsafe(32)
        await unit.sessions.end_before(now - self.rules.idle, now - self.rules.longest)
        await unit.sessions.begin(
            DeskSession(key=_key(token), account=name, begun_at=now, seen_at=now)
        )
        return token

    async def once(self, state: str, life: timedelta) -> bool:
        """Whether a state comes back for the first time in its life; whoever asks has used it."""
        now = self.clock.now()
        return await self.store.work(
            lambda unit: unit.sessions.spend(_key(state), now, now - 2 * life)
        )

    async def leave(self, token: str) -> None:
        """Sign out."""
        await self.store.work(lambda unit: unit.sessions.end(_key(token)))

    async def who(self, token: str | None) -> Viewer | None:
        """Who holds this token; None where he has to sign in first."""
        now = self.clock.now()

        async def look(unit: UnitOfWork) -> tuple[DeskSession | None, Account | None, bool]:
            session = await unit.sessions.get(_key(token)) if token else None
            account = await unit.accounts.get(session.account) if session else None
            return session, account, account is not None or await unit.accounts.any()

        session, account, any_account = await self.store.look(look)
        if not any_account:
            return HERE if self.alone else None
        if session is None or account is None or not account.active:
            return None
        if is_over(session, now, self.rules):
            return None
        if now - session.seen_at >= _SEEN_EVERY:
            await self.store.work(lambda unit: unit.sessions.seen(session.key, now))
        return self._viewer(account)

    async def nobody_yet(self) -> bool:
        """Whether there is no account."""
        return not await self.store.look(lambda unit: unit.accounts.any())

    def _viewer(self, account: Account) -> Viewer:
        known = self.directory().person(account.person) if account.person else None
        person = known if known is not None and known.is_staff else None
        alone = account.admin and account.person is None
        return Viewer(name=account.name, person=person, admin=account.admin, all_open=alone)

    async def _account(self, name: str) -> Account | None:
        return await self.store.look(lambda unit: unit.accounts.get(name))

    async def _fits(self, password: str, secret: str | None) -> bool:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.executor, self._compare, password, secret)

    def _compare(self, password: str, secret: str | None) -> bool:
        """Where there is nothing to compare with it takes as long."""
        if len(password) > LONGEST_PASSWORD:
            return False
        if secret is None:
            self.hasher.hashed(password)
            return False
        return self.hasher.fits(password, secret)


def _key(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
