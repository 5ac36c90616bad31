"""Station 5: understood turns become cases, moves and replies, all or nothing for each turn.

Comes in: turns with their understanding. Goes out: changed cases, queued words, timers; talk is
marked for erasing. Does not: read words itself (the reader does) nor send (the outbox does).
"""

import logging
from collections.abc import Callable
from typing import Protocol

from bot.domain.errors import BotError, Conflict
from bot.domain.turn import StoredMessage, Turn
from bot.journey.casework.acting import Outcome, act_on
from bot.journey.casework.reading import Ear, opens
from bot.journey.casework.sight import Sight, listener_of, look
from bot.journey.docket import Docket
from bot.journey.office import Office
from bot.ports import Store
from intents.decisions import Act
from intents.places import PlaceNames
from intents.reader import Reader

log = logging.getLogger(__name__)


class Witness(Protocol):
    """Hears how every message was read; replay writes it down, the service only counts."""

    def decided(
        self, message: StoredMessage, act: Act, case: str | None, more: tuple[str, ...]
    ) -> None:
        """One message, its act, its case and the cases of further problems in it."""


class Casework:
    """Works on batches, oldest turn first, one savepoint a turn."""

    def __init__(
        self,
        *,
        office: Office,
        store: Store,
        readers: Callable[[str | None], Reader],
        names: Callable[[str | None], PlaceNames],
        witness: Witness,
    ) -> None:
        self._office = office
        self._store = store
        self._ear = Ear(readers=readers, names=names)
        self._witness = witness

    async def run_once(self) -> int:
        """Work on one batch; how many turns."""
        settings = self._office.settings
        now = self._office.clock.now()
        async with self._store.unit() as unit:
            turns = await unit.turns.claim_understood(now, settings.lease, settings.batch)
            if not turns:
                return 0
            sight = await look(self._office, unit, turns, now)
            done: dict[str, str | None] = {}
            for turn in turns:
                docket = Docket(office=self._office, unit=unit, now=now, cause=turn.id)
                try:
                    async with unit.part():
                        done[turn.id] = await self._work(docket, turn, sight)
                except Conflict:
                    raise
                except Exception as err:  # noqa: BLE001 - the per-row guard of this stage
                    await self._failed(docket, turn, err)
                sight.update(docket.touched.values())
            await unit.messages.decided(sight.decided)
            if done:
                await unit.turns.finish(done, now + settings.context)
            await unit.commit()
        self._office.signals.notify("outbox")
        self._office.signals.notify("timers")
        self._office.signals.notify("cases")
        return len(turns)

    async def _failed(self, docket: Docket, turn: Turn, err: Exception) -> None:
        park = turn.attempts + 1 >= self._office.settings.max_attempts
        reason = f"{type(err).__name__}: {err}" if isinstance(err, BotError) else type(err).__name__
        log.error(
            "turn_failed",
            extra={"turn_id": turn.id, "parked": park, "error": reason},
            exc_info=err,
        )
        docket.touched.clear()
        await docket.unit.turns.failed(turn.id, reason=reason, park=park)

    async def _work(self, docket: Docket, turn: Turn, sight: Sight) -> str | None:
        """One turn, message by message; the case it came to, if any."""
        listener = listener_of(self._office, turn)
        understanding = turn.understanding
        if understanding is None:
            raise BotError(f"turn {turn.id} was not understood")
        opener = self._ear.opener(listener, understanding, sight, docket.now)
        result: str | None = None
        opened = False
        pairs = zip(turn.messages, understanding.messages, strict=True)
        for index, (message, guess) in enumerate(pairs):
            heard = self._ear.hear(listener, message, guess, sight, docket.now)
            if opener is not None and index == opener.index:
                heard = opener.heard
            docket.message = message
            if opener is not None and index < opener.index and opens(heard):
                outcome = Outcome(act=Act.CHAT)
            else:
                outcome = await act_on(docket, heard, sight, already=result if opened else None)
            docket.message = None
            sight.update(docket.touched.values())
            opened = opened or outcome.opened
            result = result or outcome.case
            sight.remember(message, outcome.act, outcome.case, docket.now)
            self._witness.decided(message, outcome.act, outcome.case, outcome.more)
        return result
