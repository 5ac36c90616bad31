"""Station 5: understood turns become cases, moves and replies, all or nothing for each turn.

Comes in: turns with their understanding. Goes out: changed cases, queued words, timers; talk is
marked for erasing. Does not: read words itself (the reader does) nor send (the outbox does).
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.domain.errors import BotError, Conflict, StorageFull
from bot.domain.turn import StoredMessage, Turn, Understanding
from bot.journey.casework.acting import Outcome, act_on
from bot.journey.casework.asked.lines import answer_lines
from bot.journey.casework.asked.numbered import Numbered, find_numbered
from bot.journey.casework.asked.undoing import echo
from bot.journey.casework.deeds import deed_of
from bot.journey.casework.doubting import is_answer, judged, take_back, wonder
from bot.journey.casework.hearing.reading import Ear, Opener, opens
from bot.journey.casework.hearing.scenes import Listener, listener_of
from bot.journey.casework.hearing.sight import Memory, Sight, look
from bot.journey.casework.recalling import recall
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.office import Office
from bot.journey.tracing import worked
from bot.ports import Store, UnitOfWork
from intents.decisions import Act
from intents.places import PlaceNames
from intents.reader import Reader

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rest:
    """What is to be worked on of a turn: where it opens a case as a whole, from which message on,
    and that message as it was heard already."""

    listener: Listener
    opener: Opener | None
    begin: int
    first: Heard | None


class Witness(Protocol):
    """Hears how every message was read; replay writes it down, the service only counts."""

    def decided(
        self, message: StoredMessage, act: Act, case: str | None, more: tuple[str, ...]
    ) -> None:
        """One message, its act, its case and the cases of further problems in it; again where a
        later message showed it to be something else."""


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
        self._memory = Memory()
        self._witness = witness

    async def run_once(self) -> int:
        """Work on one batch; how many turns."""
        try:
            handled = await self._store.work(self._batch)
        except BaseException:
            self._memory = Memory()
            raise
        if handled:
            for topic in ("outbox", "timers", "cases"):
                self._office.signals.notify(topic)
        return handled

    async def _batch(self, unit: UnitOfWork) -> int:
        settings = self._office.settings
        now = self._office.clock.now()
        turns = await unit.turns.next_understood(settings.batch)
        if not turns:
            return 0
        numbered = await find_numbered(self._office, unit, turns, now)
        turns = [numbered[turn.id].turn if turn.id in numbered else turn for turn in turns]
        sight = await look(self._office, unit, turns, now, self._memory)
        done: dict[str, str | None] = {}
        for turn in turns:
            docket = Docket(office=self._office, unit=unit, now=now, cause=turn.id)
            begun = self._office.clock.now()
            try:
                done[turn.id] = await self._worked(docket, turn, sight, numbered.get(turn.id))
            except (Conflict, StorageFull):
                raise
            except Exception as err:  # noqa: BLE001 - the per-row guard of this stage
                await self._failed(docket, turn, err)
                await sight.forget(unit, turn, docket.touched)
            worked(self._office, turn, begun, done.get(turn.id))
        await unit.messages.decided(sight.decided)
        await unit.deeds.add(sight.deeds)
        if done:
            await unit.turns.finish(done, now + settings.context)
        await unit.turns.hold({turn: at for turn, at in sight.held.items() if turn in done})
        for turn in turns:
            self._office.tally.decided.add(self._office.clock.now() - turn.due_at)
        return len(turns)

    async def _failed(self, docket: Docket, turn: Turn, err: Exception) -> None:
        park = turn.attempts + 1 >= self._office.settings.max_attempts
        reason = f"{type(err).__name__}: {err}" if isinstance(err, BotError) else type(err).__name__
        log.error(
            "turn_failed",
            extra={"turn_id": turn.id, "parked": park, "error": reason},
            exc_info=err,
        )
        erase_at = docket.now + self._office.settings.parked
        await docket.unit.turns.failed(turn.id, reason=reason, park=park, erase_at=erase_at)

    async def _worked(
        self, docket: Docket, turn: Turn, sight: Sight, numbered: Numbered | None
    ) -> str | None:
        """One turn, with what it asks and does by the numbers of a digest."""
        if numbered is None:
            return await self._work(docket, turn, sight)
        async with docket.unit.part():
            await answer_lines(docket, numbered, turn.sender)
            result = await self._work(docket, turn, sight) if turn.messages else None
            docket.message = turn.last if turn.messages else None
            await echo(docket, numbered, turn.sender)
            docket.message = None
            await docket.flush()
        for wanted in numbered.wanted:
            self._note(wanted.message, Outcome(act=Act.CHAT), sight, docket)
        sight.update(docket.touched.values())
        return result or next((named.before.key for named in numbered.named), None)

    async def _work(self, docket: Docket, turn: Turn, sight: Sight) -> str | None:
        """One turn; the case it came to, if any. Plain talk touches no row, all else is done in a
        savepoint of its own."""
        understanding = turn.understanding
        if understanding is None:
            raise BotError(f"turn {turn.id} was not understood")
        listener = listener_of(self._office, turn, sight)
        parts = self._ear.apart(listener, understanding, sight, docket.now)
        results = [await self._heard_out(docket, part, sight) for part in parts]
        return next((result for result in results if result is not None), None)

    async def _heard_out(self, docket: Docket, turn: Turn, sight: Sight) -> str | None:
        """One part of a turn, mostly all of it."""
        understanding = turn.understanding
        assert understanding is not None
        listener = listener_of(self._office, turn, sight)
        opener = self._ear.opener(listener, understanding, sight, docket.now)
        begin, heard = 0, None
        if opener is None:
            begin, heard = self._past_talk(docket, listener, understanding, sight)
        if begin == len(turn.messages):
            return None
        async with docket.unit.part():
            result = await self._act(docket, Rest(listener, opener, begin, heard), sight)
            await docket.flush()
        sight.update(docket.touched.values())
        return result

    def _past_talk(
        self, docket: Docket, listener: Listener, understanding: Understanding, sight: Sight
    ) -> tuple[int, Heard | None]:
        """Note the messages of which nothing follows; how many they are, and the first other."""
        pairs = zip(listener.turn.messages, understanding.messages, strict=True)
        for index, (message, guess) in enumerate(pairs):
            heard = self._ear.listen(listener, message, guess, sight, docket.now)
            if isinstance(heard, Heard):
                return index, heard
            self._note(message, Outcome(act=heard), sight, docket)
        return len(listener.turn.messages), None

    async def _act(self, docket: Docket, rest: Rest, sight: Sight) -> str | None:
        """Message by message, each with what those before it have come to."""
        turn, opener = rest.listener.turn, rest.opener
        guesses = turn.understanding.messages if turn.understanding else ()
        result: str | None = None
        opened = False
        for index in range(rest.begin, len(turn.messages)):
            message = turn.messages[index]
            heard = rest.first if index == rest.begin and rest.first else None
            if opener is not None and index == opener.index:
                heard = opener.heard
            if heard is None:
                heard = self._ear.hear(rest.listener, message, guesses[index], sight, docket.now)
            docket.message = message
            decision = heard.decision
            if decision.opens_recent is not None or decision.opens_quoted:
                heard = await self._recalled(docket, heard, sight)
            if is_answer(heard, sight):
                outcome = await self._judged(docket, heard, sight)
            elif opener is not None and index < opener.index and opens(heard):
                outcome = Outcome(act=Act.CHAT)
            else:
                outcome = await act_on(docket, heard, sight, already=result if opened else None)
            if not opened and opener is None:
                await self._doubted(docket, heard, sight)
            docket.message = None
            sight.update(docket.touched.values())
            opened = opened or outcome.opened
            result = result or outcome.case
            self._note(message, outcome, sight, docket)
        return result

    async def _doubted(self, docket: Docket, heard: Heard, sight: Sight) -> None:
        """Somebody is asked about what may be a report, or need not answer any more."""
        if heard.decision.doubtful:
            await wonder(docket, heard, sight)
        elif heard.decision.takes_back:
            await take_back(docket, heard, sight)

    async def _recalled(self, docket: Docket, heard: Heard, sight: Sight) -> Heard:
        """The message as one about the case that it shows an earlier one to have reported."""
        recalled = await recall(docket, heard, sight, self._ear)
        for message, outcome in recalled.earlier:
            self._witness.decided(message, outcome.act, outcome.case, outcome.more)
        return recalled.heard

    async def _judged(self, docket: Docket, heard: Heard, sight: Sight) -> Outcome:
        """What came of an answer, with what it showed an earlier message to be."""
        result = await judged(docket, heard, sight, self._ear)
        for message, outcome in result.earlier:
            self._witness.decided(message, outcome.act, outcome.case, outcome.more)
        return result.outcome

    def _note(self, message: StoredMessage, outcome: Outcome, sight: Sight, docket: Docket) -> None:
        sight.remember(message, outcome.act, outcome.case, docket.now)
        done = deed_of(self._office, message, outcome, sight.cases.get(outcome.case or ""))
        if done is not None:
            sight.deeds.append(done)
        self._witness.decided(message, outcome.act, outcome.case, outcome.more)
