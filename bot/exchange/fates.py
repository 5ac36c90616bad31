"""What becomes of each row of another platform's file, before and when it is taken in.

Comes in: rows, what the store knows of their numbers and of open cases, what the text model thinks.
Goes out: a fate for each row, in order. Does not: open cases; what is new goes the journey of
spoken words, which may still see it otherwise.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.case import Case
from bot.domain.exchange import ForeignNumber
from bot.domain.grid import Directory
from bot.domain.incidents import same_incident
from bot.domain.matters import Matter
from bot.domain.place import Place
from bot.exchange.reading import Row, Ticket, Unreadable
from intents.places import PlaceNames, read_place


class Kind(StrEnum):
    """What becomes of a row."""

    OPENED = "opened"
    JOINED = "joined"
    LINKED = "linked"
    DUPLICATE = "duplicate"
    NOT_FOR_THE_GRID = "not_for_the_grid"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """`case` is the one it comes to, None where that is still to be; `grid` where it belongs;
    `detail` is the item, or why not."""

    line: int
    number: str
    kind: Kind
    case: Case | None = None
    grid: str | None = None
    detail: str = ""
    ticket: Ticket | None = None

    @property
    def is_taken(self) -> bool:
        """Whether something comes of it when the file is taken in."""
        return self.kind is Kind.LINKED or self.ticket is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the store knows: `numbers` of this platform, cases by their `keys` and by `ours`, and
    those that are `open`."""

    numbers: Mapping[str, ForeignNumber] = field(default_factory=dict)
    keys: Mapping[str, Case] = field(default_factory=dict)
    ours: Mapping[int, Case] = field(default_factory=dict)
    open: Sequence[Case] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """With what the office knows. `items` says what words are about, of many texts at once, None
    where they are about nothing on the list."""

    directory: Directory
    matters: Mapping[str, Matter]
    names: Callable[[str | None], PlaceNames]
    items: Callable[[Sequence[str]], Sequence[str | None]]
    now: datetime
    window: timedelta

    def fates(self, rows: Sequence[Row], known: Known) -> list[Fate]:
        """One for each row; a number that comes twice is a duplicate the second time."""
        texts = [said(row) for row in rows if isinstance(row, Ticket)]
        items = iter(self.items(texts) if texts else ())
        seen: set[str] = set()
        found = []
        for row in rows:
            item = next(items) if isinstance(row, Ticket) else None
            found.append(self._fate(row, item, known, seen))
            seen.add(row.number)
        return found

    def _fate(self, row: Row, item: str | None, known: Known, seen: set[str]) -> Fate:
        if isinstance(row, Unreadable):
            return _unreadable(row, row.fault.value)
        if row.number in seen:
            return Fate(line=row.line, number=row.number, kind=Kind.DUPLICATE, detail="file")
        number = known.numbers.get(row.number)
        if number is not None:
            case = known.keys.get(number.case or "")
            return Fate(line=row.line, number=row.number, kind=Kind.DUPLICATE, case=case)
        if row.ours is not None:
            case = known.ours.get(row.ours)
            if case is None:
                return _unreadable(row, "no_such_case")
            return Fate(line=row.line, number=row.number, kind=Kind.LINKED, case=case)
        return self._new(row, item, known)

    def _new(self, row: Ticket, item: str | None, known: Known) -> Fate:
        grid = self._grid(row)
        if grid is None:
            return _unreadable(row, "no_grid")
        matter = self.matters.get(item or "")
        name = matter.name if matter is not None else ""
        if matter is not None and matter.is_negative:
            return Fate(
                line=row.line, number=row.number, kind=Kind.NOT_FOR_THE_GRID, grid=grid, detail=name
            )
        case = self._same(row, item, grid, known) if item else None
        return Fate(
            line=row.line,
            number=row.number,
            kind=Kind.OPENED if case is None else Kind.JOINED,
            case=case,
            grid=grid,
            detail=name,
            ticket=row,
        )

    def _same(self, row: Ticket, item: str, grid: str, known: Known) -> Case | None:
        read = read_place(said(row), self.names(grid))
        place = Place()
        if read is not None:
            place = Place(building=read.building, unit=read.unit, spot=read.spot)
        return next(
            (
                case
                for case in known.open
                if case.grid == grid
                and same_incident(
                    case, item=item, place=place, speaker="", now=self.now, window=self.window
                )
            ),
            None,
        )

    def _grid(self, row: Ticket) -> str | None:
        """As the ticket names it; else that of its building; else the only one."""
        grids = self.directory.grids
        if row.grid:
            return next((grid.id for grid in grids if row.grid in (grid.id, grid.name)), None)
        read = read_place(said(row), self.names(None))
        if read is not None and read.building:
            there = self.directory.grid_with(read.building)
            if there is not None:
                return there.id
        return grids[0].id if len(grids) == 1 else None


def said(ticket: Ticket) -> str:
    """The words with their place."""
    return " ".join(part for part in (ticket.place, ticket.words) if part)


def _unreadable(row: Row, why: str) -> Fate:
    return Fate(line=row.line, number=row.number, kind=Kind.UNREADABLE, detail=why)
