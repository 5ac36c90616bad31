"""Station 5: understood turns become cases, moves and replies, all or nothing for each turn.

Comes in: turns with their understanding. Goes out: changed cases, queued words, timers; talk is
marked for erasing. Does not: read words itself (the reader does) nor send (the outbox does).
"""

import logging
from collections.abc import Callable, Mapping
from typing import Protocol

from bot.domain.errors import BotError, Conflict
from bot.domain.grid import Directory
from bot.domain.turn import StoredMessage, Turn
from bot.journey.casework.acting import act_on
from bot.journey.casework.sight import (
    Listener,
    Sight,
    listener_of,
    look,
    meant,
    scene_of,
)
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.office import Office
from bot.ports import Store
from intents.decisions import Act, Reading
from intents.places import PlaceNames, read_place
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
        self._readers = readers
        self._names = names
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
        result: str | None = None
        opened = False
        for message, guess in zip(turn.messages, understanding.messages, strict=True):
            reading = self._read(listener, message, guess, sight, docket)
            heard = self._heard(listener, message, guess, reading)
            if message is turn.last and not opened and result is None:
                heard = self._as_a_whole(listener, heard, sight, docket)
            docket.message = message
            outcome = await act_on(docket, heard, sight, already=result if opened else None)
            docket.message = None
            sight.update(docket.touched.values())
            opened = opened or outcome.opened
            result = result or outcome.case
            sight.remember(message, outcome.act, outcome.case, docket.now)
            self._witness.decided(message, outcome.act, outcome.case, outcome.more)
        return result

    def _read(
        self,
        listener: Listener,
        message: StoredMessage,
        guess: object,
        sight: Sight,
        docket: Docket,
    ) -> Reading:
        scene = scene_of(listener, message, guess, sight, docket.now)  # type: ignore[arg-type]
        return self._readers(listener.grid.id if listener.grid else None).read(message.text, scene)

    def _as_a_whole(self, listener: Listener, heard: Heard, sight: Sight, docket: Docket) -> Heard:
        """Fragments that say nothing one by one may say something together."""
        turn = listener.turn
        if len(turn.messages) == 1 or heard.decision.act is not Act.CHAT or not turn.understanding:
            return heard
        whole = turn.understanding.whole
        scene = scene_of(listener, heard.message, whole, sight, docket.now)
        reader = self._readers(listener.grid.id if listener.grid else None)
        reading = reader.read(turn.text, scene)
        if reading.decision.act is Act.CHAT:
            return heard
        return self._heard(listener, heard.message, whole, reading)

    def _heard(
        self, listener: Listener, message: StoredMessage, guess: object, reading: Reading
    ) -> Heard:
        names = self._names(listener.grid.id if listener.grid else None)
        understanding = listener.turn.understanding
        single = len(listener.turn.messages) == 1 and understanding is not None
        return Heard(
            turn=listener.turn,
            message=message,
            person=listener.person,
            room=listener.room,
            grid=listener.grid,
            community=listener.community,
            guess=guess,  # type: ignore[arg-type]
            reading=reading,
            place=meant(read_place(listener.turn.text, names)),
            problems=understanding.problems if single and understanding else (),
        )


def everywhere(directory: Directory, names: Mapping[str, PlaceNames]) -> PlaceNames:
    """The names of all grids together, for rooms of a whole community."""
    return PlaceNames(
        buildings=tuple(b for grid in directory.grids for b in names[grid.id].buildings)
    )
