"""Beside casework: what somebody at the desk has clicked is carried out.

Comes in: orders in rows. Goes out: doubts answered, cases put right, as if it had been said. Does
not: answer whoever clicked. An order that is not possible any more, or not his to give, is dropped.
"""

import logging
from collections.abc import Callable
from typing import Final

from bot.domain.case import Case
from bot.domain.correction import Order, OrderKind
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.people import Action, is_accused, require
from bot.journey.casework.doubting import settle
from bot.journey.casework.hearing.reading import Ear
from bot.journey.casework.hearing.sight import Memory, Sight
from bot.journey.casework.staff.correcting import drop, is_label, reclassify
from bot.journey.docket import Docket
from bot.journey.office import Office
from bot.ports import Store, UnitOfWork
from intents.places import PlaceNames
from intents.reader import Reader

log = logging.getLogger(__name__)

ACTOR: Final = "desk"
_AT_ONCE: Final = 20


class Ordering:
    """One transaction an order, oldest first."""

    def __init__(
        self,
        *,
        office: Office,
        store: Store,
        readers: Callable[[str | None], Reader],
        names: Callable[[str | None], PlaceNames],
    ) -> None:
        self._office = office
        self._store = store
        self._ear = Ear(readers=readers, names=names)

    async def run_once(self) -> int:
        """Carry out a few; how many."""
        orders = await self._store.look(lambda unit: unit.orders.given(_AT_ONCE))
        for order in orders:
            await self._carry_out(order)
        if orders:
            for topic in ("outbox", "timers", "cases"):
                self._office.signals.notify(topic)
        return len(orders)

    async def _carry_out(self, order: Order) -> None:
        async def work(unit: UnitOfWork) -> None:
            await unit.orders.done(order.id)
            docket = Docket(
                office=self._office, unit=unit, now=self._office.clock.now(), cause=order.id
            )
            try:
                async with unit.part():
                    await self._do(docket, order)
                    await docket.flush()
            except RuleBroken as err:
                reason = type(err).__name__
                log.warning("order_refused", extra={"order": order.kind.value, "error": reason})

        await self._store.work(work)

    async def _do(self, docket: Docket, order: Order) -> None:
        match order.kind:
            case OrderKind.IS_A_REPORT | OrderKind.NO_REPORT:
                await self._judge(docket, order, yes=order.kind is OrderKind.IS_A_REPORT)
            case OrderKind.OTHER_MATTER:
                case = await docket.unit.cases.get(order.subject)
                if case is not None and is_label(docket.office.matters, order.value):
                    by = _permitted(docket, order, case)
                    await reclassify(docket, case, order.value, by=by)
            case OrderKind.NOT_A_REQUEST:
                case = await docket.unit.cases.get(order.subject)
                if case is not None:
                    await drop(docket, case, by=_permitted(docket, order, case))

    async def _judge(self, docket: Docket, order: Order, *, yes: bool) -> None:
        doubt = await docket.unit.doubts.get(order.subject)
        if doubt is None:
            return
        _may_judge(docket, order, doubt.grid)
        if doubt.asked is not None:
            await docket.unit.questions.settle(doubt.thread)
        sight = await self._sight(docket, doubt.grid)
        await settle(docket, doubt, sight, self._ear, yes=yes)
        await docket.unit.messages.decided(sight.decided)

    async def _sight(self, docket: Docket, grid: str | None) -> Sight:
        """What is open there, as the rows are now."""
        return await Memory().refreshed(self._office, docket.unit, [grid], docket.now)


def _permitted(docket: Docket, order: Order, case: Case) -> str:
    """Who clicked, as histories name him; NotAllowed where it was not his to do."""
    _may_judge(docket, order, case.grid)
    if not order.by:
        return ACTOR
    if is_accused(docket.office.directory.person(order.by), case):
        raise NotAllowed("the accused judges nothing", [])
    return order.by


def _may_judge(docket: Docket, order: Order, grid: str | None) -> None:
    """As by words; where the desk has no accounts it is open on this machine only."""
    if order.by:
        require(docket.office.directory.person(order.by), Action.JUDGE, grid)
