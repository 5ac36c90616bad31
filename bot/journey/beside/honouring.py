"""Beside casework: after a quarter or a year each grid leader is told what volunteers did, to read
out.

Comes in: the ledger of points in rows, the clock. Goes out: one message to each grid leader, alone,
once. Does not: say a name in a group, or tell a leader of people of other grids.
"""

from collections.abc import Sequence
from itertools import groupby

from bot.domain.honours import Honour, Term, ended, honours
from bot.domain.people import Person, Role
from bot.domain.points import person_of
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.docket import Docket
from bot.journey.office import Office
from bot.ports import Store, UnitOfWork


class Honouring:
    """One transaction for a term."""

    def __init__(self, *, office: Office, store: Store) -> None:
        self._office = office
        self._store = store
        self._told: Term | None = None

    async def run_once(self) -> int:
        """Tell of the term that has ended; whether it was told now (1) or not (0)."""
        office = self._office
        term = ended(office.honours, office.clock.now())
        if term is None or term == self._told or not office.points.activities:
            return 0
        told = await self._store.work(lambda unit: self._tell(unit, term))
        self._told = term
        office.signals.notify("outbox")
        return int(told)

    async def _tell(self, unit: UnitOfWork, term: Term) -> bool:
        """False where another process was sooner."""
        if not await unit.resolutions.told(term.name):
            return False
        office = self._office
        docket = Docket(office=office, unit=unit, now=office.clock.now(), cause=term.name)
        accounts = [person_of(account) for account in await unit.points.balances()]
        people = sorted(one for one in accounts if one is not None)
        found = honours(await unit.points.of_all(people), term, office.rewards)
        for leader in office.directory.people:
            own = [one for one in found if _leads(office, leader, one.person)]
            if own:
                words = _words(office, term, own)
                await docket.say(Say(key=ReplyKey.HONOURS, person=leader.id, parameters=words))
        await docket.flush()
        return True


def _leads(office: Office, leader: Person, person: str) -> bool:
    """Whether somebody belongs to a grid of this leader."""
    home = office.directory.home_of(office.directory.person(person))
    return home is not None and leader.holds(Role.GRID_LEADER, home.id)


def _words(office: Office, term: Term, own: Sequence[Honour]) -> dict[str, str]:
    named, left = own[: office.honours.most], own[office.honours.most :]
    kind = office.words.term("honours", office.honours.period.value)
    by_stars = groupby(named, key=lambda one: one.stars)
    return {
        "kind": kind.format(year=term.last.year, number=term.number),
        "count": str(len(own)),
        "choices": "".join(_line(office, stars, list(group)) for stars, group in by_stars),
        "held": str(len(left) or ""),
    }


def _line(office: Office, stars: int, group: Sequence[Honour]) -> str:
    level = office.words.term("honours", "stars" if stars else "no_stars").format(count=stars)
    comma = office.words.term("mark", "comma")
    names = comma.join(office.directory.person(one.person).name for one in group)
    return office.words.render(ReplyKey.HONOURS_LINE, {"level": level, "choices": names})
