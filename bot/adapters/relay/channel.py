"""The service's side of an adapter that lives in a process of its own.

Comes in: words to be carried, rows that the other process left. Goes out: receipts or the other
process' own errors, its health. Does not: know the platform, start the process, or receive: the
other process has its own intake over the same store, so that words that may not be heard are in no
row, not for a moment. What was asked and not begun in time is taken back: it has certainly not been
done.
"""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.adapters.relay.wire import read_receipt, write_outbound, write_wanted
from bot.domain.errors import ChannelError, ChannelUnavailable, OutcomeUnknown, StorageError
from bot.domain.message import Attachment, OutboundMessage, Receipt
from bot.ports import Accept, Clock, Declaration, IdFactory, PartHealth, Store
from bot.ports.relay import Errand, Outcome, Pulse

SEND, FIND, FETCH = "send", "find", "fetch"
_MINUTE = timedelta(minutes=1)
_LOST = "the adapter's process gives no sign of life"


@dataclass(frozen=True, slots=True, kw_only=True)
class RelaySettings:
    """How the two processes wait for each other."""

    poll: timedelta = timedelta(milliseconds=25)
    look: timedelta = timedelta(seconds=2)
    """How often the service looks how the other process is."""
    begin: timedelta = timedelta(seconds=3)
    """What was not begun after this is taken back."""
    finish: timedelta = timedelta(seconds=20)
    """What was begun and has no outcome after this may have been done."""
    beat: timedelta = timedelta(seconds=5)
    watch: timedelta = timedelta(milliseconds=200)
    """How soon the service hears that the other channel is different now."""
    lost_after: timedelta = timedelta(seconds=20)
    """Without a sign of life for so long the process is taken to be gone."""
    keep: timedelta = timedelta(hours=24)
    """An errand whose end nobody waits for is dropped after this."""
    at_once: int = 8


class RelayChannel:
    """A channel as any other, for the stages."""

    def __init__(
        self,
        declared: Declaration,
        *,
        store: Store,
        clock: Clock,
        ids: IdFactory,
        settings: RelaySettings | None = None,
    ) -> None:
        self._declaration = declared
        self._store = store
        self._clock = clock
        self._ids = ids
        self._settings = settings or RelaySettings()
        self._begun_at = clock.now()
        self._pulse: Pulse | None = None
        self._expired_at: datetime | None = None

    @property
    def declaration(self) -> Declaration:
        """What the platform can do."""
        return self._declaration

    async def run(self, accept: Accept) -> None:
        """See how the other process is, until cancelled. It has what it hears stored itself."""
        del accept
        try:
            while True:
                with contextlib.suppress(StorageError):
                    await self._look()
                await self._clock.sleep(self._settings.look)
        finally:
            self._pulse = None

    async def _look(self) -> None:
        name, before = self._declaration.name, self._clock.now() - self._settings.keep
        self._pulse = await self._store.look(lambda unit: unit.relay.pulse(name))
        if self._expired_at is None or before > self._expired_at:
            await self._store.work(lambda unit: unit.relay.expire(before))
            self._expired_at = before + _MINUTE

    def health(self) -> PartHealth:
        """What the other process said of itself, while it lives."""
        pulse = self._pulse
        if pulse is None or self._is_lost():
            since = pulse.alive_at if pulse is not None else self._begun_at
            return PartHealth(status="down", since=since, detail=_LOST)
        return PartHealth(status=pulse.status, since=pulse.since, detail=pulse.detail)

    def figures(self) -> Mapping[str, float]:
        """What the other process counted, as it last said."""
        return self._pulse.figures if self._pulse is not None else {}

    async def send(self, message: OutboundMessage) -> Receipt:
        """Have the words said."""
        done = await self._errand(SEND, write_outbound(message), message.delivery_id)
        receipt = read_receipt(done.body or "")
        return receipt if receipt is not None else Receipt()

    async def find(self, message: OutboundMessage) -> Receipt | None:
        """Whether the words were said: the rows know it, or the other process."""
        name, delivery = self._declaration.name, message.delivery_id
        earlier = await self._store.look(lambda unit: unit.relay.attempts(name, delivery))
        if earlier and earlier[0].body is not None:
            try:
                return read_receipt(earlier[0].body)
            except OutcomeUnknown:
                pass  # the other process may have heard of it since
            except ChannelError:
                return None
        done = await self._errand(FIND, write_outbound(message), None)
        return read_receipt(done.body or "")

    async def fetch(self, attachment: Attachment, most: int) -> bytes:
        """Have something fetched that came beside words."""
        done = await self._errand(FETCH, write_wanted(attachment, most), None)
        read_receipt(done.body or "")
        return done.content or b""

    async def _errand(self, kind: str, body: str, delivery: str | None) -> Outcome:
        """Ask and wait. The errand is dropped with its outcome, except where the end of words is
        not known: then it is what is looked at.
        """
        if self._is_lost():
            raise ChannelUnavailable(_LOST)
        name = self._declaration.name
        errand = Errand(
            id=self._ids.new("errand"), channel=name, kind=kind, body=body, delivery=delivery
        )
        now = self._clock.now()
        await self._store.work(lambda unit: unit.relay.ask(errand, now))
        done = await self._outcome(errand.id, now)
        if done is None:
            raise OutcomeUnknown("the adapter's process began it and gave no answer")
        await self._store.work(lambda unit: unit.relay.forget(errand.id))
        return done

    async def _outcome(self, errand: str, asked_at: datetime) -> Outcome | None:
        settings = self._settings
        while True:
            found = await self._store.look(lambda unit: unit.relay.outcome(errand))
            if found is not None and found.body is not None:
                return found
            waited = self._clock.now() - asked_at
            is_late = waited > settings.begin and (found is None or not found.taken)
            if is_late and await self._store.work(lambda unit: unit.relay.withdraw(errand)):
                raise ChannelUnavailable("the adapter's process takes no words")
            if waited > settings.finish:
                return None
            await self._clock.sleep(settings.poll)

    def _is_lost(self) -> bool:
        """Said of a process that was there; one that was never looked for may be."""
        pulse = self._pulse
        return pulse is not None and (
            self._clock.now() - pulse.alive_at > self._settings.lost_after
        )
