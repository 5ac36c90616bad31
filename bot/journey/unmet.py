"""Needs that nobody was found for yet: those of people and those of cases.

Comes in: the store, the grids that are asked for. Goes out: needs with how much of each is lacking,
one line of words. Does not: name who needs it, or repeat what he said.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.giving import Giving, Side
from bot.journey.office import Office
from bot.ports import UnitOfWork
from intents.services import heads_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmet:
    """A need, and how many yuan, hands or things of it are `lacking`; `number` is its case's, where
    it is one's.
    """

    need: Giving
    lacking: int
    number: int | None = None


def wanted_of(need: Giving) -> int:
    """How much of it is looked for."""
    return need.wanted if need.of_case else heads_in(need.amount) or 1


async def unmet_of(office: Office, unit: UnitOfWork, grids: Sequence[str]) -> list[Unmet]:
    """Those of some grids and of the community as a whole, the first over first."""
    now = office.clock.now()
    there = [grid for grid in office.directory.grids if grid.id in grids]
    needs: list[Giving] = []
    for community in dict.fromkeys(grid.community for grid in there):
        listed = await unit.givings.listed(community, Side.NEED, now)
        needs.extend(one for one in listed if one.grid is None or one.grid in grids)
    met: Counter[str] = Counter()
    for service in await unit.services.with_givings([one.id for one in needs]):
        if service.takes_up:
            met[service.need] += service.heads
    found = []
    for need in needs:
        lacking = wanted_of(need) - met[need.id]
        if lacking > 0:
            case = await unit.cases.get(need.of_case) if need.of_case else None
            number = case.number if case else None
            found.append(Unmet(need=need, lacking=lacking, number=number))
    return found


def line_of(office: Office, one: Unmet) -> str:
    """Of which kind it is and how much is lacking, with its case; nobody's words."""
    kind = office.words.term("giving_kind", one.need.kind)
    amount = f"{one.lacking}{office.words.term('giving_unit', one.need.kind)}"
    number = f"#{one.number} " if one.number else ""
    return f"{number}{kind}{amount}"
