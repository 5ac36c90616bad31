"""Who leads which building, at the desk: the register with its gaps, and which buildings were
silent.

Comes in: areas and people as they stand, the store. Goes out: rows for the page; who is to lead a
building from today. Does not: rank leaders, or show silence to anybody who does not lead them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.desk.books.people import Peoplebook
from bot.domain.grid import Directory
from bot.domain.register import Post, register, silent
from bot.domain.staffing import Led
from bot.domain.viewing import Viewer
from bot.ports import Clock, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRow:
    """A building; `quiet` says that nothing was heard of its leader for long, where the viewer may
    know.
    """

    grid: str
    grid_name: str
    building: str
    leaders: tuple[str, ...]
    quiet: bool


class Leaderbook:
    """Over the office as it stands; any number of callers at once. `people` writes down what is
    changed, `quiet` is how long nothing has to be heard.
    """

    def __init__(
        self,
        *,
        directory: Callable[[], Directory],
        people: Peoplebook,
        store: Store,
        clock: Clock,
        quiet: timedelta,
    ) -> None:
        self._directory = directory
        self._people = people
        self._store = store
        self._clock = clock
        self.quiet = quiet

    async def posts(self, viewer: Viewer) -> list[PostRow]:
        """Every building, in the order of the register."""
        directory = self._directory()
        posts = register(directory)
        told = [post for post in posts if viewer.is_trusted and viewer.covers(post.grid)]
        since = self._clock.now() - self.quiet
        heard = await self._store.look(lambda unit: unit.deeds.heard(since)) if told else []
        quiet = {(post.grid, post.building) for post in silent(told, heard)}
        return [self._row(directory, post, quiet) for post in posts]

    def _row(self, directory: Directory, post: Post, quiet: set[tuple[str, str]]) -> PostRow:
        grid = directory.grid(post.grid)
        return PostRow(
            grid=post.grid,
            grid_name=grid.name if grid else post.grid,
            building=post.building,
            leaders=tuple(directory.person(leader).name for leader in post.leaders),
            quiet=(post.grid, post.building) in quiet,
        )

    def candidates(self) -> dict[str, str]:
        """Everybody whom the office has entered, by id."""
        return {person.id: person.name for person in self._directory().people}

    async def lead(self, viewer: Viewer, grid: str, building: str, person: str) -> bool:
        """Somebody leads a building from today, nobody else does; False where it cannot be."""
        since = self._people.today
        change = Led(person=person, grid=grid, building=building, since=since)
        return await self._people.change(viewer, change)
