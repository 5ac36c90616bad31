"""What figures ask of the store.

Comes in: nothing; these are protocols and values. Goes out: nothing. `bot.storage` implements them.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from bot.domain.facts import Facts, Period
from bot.domain.gridmaps import GridMaps


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What facts are wanted. `staff` are the ids of people whose word is no resident's, `of_grid`
    those of grid members and leaders; `on_site` the items that the grid may settle itself. With
    `map_day` cases stand in the grid of that day's map, else in the one they were opened in.
    What arrived later than `live` after it was said is no measure of a first answer.
    """

    period: Period
    maps: GridMaps = field(default_factory=GridMaps)
    map_day: date | None = None
    staff: frozenset[str] = frozenset()
    of_grid: frozenset[str] = frozenset()
    on_site: frozenset[str] = frozenset()
    live: timedelta = timedelta(minutes=10)


class FactRows(Protocol):
    """Facts out of cases, their histories and whistles; nothing is kept of them."""

    async def facts(self, asked: Asked) -> Facts:
        """Everything that figures of a period are made of."""
