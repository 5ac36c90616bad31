"""`qunli user`: accounts of the desk, made and changed on the machine itself.

Comes in: checked configuration, what is wanted. Goes out: a changed account in the store, lines to
print. Does not: ask for passwords (user_line does).
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.commands.whose import not_staff
from bot.domain.accounts import (
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    Account,
    account_name,
)
from bot.domain.errors import ConfigError
from bot.options.config import Config
from bot.passwords import hashed
from bot.wiring.channels import DINGTALK
from bot.wiring.store import opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A new account."""

    name: str
    person: str | None
    admin: bool
    password: str


async def add(config: Config, wanted: Wanted, now: datetime) -> str:
    """A new account; ConfigError says what is wrong with it."""
    account = Account(
        name=_name(wanted.name),
        person=_person(config, wanted.person, now, admin=wanted.admin),
        secret=hashed(checked_password(wanted.password)),
        admin=wanted.admin,
        made_at=now,
    )

    async with opened(config.store.url) as store:
        if await store.look(lambda unit: unit.accounts.get(account.name)) is not None:
            raise ConfigError([f"user: there is an account {account.name} already"])
        await store.work(lambda unit: unit.accounts.put(account))
        return f"account {account.name} made"


async def listed(config: Config) -> str:
    """Every account, a line each."""

    async with opened(config.store.url) as store:
        accounts = await store.look(lambda unit: unit.accounts.all())
        vouched = _vouched(config, accounts)
        return "\n".join(_line(one, vouched) for one in accounts) or "no accounts"


async def tie(config: Config, name: str, person: str, now: datetime) -> str:
    """Of this person from now on, who has to be staff; signed out everywhere. Whoever a platform
    vouches for comes in by what the configuration says of his person.
    """
    behind = _person(config, person, now)
    return await _change(
        config,
        name,
        lambda account: replace(account, person=behind),
        f"{name} is the account of {person}",
    )


async def change_password(config: Config, name: str, password: str) -> str:
    """Another password; locked no more, and signed out everywhere."""
    secret = hashed(checked_password(password))
    return await _change(
        config,
        name,
        lambda account: replace(account, secret=secret, failed=0, locked_until=None),
        f"password of {name} changed",
    )


async def switch(config: Config, name: str, *, active: bool) -> str:
    """May sign in, or may not; signed out everywhere."""
    told = f"{name} may sign in" if active else f"{name} may not sign in any more"
    return await _change(
        config,
        name,
        lambda account: replace(account, active=active, failed=0, locked_until=None),
        told,
    )


async def drop(config: Config, name: str) -> str:
    """No account any more; histories still name the person."""
    kept = _name(name)

    async with opened(config.store.url) as store:
        if not await store.work(lambda unit: unit.accounts.drop(kept)):
            raise ConfigError([f"user: no account {kept}"])
        return f"account {kept} dropped"


def checked_password(password: str) -> str:
    """A password that may be taken; ConfigError where it is too short or too long."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise ConfigError(
            [f"user: a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters"]
        )
    return password


async def _change(
    config: Config, name: str, change: Callable[[Account], Account], told: str
) -> str:
    kept = _name(name)

    async with opened(config.store.url) as store:
        account = await store.look(lambda unit: unit.accounts.get(kept))
        if account is None:
            raise ConfigError([f"user: no account {kept}"])
        await store.work(lambda unit: unit.accounts.put(change(account)))
        await store.work(lambda unit: unit.sessions.end_all_of(kept))
        return told


def _name(text: str) -> str:
    name = account_name(text)
    if name is None:
        raise ConfigError([f"user: a name has 2 to 32 letters, digits, or . _ - @ (got {text!r})"])
    return name


def _person(
    config: Config, person: str | None, now: datetime, *, admin: bool = False
) -> str | None:
    """The person of the configuration, who has to be staff."""
    if person is None:
        if admin:
            return None
        raise ConfigError(["user: --person must be given, unless it is for --admin alone"])
    if trouble := not_staff(config, person, now):
        raise ConfigError([f"user: {trouble}"])
    return person


def _vouched(config: Config, accounts: Sequence[Account]) -> frozenset[str]:
    """People whom DingTalk may vouch for: it is wanted, they are known there, and there is no doubt
    which account is theirs.
    """
    if not config.desk.dingtalk_login:
        return frozenset()
    held = Counter(one.person for one in accounts if one.active)
    known = (person.id for person in config.people if DINGTALK in person.accounts)
    return frozenset(person for person in known if held[person] == 1)


def _line(account: Account, vouched: Collection[str]) -> str:
    marks = [account.person or "-"]
    marks += ["admin"] if account.admin else []
    marks += [] if account.active else ["off"]
    marks += ["locked"] if account.locked_until else []
    marks += [DINGTALK] if account.active and account.person in vouched else []
    return f"{account.name}\t{' '.join(marks)}"
