"""What somebody without an account may see of what he reported: where it stands, and no more.

Comes in: the store, codes of walls, accounts of visitors. Goes out: spots, and frozen rows without
names or words. Does not: write, or know requests.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.domain.case import DONE, Case, CaseEvent, EventKind
from bot.domain.grid import Directory
from bot.domain.matters import Matter
from bot.domain.visitors import Spot, visitor_id
from bot.ports import Clock, Store, UnitOfWork, Words

_MOST: Final = 5
_STEPS: Final = frozenset(
    {
        EventKind.CASE_OPENED,
        EventKind.DISPATCHED,
        EventKind.ACCEPTED,
        EventKind.RETURNED,
        EventKind.EXTENDED,
        EventKind.SUSPENDED,
        EventKind.RESUMED,
        EventKind.ESCALATED,
        EventKind.RESOLVED,
        EventKind.CLOSED,
        EventKind.RATED,
        EventKind.REOPENED,
        EventKind.MERGED,
        EventKind.REJECTED,
        EventKind.WITHDRAWN,
        EventKind.ANSWERED,
    }
)
"""What is told of a history: that it happened, not who did it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedRow:
    """A case in the eyes of whoever reported it. `steps` are codes of events with their instants,
    none where it is private; `confirmable`: he can say whether it is really done."""

    key: str
    number: int
    item_name: str
    status_name: str
    private: bool
    confirmable: bool
    steps: Sequence[tuple[datetime, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Followbook:
    """Over the store; any number of callers at once."""

    store: Store
    directory: Callable[[], Directory]
    matters: Callable[[], Mapping[str, Matter]]
    words: Words
    clock: Clock

    async def spot(self, token: str) -> Spot | None:
        """The place of a code that still counts, in a grid that there still is."""
        found = await self.store.look(lambda unit: unit.spots.get(token))
        if found is None or (found.ended_at is not None and found.ended_at <= self.clock.now()):
            return None
        return found if self.directory().grid(found.grid) is not None else None

    async def followed(self, channel: str, account: str) -> list[FollowedRow]:
        """What became of the words of a visitor, the newest touched first."""
        person = visitor_id(channel, account)

        async def look(unit: UnitOfWork) -> list[FollowedRow]:
            cases = await unit.cases.of_people([person], _MOST)
            return [self._row(case, await unit.cases.history(case.key)) for case in cases]

        return await self.store.look(look)

    def _row(self, case: Case, history: Sequence[CaseEvent]) -> FollowedRow:
        private = case.is_restricted
        return FollowedRow(
            key=case.key,
            number=case.number,
            item_name="" if private else self.matters()[case.item].name,
            status_name=self.words.term("status", case.status.value),
            private=private,
            confirmable=case.status in DONE and case.rating is None,
            steps=()
            if private
            else [(event.at, event.kind.value) for event in history if event.kind in _STEPS],
        )
