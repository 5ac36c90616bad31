"""Talk that may be a report, as the desk shows it, and what the desk wants put right.

Comes in: the store, who people are, what matters are called. Goes out: `DoubtRow`s, masked; orders
for casework. Does not: carry orders out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.correction import Order, OrderKind
from bot.domain.doubt import Doubt
from bot.domain.grid import Directory
from bot.domain.matters import Matter
from bot.domain.viewing import Viewer
from bot.ports import Clock, IdFactory, Signals, Store, UnitOfWork
from intents.contacts import mask


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtRow:
    """Talk that nobody has judged: its words, masked (empty where they are private), what it looks
    like, who was asked alone (empty: nobody yet), until when it is held. `hidden`: its words are
    not for whoever looks.
    """

    id: str
    words: str
    item_name: str
    room: str
    asked: str
    said_at: datetime
    until: datetime
    private: bool = False
    hidden: bool = False


class Doubtbook:
    """Over the store; any number of callers at once."""

    def __init__(
        self,
        *,
        store: Store,
        directory: Callable[[], Directory],
        matters: Mapping[str, Matter],
        clock: Clock,
        ids: IdFactory,
        signals: Signals,
    ) -> None:
        self._store = store
        self._directory = directory
        self._matters = matters
        self._clock = clock
        self._ids = ids
        self._signals = signals

    async def doubts(self, viewer: Viewer, limit: int) -> list[DoubtRow]:
        """The newest first, of the viewer's area; what he has just judged is not shown again."""

        directory = self._directory()

        async def look(unit: UnitOfWork) -> list[DoubtRow]:
            judged = {order.subject for order in await unit.orders.given(limit)}
            return [
                await self._row(unit, doubt, hidden=_only_administers(viewer))
                for doubt in await unit.doubts.latest(limit)
                if viewer.reaches(doubt.grid, directory.grids_of(doubt.community))
                and doubt.id not in judged
            ]

        return await self._store.look(look)

    async def _row(self, unit: UnitOfWork, doubt: Doubt, *, hidden: bool) -> DoubtRow:
        turn = None if doubt.private or hidden else await unit.turns.with_message(doubt.message)
        room = self._directory().room(turn.room) if turn and turn.room else None
        return DoubtRow(
            id=doubt.id,
            words=mask(" ".join(turn.text.split())) if turn else "",
            item_name="" if doubt.private else self._matters[doubt.item].name,
            room=room.name if room else "",
            asked=self._directory().person(doubt.asked).name if doubt.asked else "",
            said_at=doubt.created_at,
            until=doubt.until,
            private=doubt.private,
            hidden=hidden,
        )

    async def order(self, viewer: Viewer, kind: OrderKind, subject: str, value: str = "") -> None:
        """Leave it to casework, which knows whether he may."""
        order = Order(
            id=self._ids.new("order"),
            kind=kind,
            subject=subject,
            given_at=self._clock.now(),
            value=value,
            by=viewer.person.id if viewer.person else "",
        )
        await self._store.work(lambda unit: unit.orders.give(order))
        self._signals.notify("orders")


def _only_administers(viewer: Viewer) -> bool:
    """Whether he has an account, and no part in the grid's work (domain rules §10)."""
    return viewer.person is None and bool(viewer.name)
