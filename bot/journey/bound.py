"""The groups as they are now: those of the configuration, those that were linked, and how far the
bot listens in each.

Comes in: links and wishes out of rows. Goes out: the directory with them. Does not: link, or read
rows; it is refreshed from them, so that a process that did not link a group knows it soon.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.domain.grid import Directory, Listening
from bot.domain.links import Link, with_links
from bot.domain.wishes import Wish, WishKind, about_room


class Bound:
    """What is linked and wished for groups now."""

    def __init__(self) -> None:
        self._links: tuple[Link, ...] = ()
        self._wished: Mapping[str, Listening] = {}
        self._made: tuple[Directory, Directory] | None = None

    def refresh(self, links: Iterable[Link], wishes: Iterable[Wish]) -> None:
        """Know these links and wishes, and no others."""
        wished = {w.about: Listening(w.value) for w in wishes if w.kind is WishKind.LISTENING}
        known, self._links = self._links, tuple(links)
        if (known, self._wished) != (self._links, wished):
            self._wished, self._made = wished, None

    def over(self, directory: Directory) -> Directory:
        """A directory with all that; the same one as long as nothing changes."""
        if not (self._links or self._wished):
            return directory
        made = self._made
        if made is None or made[0] is not directory:
            made = self._made = (directory, self._listening(with_links(directory, self._links)))
        return made[1]

    def _listening(self, directory: Directory) -> Directory:
        rooms = tuple(
            replace(room, listening=self._wished.get(about_room(room.id), room.listening))
            for room in directory.rooms
        )
        return directory if rooms == directory.rooms else replace(directory, rooms=rooms)
