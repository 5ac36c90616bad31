"""`qunli replay`: a conversation through the whole real journey in virtual time (a promised
format).

Comes in: a world, messages. Goes out: one answer a message, and the events of all cases. Does not:
wait, need a configuration or a network; the same input gives the same output.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.adapters.replay.channel import ReplayChannel
from bot.areas import REPLAY_CHANNEL, directory_of_world
from bot.clock import VirtualClock
from bot.domain.case import Case, EventKind
from bot.domain.deadlines import SHANGHAI
from bot.domain.delivery import Delivery, DeliveryState
from bot.domain.errors import ConfigError
from bot.domain.matters import Matter
from bot.domain.message import (
    Address,
    Attachment,
    AttachmentKind,
    ConversationKind,
    InboundMessage,
)
from bot.domain.settings import Settings
from bot.domain.turn import StoredMessage
from bot.ids import CountedIds
from bot.journey.office import Office
from bot.replies.catalogue import Catalogue
from bot.signals import LocalSignals
from bot.storage.unit import SqlStore
from bot.wiring import Journey, Tools, make_journey, office_hours, open_store
from classifiers.api import Classifier
from intents.decisions import Act

_STRIPPED = ("gold", "second")
_SETTLED = timedelta(hours=1)


@dataclass(slots=True)
class Notebook:
    """How every message was read, by the platform's id."""

    decided_by_id: dict[str, tuple[str, str | None, tuple[str, ...]]] = field(default_factory=dict)
    external: dict[str, str] = field(default_factory=dict)

    def decided(
        self, message: StoredMessage, act: Act, case: str | None, more: tuple[str, ...]
    ) -> None:
        """Write it down."""
        self.decided_by_id[message.external_id] = (act.value, case, more)
        self.external[message.id] = message.external_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What a run gives: answers in the order of the messages, and events in the order of time."""

    answers: list[dict[str, Any]]
    events: list[dict[str, Any]]


def parse_messages(lines: Sequence[str]) -> list[dict[str, Any]]:
    """The messages of a transcript without their gold labels; ConfigError lists bad lines."""
    rows, problems = [], []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            rows.append({k: v for k, v in row.items() if k not in _STRIPPED})
            datetime.fromisoformat(row["at"])
            _ = row["id"], row["group"], row["sender"], row["text"]
        except (json.JSONDecodeError, AttributeError, KeyError, TypeError, ValueError) as err:
            problems.append(f"messages line {number}: {type(err).__name__}: {err}")
    if problems:
        raise ConfigError(problems)
    return rows


async def replay(
    *,
    world: Mapping[str, Any],
    messages: Sequence[Mapping[str, Any]],
    classifier: Classifier,
    matters: Mapping[str, Matter],
    until: datetime | None = None,
) -> Replayed:
    """Play the conversation."""
    if not messages:
        return Replayed(answers=[], events=[])
    clock = VirtualClock(min(datetime.fromisoformat(row["at"]) for row in messages))
    channel = ReplayChannel(name=REPLAY_CHANNEL, clock=clock)
    office = _office(world, matters, clock, channel)
    store = await open_store("sqlite://")
    notebook = Notebook()
    try:
        with ThreadPoolExecutor(1) as executor:
            tools = Tools(
                classifier=classifier,
                channels={REPLAY_CHANNEL: channel},
                executor=executor,
                witness=notebook,
                gather=timedelta(0),
            )
            journey = make_journey(office, store, tools)
            await _play(journey, clock, messages, until)
        return await _result(store, notebook, messages)
    finally:
        await store.close()


def _office(
    world: Mapping[str, Any],
    matters: Mapping[str, Matter],
    clock: VirtualClock,
    channel: ReplayChannel,
) -> Office:
    """Everything an office configures has its documented default."""
    return Office(
        directory=directory_of_world(world),
        matters=matters,
        words=Catalogue.load(),
        settings=Settings(),
        hours=office_hours(),
        clock=clock,
        ids=CountedIds(),
        signals=LocalSignals(),
        channels={REPLAY_CHANNEL: channel.declaration},
    )


async def _play(
    journey: Journey,
    clock: VirtualClock,
    messages: Sequence[Mapping[str, Any]],
    until: datetime | None,
) -> None:
    ordered = sorted(messages, key=lambda row: datetime.fromisoformat(row["at"]))
    for row in ordered:
        await _run_to(journey, clock, datetime.fromisoformat(row["at"]).astimezone(UTC))
        await journey.intake.accept([_inbound(row, clock.now())])
        await _settle(journey)
    end = until or datetime.fromisoformat(ordered[-1]["at"]) + _SETTLED
    await _run_to(journey, clock, end.astimezone(UTC))


async def _run_to(journey: Journey, clock: VirtualClock, instant: datetime) -> None:
    """Let everything happen that is due before an instant, at its own time."""
    while (due := await _next_due(journey)) is not None and due <= instant:
        clock.move_to(due)
        await _settle(journey)
    clock.move_to(instant)
    await _settle(journey)


async def _next_due(journey: Journey) -> datetime | None:
    async with journey.store.unit() as unit:
        dues = [
            await unit.turns.next_due(),
            await unit.timers.next_due(),
            await unit.deliveries.next_due(),
        ]
    return min((due for due in dues if due is not None), default=None)


async def _settle(journey: Journey) -> None:
    """Run every stage until none has anything to do now."""
    stages = (
        journey.assembly,
        journey.understanding,
        journey.casework,
        journey.timers,
        journey.outbox,
        journey.erasing,
    )
    while sum([await stage.run_once() for stage in stages]):
        pass


def _inbound(row: Mapping[str, Any], now: datetime) -> InboundMessage:
    pictures = int(row.get("images") or 0)
    return InboundMessage(
        channel=REPLAY_CHANNEL,
        external_id=str(row["id"]),
        address=Address(
            channel=REPLAY_CHANNEL, kind=ConversationKind.GROUP, conversation=str(row["group"])
        ),
        sender=str(row["sender"]),
        sender_name=str(row["sender"]),
        text=str(row["text"]),
        sent_at=now,
        received_at=now,
        addressed=bool(row.get("at_bot")),
        quoted=str(row["quote"]) if row.get("quote") else None,
        attachments=(Attachment(kind=AttachmentKind.PICTURE),) * pictures,
    )


async def _result(
    store: SqlStore, notebook: Notebook, messages: Sequence[Mapping[str, Any]]
) -> Replayed:
    async with store.unit() as unit:
        _, found = await unit.cases.latest(100_000)
        cases = {case.key: case for case in found}
        deliveries = await unit.deliveries.all(100_000)
        opening = await unit.cases.opened_by()
        events = [
            event
            for case in sorted(found, key=lambda case: case.number)
            for event in await unit.cases.history(case.key)
        ]
    replies: dict[str, list[dict[str, Any]]] = {}
    for delivery in deliveries:
        external = notebook.external.get(delivery.message or "")
        if external is not None and delivery.state is not DeliveryState.DROPPED:
            replies.setdefault(external, []).append(_reply(delivery))
    answers = [
        _answer(str(row["id"]), notebook, cases, opening)
        | {"replies": replies.get(str(row["id"]), [])}
        for row in messages
    ]
    lines = [
        {
            "at": _local(event.at),
            "event": event.kind.value,
            "case": str(cases[event.case].number),
            "actor": event.actor,
            "detail": dict(event.detail),
        }
        for event in events
    ]
    lines += list(_sent(deliveries, cases))
    lines.sort(key=lambda line: str(line["at"]))
    return Replayed(answers=answers, events=lines)


def _sent(deliveries: Sequence[Delivery], cases: Mapping[str, Case]) -> Iterator[dict[str, Any]]:
    for delivery in deliveries:
        if delivery.state is DeliveryState.SENT and delivery.sent_at is not None:
            case = cases.get(delivery.case or "")
            yield {
                "at": _local(delivery.sent_at),
                "event": EventKind.REPLY_SENT.value,
                "case": str(case.number) if case else None,
                "actor": "bot",
                "detail": {"to": _to(delivery), "text": delivery.text},
            }


def _answer(
    external: str,
    notebook: Notebook,
    cases: Mapping[str, Case],
    opening: Mapping[str, str],
) -> dict[str, Any]:
    act, key, more = notebook.decided_by_id.get(external, (Act.CHAT.value, None, ()))
    case = cases.get(key or "")
    answer: dict[str, Any] = {"id": external, "act": act, "case": None}
    if case is None:
        return answer
    answer["case"] = str(case.number)
    if opening.get(case.key) == external:
        answer |= _facts(case) | {"private": case.is_restricted}
    if more:
        answer["more"] = [
            {"case": str(cases[k].number)} | _facts(cases[k]) for k in more if k in cases
        ]
    return answer


def _facts(case: Case) -> dict[str, Any]:
    return {
        "item": case.item,
        "category": case.category,
        "place": case.place.stated(),
        "urgency": case.urgency.value,
    }


def _reply(delivery: Delivery) -> dict[str, Any]:
    at = delivery.sent_at or delivery.due_at
    return {"to": _to(delivery), "text": delivery.text, "at": _local(at)}


def _to(delivery: Delivery) -> str:
    address = delivery.address
    if address.kind is ConversationKind.GROUP:
        return f"group:{address.conversation}"
    return f"private:{address.person or delivery.person}"


def _local(at: datetime) -> str:
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds")
