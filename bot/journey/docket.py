"""One unit of work as casework and timers see it: cases changed, lines of history, words queued,
timers set.

Comes in: what handlers want done. Goes out: rows, all or nothing. Does not: decide anything;
legality of moves and rights of people are the domain's.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.announcement import announcements
from bot.domain.case import Case, CaseEvent, EventKind
from bot.domain.delivery import Delivery, DeliveryState
from bot.domain.discretion import may_stand
from bot.domain.emphasis import CARDED
from bot.domain.errors import IllegalMove, RuleBroken
from bot.domain.grid import Room, RoomKind
from bot.domain.marks import RECORDED, implied, stamped
from bot.domain.media import wanted
from bot.domain.message import Address
from bot.domain.moves import CaseMove, after, way
from bot.domain.people import is_accused, is_complaint
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.timer import Timer, TimerKind
from bot.domain.turn import StoredMessage
from bot.journey.hushing import day_of, instead, is_hushed
from bot.journey.office import Office
from bot.journey.ways import Ways
from bot.ports import UnitOfWork
from intents.contacts import mask

_SKEW: Final = timedelta(minutes=1)
"""So far clocks may differ without anything being wrong."""
_SAID: Final = frozenset({"words", "reason"})
"""Where a line of history holds what somebody said."""


class Docket:
    """Handlers call these; what they did is written by `flush`, and lasts when the unit commits.

    A case is written once however often it changed, lines of history, timers and words in one
    statement each.
    """

    def __init__(self, *, office: Office, unit: UnitOfWork, now: datetime, cause: str) -> None:
        self.office = office
        self.unit = unit
        self.now = now
        self.cause = cause
        self.message: StoredMessage | None = None
        self.touched: dict[str, Case] = {}
        self._new: set[str] = set()
        self._noted: dict[str, Case] = {}
        self._events: list[CaseEvent] = []
        self._timers: list[Timer] = []
        self._deliveries: list[Delivery] = []
        self._ordinal = 0

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """What is done within is done as a whole, or where a rule says no not at all."""
        kept = dict(self.touched), set(self._new), self._ordinal
        lists = list(self._events), list(self._timers), list(self._deliveries)
        try:
            async with self.unit.part():
                yield
        except RuleBroken:
            self.touched, self._new, self._ordinal = kept
            self._events, self._timers, self._deliveries = lists
            raise

    async def flush(self) -> None:
        """Write everything that handlers did since the last time."""
        cases = self.unit.cases
        for key, case in self.touched.items():
            if key in self._new:
                await cases.add(case)
            else:
                await cases.change(case)
                self.touched[key] = replace(case, version=case.version + 1)
        if self._events:
            await cases.record(self._events)
            await self._announce()
        await self.unit.timers.add(self._timers)
        await self.unit.deliveries.add(self._deliveries)
        self._new.clear()
        self._events, self._timers, self._deliveries = [], [], []

    async def _announce(self) -> None:
        """Other programs are told later; that they are to be told is written with the case."""
        subscribers = self.office.announcements.subscribers
        if subscribers:
            stand, new_id = self._noted | self.touched, self.office.ids.new
            told = announcements(self._events, stand, subscribers, new_id)
            await self.unit.announcements.add(told)

    # cases

    async def add(self, case: Case, detail: Mapping[str, object]) -> Case:
        """A new case with the first line of its history."""
        self._new.add(case.key)
        self.touched[case.key] = case
        await self.note(case, EventKind.CASE_OPENED, case.reporter, detail)
        return case

    async def change(self, case: Case, **changes: object) -> Case:
        """A change that is no move."""
        changed = replace(case, **changes)  # type: ignore[arg-type]
        self.touched[case.key] = changed
        return changed

    async def move(
        self,
        case: Case,
        move: CaseMove,
        actor: str,
        detail: Mapping[str, object] | None = None,
        **changes: object,
    ) -> Case:
        """Make a move with the steps it implies. IllegalMove changes nothing, also where the clock
        of this machine was set back since the case was last touched."""
        if self.now < case.touched_at - _SKEW:
            raise IllegalMove(f"{case.touched_at} is still to come", why="clock_back")
        status = case.status
        for step in way(status, move):
            status = after(status, step)
            changes = stamped(case, step, actor, now=self.now, rules=self.office.lamps) | changes
            if step in RECORDED:
                last = step is move
                facts = dict(detail or {}) if last else implied(case, step)
                await self.note(case, RECORDED[step], actor, {"by": actor} | facts)
            elif step is move:
                facts = {"move": move.value} | dict(detail or {})
                await self.note(case, EventKind.MOVED, actor, facts)
        return await self.change(case, status=status, **changes)

    async def note(
        self, case: Case, kind: EventKind, actor: str, detail: Mapping[str, object]
    ) -> None:
        """Add a line to the history, which is kept for good: words go in without personal data."""
        message = self.message.id if self.message else None
        self._noted[case.key] = case
        detail = {
            name: mask(value) if name in _SAID and isinstance(value, str) else value
            for name, value in detail.items()
        }
        self._events.append(
            CaseEvent(
                case=case.key, at=self.now, kind=kind, actor=actor, detail=detail, message=message
            )
        )

    async def history(self, case: Case) -> list[CaseEvent]:
        """The history of a case with what this unit adds to it."""
        written = await self.unit.cases.history(case.key)
        return written + [event for event in self._events if event.case == case.key]

    async def keep_words(self, case: Case, messages: Sequence[StoredMessage], role: str) -> None:
        """Keep a copy of the words with the case; pictures and voices are fetched later."""
        await self.unit.cases.attach(case.key, messages, role)
        shown = [message for message in messages if message.attachments]
        if shown:
            kinds = self.office.pictures.kinds
            await self.unit.media.want(wanted(case.key, shown, self.office.ids, kinds))

    async def wake(self, case: Case, kind: TimerKind, at: datetime, step: int = 0) -> None:
        """Have a timer fire about this case."""
        timer = Timer(
            id=self.office.ids.new("timer"), case=case.key, kind=kind, due_at=at, step=step
        )
        self._timers.append(timer)

    async def cancel(self, case: Case, kinds: Sequence[TimerKind]) -> None:
        """Forget timers of these kinds about this case."""
        self._timers = [t for t in self._timers if t.case != case.key or t.kind not in kinds]
        await self.unit.timers.cancel(case.key, kinds)

    # words

    async def say(self, say: Say, *, delay: timedelta = timedelta(0)) -> bool:
        """Queue words; False where they may not be said, or there is no way to say them."""
        allowed = await self._allowed(say, self._ways().decent(say) + delay)
        if allowed is None:
            return False
        return self._queue(allowed, self._ways().decent(allowed) + delay)

    async def say_together(
        self, say: Say, at: datetime, *, together: str, instead_of: Sequence[Delivery]
    ) -> bool:
        """Queue words for an instant, under a name by which `together` finds them, in the place of
        others of that name."""
        allowed = say
        if not instead_of:
            found = await self._allowed(say, at)
            if found is None or found.room is None:
                return found is not None and self._queue(found, self._ways().decent(found))
            allowed = found
        await self.take_back(instead_of, "said together")
        first = 1 + max((own.ordinal for own in instead_of), default=0)
        return self._queue(allowed, at, cause=together, first=first)

    async def together(self, name: str) -> list[Delivery]:
        """Words ever queued under a name, in order."""
        rows = await self.unit.deliveries.of_causes([name])
        return rows + [own for own in self._deliveries if own.cause == name]

    async def take_back(self, deliveries: Sequence[Delivery], reason: str) -> None:
        """These queued words are not said."""
        own = {delivery.id for delivery in self._deliveries}
        gone = {delivery.id for delivery in deliveries}
        self._deliveries = [d for d in self._deliveries if d.id not in gone]
        for id_ in sorted(gone - own):
            await self.unit.deliveries.bury(id_, DeliveryState.DROPPED, reason)

    async def drop_words(self, case: Case) -> None:
        """Whatever is queued about a case and not on its way yet is not said."""
        self._deliveries = [d for d in self._deliveries if d.case != case.key]
        await self.unit.deliveries.drop_queued(case.key)

    def can_reach(self, person_id: str) -> bool:
        """Whether a person can be written to privately."""
        return self._ways().private(person_id) is not None

    def private_channel(self, person_id: str) -> str | None:
        """The platform on which a person is written to."""
        address = self._ways().private(person_id)
        return None if address is None else address.channel

    def waking_channels(self, person_id: str) -> tuple[str, ...]:
        """The ways by which a person can be woken."""
        return tuple(address.channel for address in self._ways().phones(person_id))

    def may_stand(self, case: Case, room: Room) -> bool:
        """Whether anything about a case may be said in a room."""
        return may_stand(case, room, self.office.directory.people)

    def decent(self, room: str) -> datetime:
        """When something that is not urgent may be said in a room."""
        return self._ways().decent(Say(key=ReplyKey.CASE_OPENED, room=room))

    def _ways(self) -> Ways:
        return Ways(office=self.office, heard=self.message, now=self.now)

    async def _allowed(self, say: Say, at: datetime) -> Say | None:
        """The words as they may be said. Whoever is complained of is told nothing about it, but
        that he may not touch it."""
        found = await self._in_its_place(say, at)
        if found is None or found.person is None or found.key is ReplyKey.NOT_ALLOWED:
            return found
        case = await self._about(found.case)
        if case is None or found.person == case.reporter or not is_complaint(case):
            return found
        return None if is_accused(self.office.directory.person(found.person), case) else found

    async def _in_its_place(self, say: Say, at: datetime) -> Say | None:
        """The words as they may be said: in private instead where the room must not hear them or
        has heard enough that day; None where there is no other way."""
        room = self.office.directory.room(say.room) if say.room else None
        if room is None:
            return say if say.person else None
        if not self._ways().addresses(say):
            return _aside(say)
        case = await self._about(say.case)
        if case is not None and not self.may_stand(case, room):
            return _aside(say)
        if say.urgent:
            return say
        if await is_hushed(self.unit, room, at):
            return _aside(say, instead(self.office.directory, room, self.can_reach))
        if room.kind is not RoomKind.OWNERS:
            return say
        return say if await self._has_room(room.id, at) else _aside(say)

    async def _has_room(self, room: str, at: datetime) -> bool:
        """Whether the room may hear one more line that day; it is counted then."""
        counters, scope = self.unit.counters, day_of(room, at)
        if await counters.total(LINES, scope) >= self.office.settings.group_lines_a_day:
            return False
        await counters.count(LINES, scope)
        return True

    async def _about(self, key: str | None) -> Case | None:
        return None if key is None else self.touched.get(key) or await self.unit.cases.get(key)

    def _queue(
        self, say: Say, due: datetime, *, cause: str | None = None, first: int | None = None
    ) -> bool:
        ways = self._ways()
        addresses = ways.addresses(say)
        text = self.office.words.render(say.key, say.parameters)
        for order, address in enumerate(addresses):
            self._ordinal += 1
            ordinal = self._ordinal if first is None else first + order
            self._deliveries.append(
                Delivery(
                    id=self.office.ids.new("delivery"),
                    cause=cause or self.cause,
                    ordinal=ordinal,
                    address=address,
                    text=text,
                    due_at=due,
                    until=due + ways.patience(say),
                    case=say.case,
                    room=say.room,
                    person=say.person,
                    message=say.message or (self.message.id if self.message else None),
                    mentions=ways.accounts(say.mentions, address.channel),
                    urgent=say.urgent,
                    card=self._has_card(say, address),
                )
            )
        return bool(addresses)

    def _has_card(self, say: Say, address: Address) -> bool:
        """Whether the case is shown with the words: where staff are told of it, and nothing
        presses.
        """
        shown = say.case is not None and say.key in CARDED and not say.urgent
        return shown and self.office.channels[address.channel].cards


LINES: Final = "group_lines"
"""The counter of what was said in owners' groups, by room and day."""


def _aside(say: Say, instead: str | None = None) -> Say | None:
    """The same words to one person alone, None where nobody is named, nor anybody instead."""
    person = say.otherwise or instead
    if person is None:
        return None
    return replace(say, room=None, person=person, otherwise=None, mentions=())
