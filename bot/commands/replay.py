"""`qunli replay`: a conversation through the whole real journey in virtual time (a promised
format).

Comes in: a world, messages. Goes out: one answer a message, and the events of all cases. Does not:
wait, need a configuration or a network; the same input gives the same output.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from bot.adapters.replay.channel import ReplayChannel
from bot.areas.directory import REPLAY_CHANNEL, directory_of_world
from bot.clock import VirtualClock
from bot.commands.foreseen import Foreseen
from bot.commands.playing import Player
from bot.domain.case import Case, CaseEvent, EventKind
from bot.domain.deadlines import SHANGHAI
from bot.domain.delivery import Delivery, DeliveryState
from bot.domain.digest import Digest
from bot.domain.matters import Matters
from bot.domain.message import ConversationKind
from bot.domain.settings import Settings
from bot.domain.turn import StoredMessage
from bot.ids import CountedIds
from bot.journey.office import Office
from bot.knowledge.reading import shipped
from bot.knowledge.retrieval import Index
from bot.ports import UnitOfWork
from bot.replies.catalogue import Catalogue
from bot.signals import LocalSignals
from bot.wiring.journey import Tools, make_journey, office_hours
from bot.wiring.store import opened
from classifiers.api import Classifier
from intents.decisions import Act

_OWN = frozenset(
    {
        EventKind.ADDED,
        EventKind.PLACED,
        EventKind.ANSWERED,
        EventKind.SEEN,
        EventKind.FORGOTTEN,
        EventKind.SUPERVISED,
        EventKind.MOVED,
    }
)
"""Lines of a history that are no event of the promised format."""
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
    """What a run gives: answers in the order of the messages, and events in the order of time.

    `parked` tells how many turns and timers could not be worked on.
    """

    answers: list[dict[str, Any]]
    events: list[dict[str, Any]]
    parked: int = 0


async def replay(
    *,
    world: Mapping[str, Any],
    messages: Sequence[Mapping[str, Any]],
    classifier: Classifier,
    matters: Matters,
    until: datetime | None = None,
) -> Replayed:
    """Play the conversation."""
    if not messages:
        return Replayed(answers=[], events=[])
    clock = VirtualClock(min(row["at"] for row in messages))
    channel = ReplayChannel(name=REPLAY_CHANNEL, clock=clock)
    signals = LocalSignals()
    office = await asyncio.to_thread(office_of, world, matters, clock, channel, signals)
    notebook = Notebook()
    said = [str(row["text"]) for row in messages]
    executor = ThreadPoolExecutor(1)
    tools = Tools(
        classifier=await asyncio.to_thread(Foreseen, classifier, said),
        channels={REPLAY_CHANNEL: channel},
        executor=executor,
        witness=notebook,
        gather=timedelta(0),
    )
    try:
        async with opened("sqlite://", alone=True) as store:
            player = Player(make_journey(office, store, tools), clock, signals)
            await player.play(messages, until or max(row["at"] for row in messages) + _SETTLED)
            return await store.look(lambda unit: _result(unit, notebook, messages))
    finally:
        executor.shutdown(wait=False)


def office_of(
    world: Mapping[str, Any],
    matters: Matters,
    clock: VirtualClock,
    channel: ReplayChannel,
    signals: LocalSignals,
) -> Office:
    """Everything an office configures has its documented default."""
    return Office(
        areas=directory_of_world(world),
        listed=matters,
        answers=Index(shipped()),
        words=Catalogue.load(),
        settings=Settings(),
        hours=office_hours(),
        clock=clock,
        ids=CountedIds(),
        signals=signals,
        channels={REPLAY_CHANNEL: channel.declaration},
    )


async def _result(
    unit: UnitOfWork, notebook: Notebook, messages: Sequence[Mapping[str, Any]]
) -> Replayed:
    _, found = await unit.cases.latest(100_000)
    cases = {case.key: case for case in found}
    deliveries = await unit.deliveries.all(100_000)
    opening = await unit.cases.opened_by()
    events = [
        event
        for case in sorted(found, key=lambda case: case.number)
        for event in await unit.cases.history(case.key)
    ]
    parked = await unit.counters.parked()
    digests = await unit.digests.said(100_000)
    replies: dict[str, list[dict[str, Any]]] = {}
    for delivery in deliveries:
        external = notebook.external.get(delivery.message or "")
        if external is not None and delivery.state is not DeliveryState.DROPPED:
            replies.setdefault(external, []).append(_reply(delivery))
    placed = {
        notebook.external.get(event.message or ""): event.detail["place"]
        for event in events
        if event.kind is EventKind.PLACED
    }
    answers = []
    for row in messages:
        external = str(row["id"])
        answer = _answer(external, notebook, cases, opening)
        if external in placed:
            answer.setdefault("place", placed[external])
        answers.append(answer | {"replies": replies.get(external, [])})
    others = [*_told(digests), *_sent(deliveries, cases)]
    return Replayed(answers=answers, events=_events(events, others, cases), parked=parked)


def _events(
    events: Sequence[CaseEvent],
    others: Sequence[tuple[datetime, dict[str, Any]]],
    cases: Mapping[str, Case],
) -> list[dict[str, Any]]:
    """In order of virtual time, at the same time in the order of cases."""
    lines = [
        (
            event.at,
            {
                "event": event.kind.value,
                "case": str(cases[event.case].number),
                "actor": event.actor,
                "detail": dict(event.detail),
            },
        )
        for event in events
        if event.kind not in _OWN
    ]
    lines += others
    lines.sort(key=itemgetter(0))
    return [{"at": _local(at)} | line for at, line in lines]


def _told(digests: Sequence[Digest]) -> Iterator[tuple[datetime, dict[str, Any]]]:
    for one in digests:
        line = {
            "event": EventKind.DIGEST.value,
            "case": None,
            "actor": "timer",
            "detail": {"to": one.person, "kind": one.kind.value},
        }
        yield one.said_at or one.slot, line


def _sent(
    deliveries: Sequence[Delivery], cases: Mapping[str, Case]
) -> Iterator[tuple[datetime, dict[str, Any]]]:
    for delivery in deliveries:
        if delivery.state is DeliveryState.SENT and delivery.sent_at is not None:
            case = cases.get(delivery.case or "")
            line = {
                "event": EventKind.REPLY_SENT.value,
                "case": str(case.number) if case else None,
                "actor": "bot",
                "detail": {"to": _to(delivery), "text": delivery.text},
            }
            yield delivery.sent_at, line


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
