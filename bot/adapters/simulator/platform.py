"""The platform's side of the simulation: who sits where, what was said, who is to be told.

Comes in: posts, drafted first and then published. Goes out: posts in order, and changes since a
position. Everything is in memory and bounded: a restart forgets it, as the page says. Does not:
know the bot, HTTP, or words.
"""

import asyncio
from bisect import insort
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from operator import attrgetter
from typing import Final

from bot.adapters.simulator.rooms import (
    Post,
    SimulatedGroup,
    SimulatedMember,
    member_of_private,
    private_room,
)
from bot.ports import Clock

KEPT: Final = 500
"""Posts kept in each room, and changes kept for pages that come back; older ones are forgotten."""


PICTURES: Final = 40
"""Pictures kept in memory, older ones are forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture as a member chose it, or as the bot drew it."""

    kind: str
    data: bytes


class SimulatedPlatform:
    """Groups, members and transcripts. `epoch` tells one run of the platform from the next."""

    def __init__(
        self,
        *,
        groups: Sequence[SimulatedGroup],
        members: Sequence[SimulatedMember],
        clock: Clock,
        kept: int = KEPT,
    ) -> None:
        self.groups = {group.id: group for group in groups}
        self.members = {member.id: member for member in members}
        self.epoch = f"{clock.now():%Y%m%dT%H%M%S%f}"
        self._clock = clock
        self._kept = kept
        self._drafted = 0
        self._published = 0
        self._rooms: dict[str, list[Post]] = {}
        self._changes: deque[Post] = deque(maxlen=kept)
        self._changed = asyncio.Event()
        self.pictures: dict[str, Picture] = {}
        self._hung = 0

    @property
    def position(self) -> int:
        """How many posts were published so far."""
        return self._published

    def knows(self, room: str) -> bool:
        """Whether there is such a room."""
        person = member_of_private(room)
        return room in self.groups if person is None else person in self.members

    def sits_in(self, member: str, room: str) -> bool:
        """Whether this member may speak in this room."""
        return room == private_room(member) or room in self.members[member].groups

    def draft(
        self,
        *,
        room: str,
        sender: str | None,
        text: str,
        quoted: str | None = None,
        picture: bool = False,
        image: str | None = None,
    ) -> Post:
        """A post with its number and id, not yet seen by anybody."""
        self._drafted += 1
        return Post(
            number=self._drafted,
            room=room,
            sender=sender,
            text=text,
            at=self._clock.now(),
            external_id=f"{self.epoch}-{self._drafted}",
            quoted=quoted,
            picture=picture,
            image=image,
        )

    def hang(self, picture: Picture) -> str:
        """Keep a picture to be shown with a post; its name. The oldest give way."""
        self._hung += 1
        name = f"{self.epoch}-p{self._hung}"
        self.pictures[name] = picture
        while len(self.pictures) > PICTURES:
            del self.pictures[next(iter(self.pictures))]
        return name

    def publish(self, post: Post) -> None:
        """Show a post in its room and tell whoever watches."""
        posts = self._rooms.setdefault(post.room, [])
        insort(posts, post, key=attrgetter("number"))
        del posts[: -self._kept]
        self._changes.append(post)
        self._published += 1
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    def say_as_bot(self, post: Post, *, delivery_id: str, mentions: Sequence[str]) -> Post:
        """Publish what the bot sent; mentions of people who are not here are left out."""
        here = tuple(member for member in mentions if member in self.members)
        said = replace(post, delivery_id=delivery_id, mentions=here)
        self.publish(said)
        return said

    def find(self, delivery_id: str) -> Post | None:
        """What the bot sent under this id, where it is still kept."""
        for posts in self._rooms.values():
            for post in reversed(posts):
                if post.delivery_id == delivery_id:
                    return post
        return None

    def posts(self) -> list[Post]:
        """Everything kept, in the order it was said."""
        return sorted(
            (post for posts in self._rooms.values() for post in posts), key=attrgetter("number")
        )

    def since(self, position: int) -> list[Post] | None:
        """What was published after `position`; None where that is no longer known (or never
        was)."""
        missing = self._published - position
        if missing < 0 or missing > len(self._changes):
            return None
        return list(self._changes)[len(self._changes) - missing :]

    async def wait(self, position: int, at_most: timedelta) -> bool:
        """Wait until something is published after `position`; False when `at_most` passed first."""
        if self._published > position:
            return True
        changed = self._changed
        try:
            async with asyncio.timeout(at_most.total_seconds()):
                await changed.wait()
        except TimeoutError:
            return False
        return True
