"""Beside casework: those who signed up are reminded, the leader is asked who came.

Comes in: calls for volunteers in rows, the clock. Goes out: words to people alone. Does not: say
anything in a group, or ask a leader twice.
"""

from dataclasses import replace

from bot.domain.muster import Muster, MusterStep, next_step, who_comes
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.docket import Docket
from bot.journey.office import Office
from bot.journey.words.rollcall import of_muster, tell_each
from bot.ports import Store, UnitOfWork


class Mustering:
    """One transaction for what is due."""

    def __init__(self, *, office: Office, store: Store) -> None:
        self._office = office
        self._store = store

    async def run_once(self) -> int:
        """Remind and ask what is due; of how many calls."""
        now = self._office.clock.now()
        if not await self._store.look(lambda unit: unit.musters.due(now)):
            return 0
        done = await self._store.work(self._work)
        self._office.signals.notify("outbox")
        return done

    async def _work(self, unit: UnitOfWork) -> int:
        now = self._office.clock.now()
        due = await unit.musters.due(now)
        for one in due:
            docket = Docket(office=self._office, unit=unit, now=now, cause=f"{one.id}/{now}")
            step = await _step(docket, one)
            await docket.flush()
            at = next_step(one, step, now, self._office.musters)
            await unit.musters.save(replace(one, step=step, next_at=at))
        return len(due)


async def _step(docket: Docket, one: Muster) -> MusterStep:
    """What is due is said; what has happened then."""
    entries = await docket.unit.musters.signed([one.id])
    if one.step is MusterStep.CALLED and docket.now < one.starts_at:
        await tell_each(docket, one, ReplyKey.MUSTER_REMIND, who_comes(entries))
        words = of_muster(one) | {"count": str(one.taken), "held": str(one.lacks or "")}
        await docket.say(Say(key=ReplyKey.MUSTER_STANDS, person=one.called_by, parameters=words))
        return MusterStep.REMINDED
    if one.step is MusterStep.ASKED or not who_comes(entries):
        return MusterStep.OVER
    said = Say(key=ReplyKey.MUSTER_ASK_WHO, person=one.called_by, parameters=of_muster(one))
    await docket.say(said)
    return MusterStep.ASKED
