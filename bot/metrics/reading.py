"""What stands in the rows, as numbers: what waits, what is open, what was given up.

Comes in: a unit of work, the lamp of a case, now. Goes out: `Standing`. Does not: count what passed
(the tally does).
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.domain.lamps import Clocked, Lamp
from bot.domain.viewing import CaseFilter, Scope
from bot.ports import UnitOfWork

_EVERYWHERE: Final = Scope(grids=None)
_OPEN: Final = CaseFilter(open_only=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How much of everything there is. Late is how many seconds ago the oldest was due."""

    turns: Mapping[str, int]
    turns_late: float
    timers_late: float
    words_waiting: int
    words_late: float
    dead_letters: int
    announcements_waiting: int
    announcements_dead: int
    parked: int
    lamps: Mapping[str, int]
    emergencies: int


async def standing(unit: UnitOfWork, lamp: Callable[[Clocked], Lamp], now: datetime) -> Standing:
    """Read it all in one transaction; drills are no cases."""
    found = await unit.board.outlines(_EVERYWHERE, None, _OPEN)
    cases = [case for case in found if not case.drill]
    lit = Counter(lamp(case).value for case in cases)
    return Standing(
        turns=await unit.turns.waiting(),
        turns_late=_late(await unit.turns.next_due(), now),
        timers_late=_late(await unit.timers.next_due(), now),
        words_waiting=await unit.deliveries.waiting(),
        words_late=_late(await unit.deliveries.next_due(), now),
        dead_letters=await unit.deliveries.dead_letters(),
        announcements_waiting=await unit.announcements.waiting(),
        announcements_dead=await unit.announcements.dead(),
        parked=await unit.counters.parked(),
        lamps={shade.value: lit[shade.value] for shade in Lamp},
        emergencies=sum(bool(case.emergency) and not case.released_by for case in cases),
    )


def _late(due: datetime | None, now: datetime) -> float:
    return max((now - due).total_seconds(), 0.0) if due is not None else 0.0
