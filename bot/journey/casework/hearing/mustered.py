"""Calls for volunteers around a message: which are open where somebody speaks.

Comes in: rows. Goes out: `Mustered`, and the calls that can be meant. Does not: change anything.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.domain.grid import Room
from bot.domain.muster import Muster, MusterRules, SignUp, SignUpState
from bot.domain.people import Person
from bot.ports import UnitOfWork
from intents.scene import OpenMuster


@dataclass(frozen=True, slots=True, kw_only=True)
class Mustered:
    """Calls that are not over, the newest first, and who signed up for them."""

    musters: tuple[Muster, ...] = ()
    entries: tuple[SignUp, ...] = ()

    def entry(self, muster: Muster, person: str) -> SignUp | None:
        """Somebody's word for a call, unless he has taken it back."""
        return next(
            (
                one
                for one in self.entries
                if one.muster == muster.id
                and one.person == person
                and one.state is not SignUpState.OUT
            ),
            None,
        )

    def of(self, muster: Muster) -> list[SignUp]:
        """Everybody's for one call."""
        return [one for one in self.entries if one.muster == muster.id]


NONE: Final = Mustered()


async def mustered(unit: UnitOfWork) -> Mustered:
    """Everything that is open."""
    found = await unit.musters.open()
    if not found:
        return NONE
    entries = await unit.musters.signed([one.id for one in found])
    return Mustered(musters=tuple(found), entries=tuple(entries))


def here(known: Mustered, person: Person, room: Room | None, community: str) -> list[Muster]:
    """Those that can be meant: of the room's grid, alone with the bot those that he called or
    signed up for before those of his grids.
    """
    found = [one for one in known.musters if one.community == community]
    if room is not None:
        return [one for one in found if None in (one.grid, room.grid) or one.grid == room.grid]
    theirs = [one for one in found if not person.grids or one.grid in (None, *person.grids)]
    own = [one for one in found if _is_party(known, one, person.id)]
    return [*own, *(one for one in theirs if one not in own)]


def open_here(
    known: Mustered,
    person: Person,
    room: Room | None,
    community: str,
    now: datetime,
    rules: MusterRules,
) -> tuple[OpenMuster, ...]:
    """The same in the reader's terms."""
    return tuple(
        OpenMuster(
            matter=one.matter,
            takes=one.takes(now, rules),
            begun=one.starts_at <= now,
            own=one.called_by == person.id,
            signed=known.entry(one, person.id) is not None,
        )
        for one in here(known, person, room, community)
    )


def _is_party(known: Mustered, muster: Muster, person: str) -> bool:
    return muster.called_by == person or known.entry(muster, person) is not None
