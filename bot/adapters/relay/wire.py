"""What lies in the rows between the two processes: words and outcomes as JSON.

Comes in: values of the domain. Goes out: text, and the same values again. Does not: store.
"""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.errors import (
    AddressExpired,
    ChannelError,
    ChannelRefused,
    ChannelUnavailable,
    OutcomeUnknown,
)
from bot.domain.message import (
    Address,
    Attachment,
    AttachmentKind,
    ConversationKind,
    OutboundMessage,
    Receipt,
)

_ERRORS: dict[str, type[ChannelError]] = {
    kind.__name__: kind
    for kind in (ChannelUnavailable, ChannelRefused, AddressExpired, OutcomeUnknown)
}


def write_outbound(message: OutboundMessage) -> str:
    """Words on their way out. A card is left out: no channel behind a relay shows any."""
    picture = message.picture
    return _text(
        {
            "delivery_id": message.delivery_id,
            "address": _address_facts(message.address),
            "text": message.text,
            "mentions": list(message.mentions),
            "urgent": message.urgent,
            "picture": base64.b64encode(picture).decode("ascii") if picture else None,
        }
    )


def read_outbound(body: str) -> OutboundMessage:
    """The opposite of `write_outbound`."""
    facts = json.loads(body)
    picture = facts["picture"]
    return OutboundMessage(
        **facts
        | {
            "address": _address(facts["address"]),
            "mentions": tuple(facts["mentions"]),
            "picture": base64.b64decode(picture) if picture else None,
        }
    )


def write_wanted(attachment: Attachment, most: int) -> str:
    """Something to be fetched."""
    return _text([attachment.kind, attachment.reference, most])


def read_wanted(body: str) -> tuple[Attachment, int]:
    """The opposite of `write_wanted`."""
    kind, reference, most = json.loads(body)
    return Attachment(kind=AttachmentKind(kind), reference=reference), most


def write_receipt(receipt: Receipt | None) -> str:
    """An errand that was done."""
    return _text({"receipt": None if receipt is None else receipt.external_id, "is": bool(receipt)})


def write_error(error: ChannelError) -> str:
    """An errand that failed."""
    wait = error.retry_after if isinstance(error, ChannelUnavailable) else None
    kind = type(error).__name__
    return _text(
        {
            "error": kind if kind in _ERRORS else ChannelUnavailable.__name__,
            "why": str(error),
            "wait": wait.total_seconds() if wait is not None else None,
        }
    )


def read_receipt(body: str) -> Receipt | None:
    """The receipt, if there is one; the channel's own error where it failed."""
    facts = json.loads(body)
    if "error" not in facts:
        return Receipt(external_id=facts["receipt"]) if facts["is"] else None
    kind, why = _ERRORS[facts["error"]], facts["why"]
    if kind is ChannelUnavailable and facts["wait"] is not None:
        raise ChannelUnavailable(why, retry_after=timedelta(seconds=facts["wait"]))
    raise kind(why)


def _address_facts(address: Address) -> list[Any]:
    until = address.route_until
    return [
        address.channel,
        address.kind,
        address.conversation,
        address.person,
        address.route,
        until.timestamp() if until is not None else None,
    ]


def _address(facts: list[Any]) -> Address:
    channel, kind, conversation, person, route, until = facts
    return Address(
        channel=channel,
        kind=ConversationKind(kind),
        conversation=conversation,
        person=person,
        route=route,
        route_until=_instant(until) if until is not None else None,
    )


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _text(facts: object) -> str:
    return json.dumps(facts, separators=(",", ":"))
