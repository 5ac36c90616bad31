"""Text that is no request is erased as soon as it is no longer needed as context (domain rules
§11.3, §11.4).

Comes in: finished turns whose time is over, hashes of ids that are too old. Goes out: nothing is
left but counts; nothing of what was held out or looked for and not confirmed, or is over. Does
not: erase what belongs to a case.
"""

from bot.journey.office import Office
from bot.journey.steps.mishearing import TALK, talk_scope
from bot.ports import Store, UnitOfWork

_TALK = "talk"


class Erasing:
    """Deletes in batches; the store overwrites what it frees (secure delete), and its own log when
    a batch was the last one.
    """

    def __init__(self, *, office: Office, store: Store) -> None:
        self._office = office
        self._store = store
        self._scrubbed = False

    async def run_once(self) -> int:
        """Erase one batch; how many messages went."""
        gone = await self._store.work(self._batch)
        if gone:
            self._scrubbed = False
        elif not self._scrubbed:
            self._scrubbed = await self._store.scrub()
        return gone

    async def _batch(self, unit: UnitOfWork) -> int:
        settings, now = self._office.settings, self._office.clock.now()
        for doubt in await unit.doubts.over(now, settings.batch):
            await unit.doubts.settle(doubt.id)
            if doubt.asked is not None:
                await unit.deliveries.forget(doubt.cause, doubt.asked)
        for room, talk in (await unit.messages.talk_due(now, settings.batch)).items():
            await unit.counters.count(TALK, talk_scope(room, now), talk)
        await unit.givings.drop_stale(now, now - self._office.givings.confirm_within)
        gone = await unit.messages.erase(now, settings.batch)
        await unit.messages.forget_ids(now - settings.remember_ids)
        if gone:
            await unit.counters.count(_TALK, f"{now:%Y-%m-%d}", gone)
        return gone
