"""The three lists at the desk: what is held out, what is looked for, and what came of it.

Comes in: the store, who people are. Goes out: rows for the page. Does not: pair, move a service, or
show words and names to anybody but who leads there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.deadlines import SHANGHAI
from bot.domain.facts import Period
from bot.domain.giving import Giving, Side
from bot.domain.grid import Directory
from bot.domain.service import DONE, Service
from bot.domain.value import FigureRules, Value
from bot.domain.viewing import Viewer
from bot.ports import Clock, Store, UnitOfWork, Words

_SHOWN_FOR: Final = timedelta(days=60)
"""So long after its end a service is still shown."""
_YEAR_END: Final = (12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivingRow:
    """What is held out or looked for; `matter` and `name` are None where the viewer may not
    know. A need may be that of a case, by its key and number, of which so much is `left`.
    """

    side: Side
    kind: str
    amount: str
    place: str
    grid_name: str
    until: datetime
    matter: str | None
    name: str | None
    case: tuple[str, int] | None = None
    left: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRow:
    """What came of a pair; words (gone when it has ended) and names are None where the viewer may
    not know.
    """

    kind: str
    heads: int
    state: str
    why: str
    reasons: tuple[str, ...]
    grid_name: str
    since: datetime
    wanted: str | None
    offered: str | None
    needer: str | None
    giver: str | None
    ended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Everything the viewer may see. Of the services drawn up this year so many were `delivered`;
    `rate` is None of too few.
    """

    resources: tuple[GivingRow, ...]
    needs: tuple[GivingRow, ...]
    services: tuple[ServiceRow, ...]
    drawn_up: int
    delivered: int
    rate: str | None

    def of(self, *, kind: str, grid: str) -> "Lists":
        """The rows of a kind and a grid, by their names; "" is any. What is counted stays."""

        def fits(row: GivingRow | ServiceRow) -> bool:
            return kind in ("", row.kind) and grid in ("", row.grid_name)

        return replace(
            self,
            resources=tuple(filter(fits, self.resources)),
            needs=tuple(filter(fits, self.needs)),
            services=tuple(filter(fits, self.services)),
        )

    @property
    def rows(self) -> tuple[GivingRow | ServiceRow, ...]:
        """Everything together."""
        return (*self.resources, *self.needs, *self.services)


class Servicebook:
    """Over the store; any number of callers at once."""

    def __init__(
        self,
        *,
        store: Store,
        directory: Callable[[], Directory],
        clock: Clock,
        words: Words,
        figures: FigureRules,
    ) -> None:
        self._store = store
        self._directory = directory
        self._clock = clock
        self._words = words
        self._figures = figures

    async def lists(self, viewer: Viewer) -> Lists:
        """The lists of the viewer's area: the first over first, of services the newest change."""
        now = self._clock.now()
        year = now.astimezone(SHANGHAI).date().replace(month=1, day=1)
        last = year.replace(month=_YEAR_END[0], day=_YEAR_END[1])
        directory = self._directory()
        communities = {grid.community for grid in directory.grids}
        communities |= {room.community for room in directory.rooms}

        async def look(
            unit: UnitOfWork,
        ) -> tuple[list[Giving], dict[str, int], list[Service], list[Service]]:
            found = [
                one
                for side in Side
                for community in sorted(communities)
                for one in await unit.givings.listed(community, side, now)
            ]
            shown = await unit.services.shown(now - _SHOWN_FOR)
            numbers = await _numbers(unit, found)
            return found, numbers, shown, await unit.services.drawn_up(Period.of_days(year, last))

        givings, numbers, services, drawn_up = await self._store.look(look)
        seen = [one for one in drawn_up if _concerns(viewer, directory, one)]
        delivered = sum(one.state in DONE for one in seen)
        value = Value(part=delivered, whole=len(seen))
        return Lists(
            resources=self._givings(viewer, givings, numbers, Side.RESOURCE),
            needs=self._givings(viewer, givings, numbers, Side.NEED),
            services=tuple(
                self._service(viewer, one) for one in services if _concerns(viewer, directory, one)
            ),
            drawn_up=len(seen),
            delivered=delivered,
            rate=value.shown(self._figures.few),
        )

    def _givings(
        self,
        viewer: Viewer,
        givings: Sequence[Giving],
        numbers: Mapping[str, int],
        side: Side,
    ) -> tuple[GivingRow, ...]:
        return tuple(
            self._giving(viewer, one, numbers)
            for one in givings
            if one.side is side and _concerns(viewer, self._directory(), one)
        )

    def _giving(self, viewer: Viewer, one: Giving, numbers: Mapping[str, int]) -> GivingRow:
        leads = viewer.leads(one.grid)
        return GivingRow(
            side=one.side,
            kind=self._words.term("giving_kind", one.kind),
            amount=one.amount,
            place=one.place if leads else "",
            grid_name=self._grid_name(one.grid, one.community),
            until=one.until,
            matter=one.matter if leads else None,
            name=self._directory().person(one.person).name if leads else None,
            case=_case_of(one, numbers),
            left=one.wanted - one.pledged if one.of_case else 0,
        )

    def _service(self, viewer: Viewer, one: Service) -> ServiceRow:
        leads, directory, terms = viewer.leads(one.grid), self._directory(), self._words
        return ServiceRow(
            kind=terms.term("giving_kind", one.kind),
            heads=one.heads,
            state=terms.term("service", one.state),
            why=terms.term("service_why", one.why) if one.why else "",
            reasons=tuple(terms.term("pair_reason", r) for r in one.reasons.split(",") if r),
            grid_name=self._grid_name(one.grid, one.community),
            since=one.since,
            wanted=one.wanted if leads else None,
            offered=one.offered if leads else None,
            needer=directory.person(one.needer).name if leads else None,
            giver=directory.person(one.giver).name if leads else None,
            ended=one.is_over,
        )

    def _grid_name(self, grid_id: str | None, community: str) -> str:
        grid = self._directory().grid(grid_id)
        return grid.name if grid else community


def _concerns(viewer: Viewer, directory: Directory, one: Giving | Service) -> bool:
    """Whether it is of his area, or of the community as a whole that he has a part in."""
    return viewer.reaches(one.grid, directory.grids_of(one.community))


def _case_of(one: Giving, numbers: Mapping[str, int]) -> tuple[str, int] | None:
    number = numbers.get(one.of_case or "")
    return None if one.of_case is None or number is None else (one.of_case, number)


async def _numbers(unit: UnitOfWork, givings: Sequence[Giving]) -> dict[str, int]:
    """The numbers of the cases that lack something, by their keys."""
    keys = {one.of_case for one in givings if one.of_case is not None}
    found = [await unit.cases.get(key) for key in sorted(keys)]
    return {case.key: case.number for case in found if case is not None}
