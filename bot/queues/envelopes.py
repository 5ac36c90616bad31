"""Messages as a broker carries them: in envelopes of one partition each.

Comes in: stored messages, or bytes. Goes out: bytes, or the same messages. Does not: send them.
A conversation is always of the same partition, so that its messages keep their order.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final
from zlib import crc32

from bot.domain.message import Address, Attachment, AttachmentKind, ConversationKind
from bot.domain.turn import StoredMessage

PARTITIONS: Final = 16
"""So many envelopes are stored at the same time at most, by all processes together."""
MOST_BYTES: Final = 500_000
"""Of one envelope; a broker takes a megabyte unless it is told otherwise."""


def envelopes(messages: Sequence[StoredMessage]) -> Iterator[tuple[int, bytes]]:
    """Partitions and what goes there, in order; several where it is too much for one."""
    parts: dict[int, list[bytes]] = defaultdict(list)
    for message in messages:
        parts[partition_of(message)].append(_written(message))
    for partition, written in parts.items():
        for lot in _lots(written):
            yield partition, b"[" + b",".join(lot) + b"]"


def opened(envelope: bytes) -> list[StoredMessage]:
    """What is in it; ValueError where it is not of ours."""
    try:
        return [_message(one) for one in json.loads(envelope)]
    except (AttributeError, KeyError, TypeError) as err:
        raise ValueError(f"no envelope: {type(err).__name__}") from err


def partition_of(message: StoredMessage) -> int:
    """That of its conversation: a group, or what one person says in private."""
    return crc32((message.room or message.thread).encode()) % PARTITIONS


def _lots(written: Sequence[bytes]) -> Iterator[list[bytes]]:
    lot: list[bytes] = []
    size = 0
    for one in written:
        if lot and size + len(one) > MOST_BYTES:
            yield lot
            lot, size = [], 0
        lot.append(one)
        size += len(one)
    yield lot


def _written(message: StoredMessage) -> bytes:
    return json.dumps(asdict(message), default=datetime.isoformat, ensure_ascii=False).encode()


def _message(found: Mapping[str, Any]) -> StoredMessage:
    address = dict(found["address"])
    address |= {"kind": ConversationKind(address["kind"])}
    if address["route_until"] is not None:
        address["route_until"] = datetime.fromisoformat(address["route_until"])
    attachments = tuple(
        Attachment(kind=AttachmentKind(one["kind"]), reference=one["reference"])
        for one in found["attachments"]
    )
    told = {
        "address": Address(**address),
        "attachments": attachments,
        "sent_at": datetime.fromisoformat(found["sent_at"]),
        "received_at": datetime.fromisoformat(found["received_at"]),
    }
    return StoredMessage(**(dict(found) | told))
