"""Beside casework: a code that somebody enters at the desk is taken at once, as it is in chat.

Comes in: who enters which code. Goes out: whether it was taken, and in one sentence what became of
it; a line to whose it was, in a row. Does not: know the rules (`purse` has them).
"""

from bot.domain.people import Person
from bot.domain.reply import ReplyKey
from bot.journey.docket import Docket
from bot.journey.office import Office
from bot.journey.purse import MAY_AWARD, take_code
from bot.ports import Store, UnitOfWork


class Cashing:
    """One transaction for each code."""

    def __init__(self, *, office: Office, store: Store) -> None:
        self._office = office
        self._store = store

    def may(self, person: Person) -> bool:
        """Whether there may be codes for him to take."""
        theirs = any(person.id in good.people for good in self._office.rewards.goods)
        return theirs or not MAY_AWARD.isdisjoint(person.roles)

    async def take(self, person: Person, code: str) -> tuple[bool, str]:
        """Whether it was taken, and what is said to whoever enters it."""

        async def work(unit: UnitOfWork) -> tuple[bool, str]:
            now = self._office.clock.now()
            docket = Docket(office=self._office, unit=unit, now=now, cause=f"code:{code}")
            said = await take_code(docket, person, code)
            await docket.flush()
            words = self._office.words.render(said.key, said.parameters)
            return said.key is ReplyKey.POINTS_CASHED, words

        done = await self._store.work(work)
        self._office.signals.notify("outbox")
        return done
