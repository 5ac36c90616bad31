"""One unit of work as casework and timers see it: cases changed, lines of history, words queued,
timers set.

Comes in: what handlers want done. Goes out: rows, all or nothing. Does not: decide anything;
legality of moves and rights of people are the domain's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.case import Case, CaseEvent, CaseMove, CaseStatus, EventKind, after, way
from bot.domain.deadlines import is_quiet, next_time
from bot.domain.delivery import Delivery
from bot.domain.grid import RoomKind
from bot.domain.message import Address, ConversationKind
from bot.domain.reply import ReplyKey, Say
from bot.domain.timer import Timer, TimerKind
from bot.domain.turn import StoredMessage
from bot.journey.office import Office
from bot.ports import UnitOfWork

RECORDED: Final[Mapping[CaseMove, EventKind]] = {
    CaseMove.DISPATCH: EventKind.DISPATCHED,
    CaseMove.SIGN: EventKind.ACCEPTED,
    CaseMove.HAND_IN: EventKind.RESOLVED,
    CaseMove.PASS_CHECK: EventKind.CLOSED,
    CaseMove.RATE: EventKind.RATED,
    CaseMove.REOPEN: EventKind.REOPENED,
    CaseMove.REJECT: EventKind.REJECTED,
    CaseMove.MERGE: EventKind.MERGED,
    CaseMove.CANCEL: EventKind.WITHDRAWN,
    CaseMove.SUSPEND: EventKind.SUSPENDED,
    CaseMove.RESUME: EventKind.RESUMED,
    CaseMove.ASK_RETURN: EventKind.RETURNED,
    CaseMove.ASK_EXTENSION: EventKind.EXTENDED,
    CaseMove.ANSWER: EventKind.ANSWERED,
    CaseMove.FAIL_CHECK: EventKind.REOPENED,
}
"""Which moves leave a line in the history; the others are implied by these."""


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
        self._events: list[CaseEvent] = []
        self._timers: list[Timer] = []
        self._deliveries: list[Delivery] = []
        self._ordinal = 0

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
        await self.unit.timers.add(self._timers)
        await self.unit.deliveries.add(self._deliveries)
        self._new.clear()
        self._events, self._timers, self._deliveries = [], [], []

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
        """Make a move with the steps it implies. IllegalMove changes nothing."""
        status = case.status
        for step in way(status, move):
            status = after(status, step)
            changes = self._stamped(case, step, actor) | changes
            if step in RECORDED:
                last = step is move
                facts = dict(detail or {}) if last else self._implied(case, step)
                await self.note(case, RECORDED[step], actor, {"by": actor} | facts)
        return await self.change(case, status=status, **changes)

    def _stamped(self, case: Case, step: CaseMove, actor: str) -> dict[str, object]:
        if step is CaseMove.SIGN:
            return {"accepted_at": case.accepted_at or self.now, "owner": actor}
        if step is CaseMove.HAND_IN:
            return {"done_at": self.now}
        if step is CaseMove.PASS_CHECK:
            return {"closed_at": self.now}
        if step in (CaseMove.REOPEN, CaseMove.FAIL_CHECK):
            return {"done_at": None, "closed_at": None, "asked_back": False}
        return {}

    def _implied(self, case: Case, step: CaseMove) -> dict[str, object]:
        if step is CaseMove.DISPATCH:
            return {"level": case.level.value, "department": case.department, "member": case.owner}
        return {}

    async def note(
        self, case: Case, kind: EventKind, actor: str, detail: Mapping[str, object]
    ) -> None:
        """Add a line to the history."""
        message = self.message.id if self.message else None
        self._events.append(
            CaseEvent(
                case=case.key, at=self.now, kind=kind, actor=actor, detail=detail, message=message
            )
        )

    async def keep_words(self, case: Case, messages: Sequence[StoredMessage], role: str) -> None:
        """Keep a copy of the words with the case."""
        await self.unit.cases.attach(case.key, messages, role)

    async def wake(self, case: Case, kind: TimerKind, at: datetime, step: int = 0) -> None:
        """Have a timer fire about this case."""
        timer = Timer(
            id=self.office.ids.new("timer"), case=case.key, kind=kind, due_at=at, step=step
        )
        self._timers.append(timer)

    # words

    async def say(self, say: Say, *, delay: timedelta = timedelta(0)) -> bool:
        """Queue words; False where there is no way to say them (the caller finds another)."""
        address = self._address(say)
        if address is None:
            return False
        self._ordinal += 1
        due = self._decent(say, address) + delay
        settings = self.office.settings
        self._deliveries.append(
            Delivery(
                id=self.office.ids.new("delivery"),
                cause=self.cause,
                ordinal=self._ordinal,
                address=address,
                text=self.office.words.render(say.key, say.parameters),
                due_at=due,
                until=due + settings.delivery_patience,
                case=say.case,
                room=say.room,
                person=say.person,
                message=say.message or (self.message.id if self.message else None),
                mentions=say.mentions,
                urgent=say.urgent,
            )
        )
        return True

    async def drop_words(self, case: Case) -> None:
        """Whatever is queued about a case and not on its way yet is not said."""
        self._deliveries = [d for d in self._deliveries if d.case != case.key]
        await self.unit.deliveries.drop_queued(case.key)

    def _decent(self, say: Say, address: Address) -> datetime:
        settings = self.office.settings
        answered = self.message is not None and address.kind is ConversationKind.PRIVATE
        if say.key in (ReplyKey.CALLBACK, ReplyKey.CALLBACK_REMINDER):
            if is_quiet(self.now, begin=settings.callback_end, end=settings.callback_begin):
                return next_time(self.now, settings.callback_begin)
            return self.now
        if say.urgent or answered:
            return self.now
        if is_quiet(self.now, begin=settings.night_begin, end=settings.night_end):
            return next_time(self.now, settings.night_end)
        return self.now

    def _address(self, say: Say) -> Address | None:
        return self._room_address(say.room) if say.room else self._private_address(say.person)

    def _room_address(self, room_id: str) -> Address | None:
        room = self.office.directory.room(room_id)
        if room is None or room.kind is RoomKind.PRIVATE:
            return None
        heard = self.message
        if heard is not None and heard.room == room_id:
            return heard.address
        for channel in self.office.channels:
            conversation = room.conversation(channel)
            if conversation is not None:
                return Address(
                    channel=channel, kind=ConversationKind.GROUP, conversation=conversation
                )
        return None

    def _private_address(self, person_id: str | None) -> Address | None:
        if person_id is None:
            return None
        heard = self.message
        if heard is not None and heard.sender == person_id and heard.room is None:
            return heard.address
        person = self.office.directory.person(person_id)
        preferred = [heard.channel] if heard else []
        for channel in (*preferred, *self.office.channels):
            account = person.account(channel)
            declared = self.office.channels.get(channel)
            if account is not None and declared is not None and declared.can_private:
                return Address(
                    channel=channel,
                    kind=ConversationKind.PRIVATE,
                    conversation="",
                    person=account,
                )
        return None

    def can_reach(self, person_id: str) -> bool:
        """Whether a person can be written to privately."""
        return self._private_address(person_id) is not None


def is_over(case: Case) -> bool:
    """Whether nothing is expected of it any more, rated cases included."""
    return case.status is CaseStatus.EVALUATED or not case.is_open
