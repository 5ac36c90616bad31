"""The store as those see it who keep the rights of people: what is held of somebody, what he
wishes, and how he is forgotten.

Comes in: nothing; these are protocols. Goes out: nothing. `bot.storage` implements them; the
contract suite runs on every implementation.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bot.domain.case import CaseEvent
from bot.domain.forgetting import Holdings
from bot.domain.wishes import Wish, WishKind


class Wishes(Protocol):
    """What people want about what is heard and held of them; one of a kind about each."""

    async def put(self, wish: Wish) -> None:
        """Remember a wish in the place of an older one."""

    async def drop(self, about: str, kind: WishKind) -> bool:
        """It is no longer wished; whether it was."""

    async def all(self) -> list[Wish]:
        """Every wish, oldest first."""


class Personal(Protocol):
    """Everything that is kept about one person."""

    async def holdings(self, person: str) -> Holdings:
        """What is held of a person."""

    async def drop_helped(self, person: str) -> int:
        """Nobody is held to have signed up or to have points any more: sign-ups go, and their
        places are free again; what he held out or looked for goes; the ledger keeps its
        bookings and services their states, of nobody. How many lines changed.
        """

    async def cases_of(self, person: str) -> list[str]:
        """The keys of cases that know a person: as reporter, as the one concerned, by his words."""

    async def end_talk(self, person: str, now: datetime) -> None:
        """The text of a person's turns that are finished or parked is erased next."""

    async def change_words(
        self, case: str, person: str, change: Callable[[str], str], stand_in: str | None
    ) -> int:
        """Change what a person said about a case; with a stand-in it is no longer known who said
        it, nor as which message. How many changed.
        """

    async def change_whistles(
        self, case: str, person: str, change: Callable[[str], str], stand_in: str | None
    ) -> None:
        """Change the minutes, tasks and reasons of the whistles of a case; with a stand-in it is no
        longer known that this person asked for them.
        """

    async def rewrite_history(
        self, case: str, change: Callable[[CaseEvent], CaseEvent], last: CaseEvent
    ) -> None:
        """Change the lines of a history and link them anew; `last` is added to tell of it, with the
        link that was the newest before.
        """

    async def drop_told(self, case: str | None, person: str) -> int:
        """Delete what was said to single people about a case (None: to this person about none) and
        is not waiting to be said; how many. What was asked of this person is forgotten, too.
        """
