"""Where the rows of a list come from: who looks, of which days and grid, and what he may know.

Comes in: a unit of work, people and words. Goes out: `Gathering`, which every list is made with.
Does not: make a list.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.facts import Period
from bot.domain.grid import Directory
from bot.domain.viewing import Viewer
from bot.ports import UnitOfWork, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """`grid` is the only one that is wanted, None for all that the viewer may see."""

    unit: UnitOfWork
    viewer: Viewer
    directory: Directory
    words: Words
    period: Period
    grid: str | None
    now: datetime

    def sees(self, grid: str | None, community: str) -> bool:
        """Whether what is of a grid, or of the whole community, is wanted and his to see."""
        if self.grid not in (None, grid):
            return False
        return self.viewer.reaches(grid, self.directory.grids_of(community))

    def leads(self, grid: str | None) -> bool:
        """Whether what only those who lead a grid know is wanted and his to know."""
        return self.grid in (None, grid) and self.viewer.leads(grid)

    def home(self, person: str) -> str | None:
        """The grid that somebody belongs to."""
        grid = self.directory.home_of(self.directory.person(person))
        return grid.id if grid else None

    def name(self, person: str) -> str:
        """What somebody is called."""
        return self.directory.person(person).name

    def place(self, grid: str | None, community: str) -> str:
        """What a grid is called; the community where it is of no grid."""
        found = self.directory.grid(grid)
        return found.name if found else community

    @property
    def communities(self) -> list[str]:
        """All there are."""
        known = {grid.community for grid in self.directory.grids}
        return sorted(known | {room.community for room in self.directory.rooms})
