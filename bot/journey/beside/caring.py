"""Beside casework: whoever looks after a family is reminded, alone, when a visit is due.

Comes in: families in rows, the clock. Goes out: words to the one in charge, by day. Does not: tell
anybody else that a visit was left out.
"""

from bot.domain.care import reminded
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.docket import Docket
from bot.journey.office import Office
from bot.journey.words.families import of_family
from bot.ports import Store, UnitOfWork


class Caring:
    """One transaction for what is due."""

    def __init__(self, *, office: Office, store: Store) -> None:
        self._office = office
        self._store = store

    async def run_once(self) -> int:
        """Remind; how many families."""
        now = self._office.clock.now()
        if not await self._store.look(lambda unit: unit.care.due(now)):
            return 0
        done = await self._store.work(self._work)
        self._office.signals.notify("outbox")
        return done

    async def _work(self, unit: UnitOfWork) -> int:
        now = self._office.clock.now()
        due = await unit.care.due(now)
        for family in due:
            cause = f"{family.id}/{family.next_at.isoformat()}"
            docket = Docket(office=self._office, unit=unit, now=now, cause=cause)
            words = of_family(self._office, family)
            await docket.say(Say(key=ReplyKey.CARE_VISIT, person=family.carer, parameters=words))
            await docket.flush()
            await unit.care.save(reminded(family, now, self._office.leaders.again))
        return len(due)
