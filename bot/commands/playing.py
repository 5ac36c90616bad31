"""Messages played through the stages of a journey in virtual time.

Comes in: a journey, a virtual clock, messages in their order. Goes out: rows in the journey's
store. Does not: wait in real time, or look at what comes out.

A stage is only run where rows say that something is due, or another stage has handed it rows
that say so to nobody else. Running all of them at every instant gives the same and takes several
times as long.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Final

from bot.clock import VirtualClock
from bot.commands.transcript import inbound
from bot.ports import UnitOfWork
from bot.signals import LocalSignals
from bot.wiring.journey import Journey

_AFTER: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "erasing": (),
        "understanding": ("casework",),
        "casework": ("forgetting",),
        "timers": ("digests", "forgetting"),
        "surveying": (),
        "mustering": (),
        "pairing": (),
        "serving": (),
        "convening": (),
        "caring": (),
        "digests": (),
        "outbox": (),
        "forgetting": (),
        "linking": (),
        "people": (),
    }
)
"""In the order in which they are run; who has work after each that no instant in a row tells of."""
_TOLD: Final = ("linking", "people")
"""Who is told by a signal where there is something for him."""
_LISTEN_AGAIN: Final = timedelta(hours=1)
"""So often groups are looked at that may be misheard, whatever is said."""

_DUE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "turns": "understanding",
        "timers": "timers",
        "surveys": "surveying",
        "musters": "mustering",
        "rounds": "pairing",
        "services": "serving",
        "resolutions": "convening",
        "families": "caring",
        "deliveries": "outbox",
    }
)
"""Whose work is due, by kind."""


class Player:
    """One journey and its clock."""

    def __init__(self, journey: Journey, clock: VirtualClock, signals: LocalSignals) -> None:
        self._journey = journey
        self._clock = clock
        self._signals = signals
        self._linked: datetime | None = None
        stages: dict[str, Callable[[], Awaitable[int]]] = {
            "erasing": journey.erasing.run_once,
            "understanding": journey.understanding.run_once,
            "casework": journey.casework.run_once,
            "timers": journey.timers.run_once,
            "surveying": journey.surveying.run_once,
            "mustering": journey.mustering.run_once,
            "pairing": journey.pairing.run_once,
            "serving": journey.serving.run_once,
            "convening": journey.convening.run_once,
            "caring": journey.caring.run_once,
            "digests": journey.rounds.run_once,
            "outbox": journey.outbox.run_once,
            "forgetting": journey.forgetting.run_once,
            "linking": journey.linking.run_once,
            "people": journey.restaffing.run_once,
        }
        self._stages = stages
        self._batch = journey.office.settings.batch

    async def play(self, messages: Sequence[Mapping[str, Any]], until: datetime) -> None:
        """All messages at their instants, then on to an instant."""
        await self._journey.rounds.set_out()
        for row in sorted(messages, key=itemgetter("at")):
            await self.run_to(row["at"])
            await self._journey.intake.accept([inbound(row, self._clock.now())])
            await self._journey.assembly.run_once()
        await self.run_to(until)
        await self._journey.erasing.run_once()

    async def run_to(self, instant: datetime) -> None:
        """Let everything happen that is due before an instant, at its own time."""
        while (due := await self._journey.store.look(_first_due)) and due[0] <= instant:
            self._clock.move_to(due[0])
            if not await self._run(due[1]):
                break  # what is due cannot be taken now; waiting for it here would never end
        self._clock.move_to(instant)

    async def _run(self, due: Iterable[str]) -> int:
        """Run stages and those that they hand rows to; how many rows were handled."""
        waiting, total = set(due), 0
        while waiting:
            for name in _AFTER:
                if name in waiting:
                    waiting.discard(name)
                    if handled := await self._stages[name]():
                        total += handled
                        waiting.update(_AFTER[name])
                    if name == "casework":
                        waiting.update(self._told())
                        if handled >= self._batch:
                            waiting.add(name)
        return total

    def _told(self) -> list[str]:
        """Who has something to do after casework."""
        told, now = [topic for topic in _TOLD if self._signals.lower(topic)], self._clock.now()
        if self._linked is None or now >= self._linked + _LISTEN_AGAIN:
            self._linked = now
            told.append("linking")
        return told


async def _first_due(unit: UnitOfWork) -> tuple[datetime, list[str]] | None:
    """When something is due next, and whose it is. What is over is erased before anybody looks
    around for what was said."""
    dues = await unit.dues.first()
    if not dues:
        return None
    first = min(dues.values())
    names = [stage for kind, stage in _DUE.items() if kind in dues and dues[kind] <= first]
    return first, [*names, "erasing"] if "understanding" in names else names
