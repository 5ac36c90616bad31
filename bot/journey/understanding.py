"""Station 4: what the text model thinks of each turn, in batches, off the event loop.

Comes in: turns that are over. Goes out: the same turns with their `Understanding`, handed on
through rows. Does not: decide what is done about them; casework does, which knows what is open.
"""

import asyncio
import logging
import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace

from bot.domain.emergencies import ordinary
from bot.domain.turn import Guess, Turn, Understanding
from bot.journey.office import Office
from bot.journey.tracing import understood
from bot.ports import Store, UnitOfWork
from classifiers.api import Classifier, Gate, Prediction

log = logging.getLogger(__name__)

_ANYTHING = "anything at all"
_SHORT_ANSWER = 20
_HARDLY = 0.1

Split = Callable[[str], tuple[str, ...]]
"""The separate problems named in one text; the text itself where there is one."""


class Understand:
    """One lease, one call of the model, one transaction for a whole batch."""

    def __init__(
        self,
        *,
        office: Office,
        store: Store,
        classifier: Classifier,
        split: Split,
        executor: Executor,
    ) -> None:
        self._office = office
        self._store = store
        self._classifier = classifier
        self._split = split
        self._executor = executor

    async def run_once(self) -> int:
        """Understand one batch; how many turns."""
        settings = self._office.settings
        now = self._office.clock.now()
        turns = await self._store.work(
            lambda unit: unit.turns.claim_due(now, settings.reading_lease, settings.batch)
        )
        if not turns:
            return 0
        found, failed = await self._guarded(turns)

        async def record(unit: UnitOfWork) -> None:
            await unit.turns.understood(found)
            for turn, reason in failed:
                park = turn.attempts + 1 >= settings.max_attempts
                erase_at = now + settings.parked
                await unit.turns.failed(turn.id, reason=reason, park=park, erase_at=erase_at)

        await self._store.work(record)
        understood(self._office, turns, now)
        self._office.signals.notify("casework")
        return len(turns)

    async def _guarded(
        self, turns: Sequence[Turn]
    ) -> tuple[dict[str, Understanding], list[tuple[Turn, str]]]:
        """What was understood, and what the model failed at. A text it fails at must not hold up
        the others: they are understood without it.
        """
        loop = asyncio.get_running_loop()
        try:
            results = await loop.run_in_executor(self._executor, self._understand, turns)
        except Exception as err:  # the per-row guard of this stage
            # A model that fails at anything is no fault of a text: then this raises, too.
            await loop.run_in_executor(self._executor, self._classifier.rank, [_ANYTHING])
            if len(turns) == 1:
                log.error("turn_not_understood", extra={"turn_id": turns[0].id}, exc_info=err)
                return {}, [(turns[0], type(err).__name__)]
        else:
            return {turn.id: what for turn, what in zip(turns, results, strict=True)}, []
        halves = turns[: len(turns) // 2], turns[len(turns) // 2 :]
        understood: dict[str, Understanding] = {}
        failed: list[tuple[Turn, str]] = []
        for half in halves:
            some, others = await self._guarded(half)
            understood |= some
            failed += others
        return understood, failed

    def _understand(self, turns: Sequence[Turn]) -> list[Understanding]:
        parts = [self._split(turn.text) for turn in turns]
        texts = {turn.text for turn in turns}
        texts.update(message.text for turn in turns for message in turn.messages)
        texts.update(part for found in parts for part in found)
        texts.update(words for turn in turns if (words := replied_to(turn)))
        ordered = sorted(texts)
        predictions = self._classifier.rank(ordered)
        guesses = {
            text: guessed(prediction) for text, prediction in zip(ordered, predictions, strict=True)
        }
        return [self._of(turn, found, guesses) for turn, found in zip(turns, parts, strict=True)]

    def _of(self, turn: Turn, parts: Sequence[str], guesses: Mapping[str, Guess]) -> Understanding:
        """What a machine heard in a voice may be wrong: of it less is certain, so that somebody is
        asked sooner.
        """
        caution = self._office.settings.spoken_caution
        spoken = caution and any(message.is_spoken for message in turn.messages)

        def guess(text: str) -> Guess:
            return _careful(guesses[text], caution) if spoken else guesses[text]

        return Understanding(
            whole=guess(turn.text),
            messages=tuple(guess(message.text) for message in turn.messages),
            problems=tuple((part, guess(part)) for part in parts) if len(parts) > 1 else (),
            quoted=guess(words) if (words := replied_to(turn)) else None,
        )


def replied_to(turn: Turn) -> str | None:
    """The words that a short answer is about, where the platform tells them: what is said of them
    may be that they are a report.
    """
    return turn.last.quoted_text if len(turn.text) <= _SHORT_ANSWER else None


def guessed(prediction: Prediction) -> Guess:
    """What the model thinks, as it is kept with a turn."""
    danger = prediction.emergency
    asks = prediction.gate is Gate.QUESTION
    item = ordinary(prediction.item, prediction.top3)
    request = _rounded(prediction.request_probability)
    return Guess(
        request=request,
        question=request if asks else 0.0,
        item=item,
        category=item.split("-")[0] if item else prediction.category,
        top3=prediction.top3,
        confidence=_rounded(prediction.confidence),
        model=prediction.model,
        emergency=None if danger is None else _rounded(danger),
        emergency_code=prediction.emergency_code,
        talk=_talk(prediction.talk),
    )


def _talk(chances: tuple[float, ...]) -> tuple[float, ...] | None:
    """Most of what is said is none of these: nothing is kept of that."""
    if max(chances) < _HARDLY:
        return None
    return tuple(map(_rounded, chances))


def _careful(guess: Guess, caution: float) -> Guess:
    """The same with the odds of what would be acted on lowered."""
    danger = guess.emergency
    return replace(
        guess,
        request=_lowered(guess.request, caution),
        emergency=None if danger is None else _lowered(danger, caution),
    )


def _lowered(probability: float, caution: float) -> float:
    odds = probability * math.exp(-caution)
    return _rounded(odds / (odds + 1.0 - probability))


def _rounded(probability: float) -> float:
    """As it is kept in rows."""
    return round(float(probability), 4)
