"""Who does what now: the people and shifts of the configuration with what the office has changed.

Comes in: changes out of the history of people, and who works where by the organisation's own
directory. Goes out: the directory and the shifts with them. Does not: change anything, or read rows
or platforms; it is refreshed from them, so that a process in which nothing was changed knows it
soon.
"""

from collections.abc import Iterable
from dataclasses import replace

from bot.domain.duty import Shift
from bot.domain.grid import Directory
from bot.domain.staffing import Change, covered, staffed


class Staffing:
    """What is changed as of now."""

    def __init__(self) -> None:
        self._changes: tuple[Change, ...] = ()
        self._base: Directory | None = None
        self._made: tuple[Directory, Directory] | None = None

    def refresh(self, changes: Iterable[Change]) -> bool:
        """Know these changes, and no others; whether they are others than before."""
        known, self._changes = self._changes, tuple(changes)
        if known == self._changes:
            return False
        self._made = None
        return True

    def rebase(self, directory: Directory) -> bool:
        """Areas and people as they were found anew; whether they are others than before."""
        known, self._base = self._base, directory
        if known == directory:
            return False
        self._made = None
        return True

    def over(self, start: Directory) -> Directory:
        """The directory of the start, or what was found since, with all that; the same one as long
        as nothing changes."""
        directory = self._base or start
        if not self._changes:
            return directory
        made = self._made
        if made is None or made[0] is not directory:
            people = staffed(directory.people, self._changes)
            made = self._made = (directory, replace(directory, people=people))
        return made[1]

    def shifts(self, shifts: tuple[Shift, ...]) -> tuple[Shift, ...]:
        """Shifts with who takes over for a day."""
        return covered(shifts, self._changes) if self._changes else shifts
