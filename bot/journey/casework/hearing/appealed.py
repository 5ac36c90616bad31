"""What cases lack, around a message: what is asked for where somebody speaks, and who took it on.

Comes in: rows. Goes out: `Appealed`, and the needs that can be meant. Does not: change anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.case import Case
from bot.domain.giving import Giving
from bot.domain.grid import Room
from bot.domain.people import Person
from bot.domain.service import HOLDS, Service
from bot.ports import UnitOfWork
from intents.scene import OpenAppeal


@dataclass(frozen=True, slots=True, kw_only=True)
class Appealed:
    """Needs of cases that are not over, the newest first, their cases, and what comes of them."""

    needs: tuple[Giving, ...] = ()
    cases: Mapping[str, Case] = field(default_factory=dict)
    services: tuple[Service, ...] = ()

    def own(self, need: Giving, person: str) -> list[Service]:
        """What somebody took on of a need."""
        return [
            one
            for one in self.services
            if one.is_pledge and (one.need, one.giver) == (need.id, person)
        ]

    def left(self, need: Giving) -> int:
        """How much of a need nobody has taken on."""
        return need.wanted - sum(
            one.heads for one in self.services if one.need == need.id and one.takes_up
        )


async def appealed(unit: UnitOfWork, now: datetime) -> Appealed:
    """Everything that is asked for."""
    needs = await unit.givings.of_cases(now)
    if not needs:
        return Appealed()
    found = {need.of_case: await unit.cases.get(need.of_case or "") for need in needs}
    services = await unit.services.with_givings([need.id for need in needs])
    return Appealed(
        needs=tuple(needs),
        cases={key: case for key, case in found.items() if key and case is not None},
        services=tuple(one for one in services if one.state in HOLDS),
    )


def here(known: Appealed, person: Person, room: Room | None, community: str) -> list[Giving]:
    """Those that can be meant: of the room's grid, alone with the bot of his own grids."""
    found = [one for one in known.needs if one.community == community]
    if room is not None:
        return [one for one in found if None in (one.grid, room.grid) or one.grid == room.grid]
    return [one for one in found if not person.grids or one.grid in (None, *person.grids)]


def asked_here(
    known: Appealed, person: Person, room: Room | None, community: str
) -> tuple[OpenAppeal, ...]:
    """The same in the reader's terms."""
    return tuple(
        OpenAppeal(
            case=case.key,
            number=case.number,
            kind=need.kind,
            pledged=bool(known.own(need, person.id)),
        )
        for need in here(known, person, room, community)
        if need.of_case and (case := known.cases.get(need.of_case)) is not None
    )
