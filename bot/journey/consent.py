"""How far the bot listens now: as configured, or as the owner of a group and every person wants it
(domain rules §11.1, §11.3).

Comes in: wishes out of rows. Goes out: whether a message may be heard at all. Does not: store, or
read text. It is refreshed from the rows, so that a process that did not take a wish knows it soon.
"""

from collections.abc import Iterable

from bot.domain.grid import Listening, Room
from bot.domain.wishes import Wish, WishKind, about_person, about_room


class Consent:
    """Wishes about listening, by whom or what they are about."""

    def __init__(self) -> None:
        self._wishes: dict[str, Listening] = {}

    def refresh(self, wishes: Iterable[Wish]) -> None:
        """Know these wishes and no others."""
        self._wishes = {
            wish.about: Listening(wish.value) for wish in wishes if wish.kind is WishKind.LISTENING
        }

    def hears(self, room: Room | None, person: str, *, addressed: bool) -> bool:
        """Whether something said there by this person is heard: always what is said to the bot."""
        if addressed or room is None:
            return True
        there = self._wishes.get(about_room(room.id), room.listening)
        own = self._wishes.get(about_person(person), Listening.NATURAL)
        return there is Listening.NATURAL and own is Listening.NATURAL
