"""Accounts of the desk: who may come in, how long a session lasts, when a door is locked.

Comes in: accounts, sessions, instants. Goes out: the same changed, and answers. Does not: hash
passwords, read or store anything.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

_NAME: Final = re.compile(r"[\w.@-]{2,32}")

SHORTEST_PASSWORD: Final = 10
"""Characters; shorter ones are guessed (NIST SP 800-63B asks for 8 and no rules about kinds)."""

LONGEST_PASSWORD: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRules:
    """`idle`: a session ends after so long without a request, `longest`: after so long in any case.
    `tries` wrong passwords in a row lock an account for `locked`.
    """

    idle: timedelta = timedelta(hours=12)
    longest: timedelta = timedelta(days=7)
    tries: int = 5
    locked: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who may sign in. `person` is who he is in the configuration, None for one who only
    administers the program; `secret` is the hash of the password. Instants are aware UTC.
    """

    name: str
    person: str | None
    secret: str
    admin: bool
    made_at: datetime
    active: bool = True
    failed: int = 0
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSession:
    """Somebody who has signed in. `key` is the hash of what his browser holds."""

    key: str
    account: str
    begun_at: datetime
    seen_at: datetime


def account_name(text: str) -> str | None:
    """The name as it is kept: case and width of letters do not matter; None where it is none."""
    name = unicodedata.normalize("NFKC", text).strip().casefold()
    return name if _NAME.fullmatch(name) else None


def is_locked(account: Account, now: datetime) -> bool:
    """Whether too many wrong passwords were tried lately."""
    return account.locked_until is not None and now < account.locked_until


def after_wrong_password(account: Account, now: datetime, rules: AccountRules) -> Account:
    """Counted; the last try that is allowed locks the account."""
    failed = account.failed + 1
    if failed < rules.tries:
        return replace(account, failed=failed)
    return replace(account, failed=0, locked_until=now + rules.locked)


def after_right_password(account: Account) -> Account:
    """Counted anew."""
    return replace(account, failed=0, locked_until=None)


def is_over(session: DeskSession, now: datetime, rules: AccountRules) -> bool:
    """Whether a session has lasted long enough."""
    return now - session.seen_at >= rules.idle or now - session.begun_at >= rules.longest
