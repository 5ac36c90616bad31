"""Property companies: which looks after a building, and how soon it has to accept.

Comes in: what the configuration says of them, a grid and a building. Goes out: the company. Does
not: know people, or count time.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A property company. `buildings` are those of its estates (empty: all of its grids),
    `accept_hours` is its own time to accept (None: that of the item).
    """

    name: str
    grids: tuple[str, ...] = ()
    buildings: tuple[str, ...] = ()
    accept_hours: float | None = None

    def looks_after(self, grid: str | None, building: str | None) -> bool:
        """Whether a place is its business; where no building is stated, whether it may be."""
        if self.buildings and building is not None:
            return building in self.buildings
        return not self.grids or grid is None or grid in self.grids


def company_of(
    companies: Iterable[Company], grid: str | None, building: str | None
) -> Company | None:
    """The company that looks after a place, None where there is none or several might."""
    found = [company for company in companies if company.looks_after(grid, building)]
    return found[0] if len(found) == 1 else None
