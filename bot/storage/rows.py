"""Rows to domain values and back.

Comes in: SQLAlchemy rows or domain values. Goes out: domain values or column dictionaries. Does
not: query.
"""

import json
from dataclasses import fields
from datetime import UTC, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any

from sqlalchemy import Row

from bot.domain.case import Case, CaseEvent, CaseStatus, EventKind
from bot.domain.delivery import Delivery, DeliveryState
from bot.domain.matters import Level, Privacy, Urgency
from bot.domain.message import Address, Attachment, AttachmentKind, ConversationKind
from bot.domain.place import Place
from bot.domain.timer import Timer, TimerKind
from bot.domain.turn import Guess, StoredMessage, Turn, Understanding

AnyRow = Row[Any]


_SAME_ADDRESSES = 4096
"""So many addresses are kept as they were read: groups are few, and what is said in them much."""


@lru_cache(_SAME_ADDRESSES)
def address_to_text(address: Address) -> str:
    """A compact list as JSON; the route's end as seconds."""
    until = address.route_until.timestamp() if address.route_until else None
    return json.dumps(
        [
            address.channel,
            address.kind.value,
            address.conversation,
            address.person,
            address.route,
            until,
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


@lru_cache(_SAME_ADDRESSES)
def address_from_text(text: str) -> Address:
    """The opposite of `address_to_text`."""
    channel, kind, conversation, person, route, until = json.loads(text)
    return Address(
        channel=channel,
        kind=ConversationKind(kind),
        conversation=conversation,
        person=person,
        route=route,
        route_until=datetime.fromtimestamp(until, UTC) if until is not None else None,
    )


def attachments_to_json(attachments: tuple[Attachment, ...]) -> list[list[str]] | None:
    """Pairs of kind and reference; nothing of most messages."""
    return [[one.kind.value, one.reference] for one in attachments] or None


def attachments_from_json(value: list[list[str]] | None) -> tuple[Attachment, ...]:
    """The opposite of `attachments_to_json`."""
    return tuple(
        Attachment(kind=AttachmentKind(kind), reference=reference)
        for kind, reference in value or ()
    )


def message_to_row(message: StoredMessage) -> dict[str, Any]:
    """Columns of `messages`."""
    return {
        "id": message.id,
        "channel": message.channel,
        "external_id": message.external_id,
        "thread": message.thread,
        "room": message.room,
        "sender": message.sender,
        "sender_name": message.sender_name,
        "address": address_to_text(message.address),
        "text": message.text,
        "sent_at": message.sent_at,
        "received_at": message.received_at,
        "addressed": message.addressed,
        "quoted": message.quoted,
        "quoted_text": message.quoted_text,
        "images": message.images,
        "attachments": attachments_to_json(message.attachments),
        "turn": None,
        "act": None,
        "case_key": None,
    }


def message_from_row(row: AnyRow) -> StoredMessage:
    """From a whole row of `messages`."""
    return StoredMessage(
        id=row.id,
        channel=row.channel,
        external_id=row.external_id,
        thread=row.thread,
        room=row.room,
        sender=row.sender,
        sender_name=row.sender_name,
        address=address_from_text(row.address),
        text=row.text,
        sent_at=row.sent_at,
        received_at=row.received_at,
        addressed=row.addressed,
        quoted=row.quoted,
        quoted_text=row.quoted_text,
        images=row.images,
        attachments=attachments_from_json(row.attachments),
    )


def understanding_to_json(value: Understanding) -> dict[str, Any]:
    """A JSON object; of a turn that is one message and one matter only the whole is written."""
    found: dict[str, Any] = {"whole": _guess_to_json(value.whole)}
    if value.messages != (value.whole,):
        found["messages"] = [_guess_to_json(guess) for guess in value.messages]
    if value.problems:
        found["problems"] = [[text, _guess_to_json(guess)] for text, guess in value.problems]
    if value.quoted is not None:
        found["quoted"] = _guess_to_json(value.quoted)
    return found


def understanding_from_json(value: dict[str, Any]) -> Understanding:
    """The opposite of `understanding_to_json`."""
    whole = _guess_from_json(value["whole"])
    parts, problems, quoted = (value.get(name) for name in ("messages", "problems", "quoted"))
    return Understanding(
        whole=whole,
        messages=(whole,) if parts is None else tuple(_guess_from_json(part) for part in parts),
        problems=tuple((text, _guess_from_json(guess)) for text, guess in problems or ()),
        quoted=None if quoted is None else _guess_from_json(quoted),
    )


def _guess_to_json(guess: Guess) -> list[Any]:
    return [
        guess.request,
        guess.question,
        guess.item,
        guess.category,
        list(guess.top3),
        guess.confidence,
        guess.model,
        guess.emergency,
        guess.emergency_code,
        *(guess.talk or ()),
    ]


def _guess_from_json(value: list[Any]) -> Guess:
    request, question, item, category, top3, confidence, model, *danger = value
    emergency, emergency_code, *talk = danger or (None, None)
    return Guess(
        request=request,
        question=question,
        item=item,
        category=category,
        top3=tuple(top3),
        confidence=confidence,
        model=model,
        emergency=emergency,
        emergency_code=emergency_code,
        talk=tuple(talk) or None,
    )


def turn_from_row(
    row: AnyRow,
    messages: tuple[StoredMessage, ...] = (),
    understanding: Understanding | None = None,
) -> Turn:
    """From a row of `turns`, with what belongs to it."""
    return Turn(
        id=row.id,
        thread=row.thread,
        room=row.room,
        sender=row.sender,
        started_at=row.started_at,
        due_at=row.due_at,
        urgent=row.urgent,
        attempts=row.attempts,
        messages=messages,
        understanding=understanding,
    )


_CASE_FIELDS = tuple(field.name for field in fields(Case))
_case_values = attrgetter(*_CASE_FIELDS)
_CASE_FLAGS = ("drill", "untold", "appointed", "asked_evidence")
_CASE_COUNTS = ("lapses", "extended", "pictures")
"""Columns that came later: empty in older rows."""


def case_to_row(case: Case) -> dict[str, Any]:
    """Columns of `cases` but `sequence`."""
    row = {name: getattr(case, name) for name in _CASE_FIELDS}
    row["place"] = case.place.stated()
    row["supporters"] = list(case.supporters)
    row["supervised_for"] = list(case.supervised_for)
    row["accused"] = list(case.accused)
    return row


def case_from_row(row: AnyRow) -> Case:
    """From a whole row of `cases`."""
    values = dict(zip(_CASE_FIELDS, _case_values(row), strict=True))
    values["status"] = CaseStatus(row.status)
    values["urgency"] = Urgency(row.urgency)
    values["privacy"] = Privacy(row.privacy)
    values["level"] = Level(row.level)
    values["place"] = Place(**row.place)
    values["supporters"] = tuple(row.supporters)
    values["supervised_for"] = tuple(row.supervised_for or ())
    values["accused"] = tuple(row.accused or ())
    for name in _CASE_FLAGS:
        values[name] = bool(values[name])
    for name in _CASE_COUNTS:
        values[name] = values[name] or 0
    return Case(**values)


def event_from_row(row: AnyRow) -> CaseEvent:
    """From a whole row of `case_events`."""
    return CaseEvent(
        case=row.case_key,
        at=row.at,
        kind=EventKind(row.kind),
        actor=row.actor,
        detail=row.detail,
        message=row.message,
    )


def timer_to_row(timer: Timer) -> dict[str, Any]:
    """Columns of `timers`."""
    return {
        "id": timer.id,
        "case_key": timer.case,
        "kind": timer.kind,
        "due_at": timer.due_at,
        "step": timer.step,
        "attempts": timer.attempts,
        "state": "waiting",
        "claimed_until": None,
        "reason": "",
    }


def timer_from_row(row: AnyRow) -> Timer:
    """From a whole row of `timers`."""
    return Timer(
        id=row.id,
        case=row.case_key,
        kind=TimerKind(row.kind),
        due_at=row.due_at,
        step=row.step,
        attempts=row.attempts,
    )


def conversation_of(address: Address) -> str:
    """What keeps its order on the way out: a group, or one person's private chat."""
    return f"{address.channel}:{address.kind}:{address.person or address.conversation}"


def delivery_to_row(delivery: Delivery) -> dict[str, Any]:
    """Columns of `deliveries`."""
    return {
        "id": delivery.id,
        "cause": delivery.cause,
        "ordinal": delivery.ordinal,
        "conversation": conversation_of(delivery.address),
        "address": address_to_text(delivery.address),
        "text": delivery.text,
        "due_at": delivery.due_at,
        "until": delivery.until,
        "case_key": delivery.case,
        "room": delivery.room,
        "person": delivery.person,
        "message": delivery.message,
        "mentions": list(delivery.mentions),
        "urgent": delivery.urgent,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "claimed_until": None,
        "receipt": delivery.receipt,
        "reason": delivery.reason,
        "sent_at": delivery.sent_at,
        "sent_with": delivery.sent_with,
        "card": delivery.card or None,
        "picture": delivery.picture or None,
    }


def delivery_from_row(row: AnyRow, *, claimed_before: bool = False) -> Delivery:
    """From a whole row of `deliveries`."""
    return Delivery(
        id=row.id,
        cause=row.cause,
        ordinal=row.ordinal,
        address=address_from_text(row.address),
        text=row.text,
        due_at=row.due_at,
        until=row.until,
        case=row.case_key,
        room=row.room,
        person=row.person,
        message=row.message,
        mentions=tuple(row.mentions),
        urgent=row.urgent,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        claimed_before=claimed_before,
        receipt=row.receipt,
        reason=row.reason,
        sent_at=row.sent_at,
        sent_with=row.sent_with,
        card=bool(row.card),
        picture=bool(row.picture),
    )
