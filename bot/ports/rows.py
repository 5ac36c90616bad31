"""The store as the journey sees it: the unit of work, and the repositories it holds.

Comes in: nothing; these are protocols. Goes out: nothing. `bot.storage` implements them; the
contract suite runs on every implementation.
"""

from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, TypeVar

from bot.ports.answers import Proposals
from bot.ports.cards import ShownCards
from bot.ports.digests import Digests
from bot.ports.judging import Corrections, Doubts, Orders
from bot.ports.links import Links
from bot.ports.nudges import Nudges
from bot.ports.personal import Personal, Wishes
from bot.ports.relay import RelayRows
from bot.ports.rows_accounts import Accounts, DeskSessions
from bot.ports.rows_announcements import Announcements
from bot.ports.rows_audit import Audit
from bot.ports.rows_board import BoardRows
from bot.ports.rows_cases import Cases, Timers
from bot.ports.rows_dues import Dues
from bot.ports.rows_exchange import ForeignNumbers
from bot.ports.rows_figures import FactRows
from bot.ports.rows_giving import Givings
from bot.ports.rows_keys import Keys
from bot.ports.rows_leaders import Care, Deeds, Handovers
from bot.ports.rows_media import MediaRows
from bot.ports.rows_musters import Musters
from bot.ports.rows_out import Deliveries, Parcels
from bot.ports.rows_points import Points
from bot.ports.rows_resolutions import Resolutions
from bot.ports.rows_retention import Retention
from bot.ports.rows_services import Services
from bot.ports.rows_spots import Spots
from bot.ports.rows_surveys import Surveys
from bot.ports.rows_talk import Messages, Questions, Turns
from bot.ports.whistles import Drafts, Whistles


class Counters(Protocol):
    """Numbers without personal text."""

    async def count(self, name: str, scope: str, amount: int = 1) -> None:
        """Add to a counter."""

    async def total(self, name: str, scope: str | None = None) -> int:
        """A counter's value, over all scopes where none is given."""

    async def parked(self) -> int:
        """How many turns and timers wait for a person to look at them."""

    async def erased(self) -> int:
        """How many of these turns have waited so long that their words are gone."""


class UnitOfWork(Protocol):
    """One transaction, as `Store.work` and `Store.look` give it."""

    @property
    def messages(self) -> Messages: ...
    @property
    def turns(self) -> Turns: ...
    @property
    def cases(self) -> Cases: ...
    @property
    def timers(self) -> Timers: ...
    @property
    def dues(self) -> Dues: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def parcels(self) -> Parcels: ...
    @property
    def media(self) -> MediaRows: ...
    @property
    def cards(self) -> ShownCards: ...
    @property
    def questions(self) -> Questions: ...
    @property
    def counters(self) -> Counters: ...
    @property
    def wishes(self) -> Wishes: ...
    @property
    def links(self) -> Links: ...
    @property
    def personal(self) -> Personal: ...
    @property
    def doubts(self) -> Doubts: ...
    @property
    def corrections(self) -> Corrections: ...
    @property
    def orders(self) -> Orders: ...
    @property
    def nudges(self) -> Nudges: ...
    @property
    def digests(self) -> Digests: ...
    @property
    def proposals(self) -> Proposals: ...
    @property
    def figures(self) -> FactRows: ...
    @property
    def audit(self) -> Audit: ...
    @property
    def retention(self) -> Retention: ...
    @property
    def whistles(self) -> Whistles: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def accounts(self) -> Accounts: ...
    @property
    def sessions(self) -> DeskSessions: ...
    @property
    def keys(self) -> Keys: ...
    @property
    def announcements(self) -> Announcements: ...
    @property
    def exchange(self) -> ForeignNumbers: ...
    @property
    def spots(self) -> Spots: ...
    @property
    def board(self) -> BoardRows: ...
    @property
    def points(self) -> Points: ...
    @property
    def surveys(self) -> Surveys: ...
    @property
    def musters(self) -> Musters: ...
    @property
    def resolutions(self) -> Resolutions: ...
    @property
    def givings(self) -> Givings: ...
    @property
    def services(self) -> Services: ...
    @property
    def deeds(self) -> Deeds: ...
    @property
    def handovers(self) -> Handovers: ...
    @property
    def care(self) -> Care: ...
    @property
    def relay(self) -> RelayRows: ...

    def part(self) -> AbstractAsyncContextManager[None]:
        """A part of the unit that is undone alone when it raises (a savepoint)."""


T = TypeVar("T")


class Store(Protocol):
    """Gives units of work."""

    async def work(self, unit_of_work: Callable[[UnitOfWork], Coroutine[Any, Any, T]]) -> T:
        """Run a whole unit of work: committed when it returns, undone when it raises. It may wait
        for nothing but the unit's own methods, so that a store can run it in a thread of its own.
        """

    async def look(self, look: Callable[[UnitOfWork], Coroutine[Any, Any, T]]) -> T:
        """As `work`, but only reading, without waiting for a writer."""

    async def scrub(self) -> bool:
        """Leave nothing of deleted text in the store's own logs; False where that has to be tried
        again later.
        """

    async def close(self) -> None:
        """Give the connections back."""
