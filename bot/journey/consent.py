"""Whether something that is said may be heard at all: as the group listens, and as every person
wants it (domain rules §11.1, §11.3).

Comes in: wishes out of rows; words. Goes out: yes or no. Does not: store, or understand text. It is
refreshed from the rows, so that a process that did not take a wish knows it soon.
"""

from collections.abc import Callable, Iterable

from bot.domain.grid import Listening, Room
from bot.domain.wishes import Wish, WishKind, about_person


class Consent:
    """Who does not want to be heard. `watched` tells the words for which a group is heard that
    listens to words only.
    """

    def __init__(self, watched: Callable[[str], bool] = bool) -> None:
        self._watched = watched
        self._left: frozenset[str] = frozenset()

    def refresh(self, wishes: Iterable[Wish]) -> None:
        """Know these wishes and no others."""
        self._left = frozenset(
            wish.about
            for wish in wishes
            if wish.kind is WishKind.LISTENING and wish.value == Listening.ADDRESSED
        )

    def hears(self, room: Room | None, person: str, *, addressed: bool, text: str) -> bool:
        """Whether this is heard: always what is said to the bot."""
        if addressed or room is None:
            return True
        if room.listening is Listening.ADDRESSED or about_person(person) in self._left:
            return False
        return room.listening is Listening.NATURAL or self._watched(text)
