"""What single speakers have in hand beside cases: surveys to answer, what meetings have decided,
buildings that are handed over, families they look after.

Comes in: stored rows. Goes out: `InHand` of each speaker of a batch who has anything. Does not:
change anything.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.grid import RoomKind
from bot.domain.people import Role
from bot.domain.register import HandoverState
from bot.domain.turn import Turn
from bot.journey.office import Office
from bot.ports import UnitOfWork
from intents.scene import Handing


@dataclass(frozen=True, slots=True, kw_only=True)
class InHand:
    """See `intents.scene.Scene`, where the same names stand."""

    surveyed: bool = False
    tasks: tuple[str, ...] = ()
    handing: Handing | None = None
    families: tuple[str, ...] = ()


NOTHING: Final = InHand()


async def in_hand(office: Office, unit: UnitOfWork, turns: Sequence[Turn]) -> Mapping[str, InHand]:
    """Of those who speak alone with the bot; surveys and families also of those who speak among
    leaders."""
    alone = sorted({turn.sender for turn in turns if turn.room is None})
    among = sorted({*alone, *_among_leaders(office, turns)})
    found: dict[str, InHand] = {}
    for who in await _surveyed(office, unit, among) if among else ():
        found[who] = replace(found.get(who, NOTHING), surveyed=True)
    if alone:
        for one in await unit.resolutions.open_of(alone):
            known = found.get(one.asks, NOTHING)
            found[one.asks] = replace(known, tasks=(*known.tasks, one.matter))
        for who, handing in (await _handing(office, unit, alone)).items():
            found[who] = replace(found.get(who, NOTHING), handing=handing)
    for family in await unit.care.of_carers(among) if among else ():
        known = found.get(family.carer, NOTHING)
        found[family.carer] = replace(known, families=(*known.families, family.called))
    return found


def _among_leaders(office: Office, turns: Iterable[Turn]) -> list[str]:
    rooms = ((turn, office.directory.room(turn.room)) for turn in turns if turn.room)
    return [turn.sender for turn, room in rooms if room and room.kind is RoomKind.LEADERS]


async def _surveyed(office: Office, unit: UnitOfWork, among: Sequence[str]) -> list[str]:
    """Building leaders among them who were asked to look for something."""
    directory = office.directory
    leaders = [who for who in among if Role.BUILDING_LEADER in directory.person(who).roles]
    if not leaders:
        return []
    asked = await unit.surveys.asked(leaders)
    return [target.leader for _, target in asked if target.leader is not None]


async def _handing(office: Office, unit: UnitOfWork, alone: Sequence[str]) -> dict[str, Handing]:
    """Those whose word a handover waits for."""
    found = {}
    for handover in await unit.handovers.open():
        if handover.state is HandoverState.ASKED:
            found[handover.taker] = Handing.TAKER
            continue
        for who in alone:
            if office.directory.person(who).holds(Role.GRID_LEADER, handover.grid):
                found[who] = Handing.LEADER
    return found
