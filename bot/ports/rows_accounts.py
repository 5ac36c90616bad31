"""The store as the desk's door sees it: accounts and sessions.

Comes in: nothing; these are protocols. Goes out: nothing. `bot.storage` implements them; the
contract suite runs on every implementation.
"""

from datetime import datetime
from typing import Protocol

from bot.domain.accounts import Account, DeskSession


class Accounts(Protocol):
    """Who may sign in; one account a name."""

    async def put(self, account: Account) -> None:
        """Store a new one, or one in the place of the old of this name."""

    async def get(self, name: str) -> Account | None:
        """One of them."""

    async def all(self) -> list[Account]:
        """Every account, by name."""

    async def drop(self, name: str) -> bool:
        """There is none of this name any more, nor any session of it; whether there was."""

    async def any(self) -> bool:
        """Whether there is one."""

    async def of_person(self, person: str) -> list[Account]:
        """Those that somebody of the configuration stands behind, by name; ten at most."""


class DeskSessions(Protocol):
    """Who has signed in, and by what that is good once."""

    async def begin(self, session: DeskSession) -> None:
        """Store a new one."""

    async def get(self, key: str) -> DeskSession | None:
        """One of them."""

    async def seen(self, key: str, at: datetime) -> None:
        """Its browser has asked for something."""

    async def end(self, key: str) -> None:
        """Signed out; nothing where there is none."""

    async def end_all_of(self, account: str) -> None:
        """Signed out everywhere."""

    async def end_before(self, seen: datetime, begun: datetime) -> int:
        """Those last seen, or begun, before an instant are over; how many."""

    async def spend(self, key: str, now: datetime, before: datetime) -> bool:
        """Something that is good once is used, by whichever process comes first; False where it
        was used already. What was used `before` an instant is forgotten.
        """
