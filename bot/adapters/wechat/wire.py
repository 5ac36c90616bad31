"""What comes over the wire, as plain values; and what can go wrong on it.

Comes in: values that `official` read from the client library's objects. Goes out: frozen values and
three exceptions, sorted by what the caller does next. Does not: import the library.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum


class MessageKind(IntEnum):
    """Kinds of messages as the gateway numbers them (wechaty-puppet 1.21, types/message)."""

    UNKNOWN = 0
    ATTACHMENT = 1
    AUDIO = 2
    CONTACT = 3
    CHAT_HISTORY = 4
    EMOTICON = 5
    IMAGE = 6
    TEXT = 7
    LOCATION = 8
    MINI_PROGRAM = 9
    GROUP_NOTE = 10
    TRANSFER = 11
    RED_ENVELOPE = 12
    RECALLED = 13
    URL = 14
    VIDEO = 15


class EventKind(IntEnum):
    """Kinds of events that are acted upon (wechaty-grpc, EventType)."""

    HEARTBEAT = 1
    MESSAGE = 2
    DONG = 3
    ERROR = 16
    ROOM_JOIN = 19
    ROOM_LEAVE = 20
    SCAN = 22
    RESET = 24
    LOGIN = 25
    LOGOUT = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something the gateway tells by itself; `facts` is empty where it cannot be read."""

    kind: int
    facts: Mapping[str, object]

    def fact(self, name: str) -> str:
        """One of the facts, where it is text; else empty."""
        value = self.facts.get(name)
        return value if isinstance(value, str) else ""

    def names(self, name: str) -> tuple[str, ...]:
        """One of the facts, where it is a list of texts."""
        value = self.facts.get(name)
        return tuple(v for v in value if isinstance(v, str)) if isinstance(value, list) else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """A message as the gateway knows it. `talker`, `room`, `listener` are the platform's ids."""

    id: str
    kind: int
    text: str
    timestamp: int
    talker: str
    room: str = ""
    listener: str = ""
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Who speaks, as he is shown there. `is_person` is False of official accounts."""

    name: str = ""
    is_person: bool = True


class Problem(Exception):
    """Something on the wire."""


class Unreachable(Problem):
    """There is no gateway: what was to be asked has certainly not reached it."""


class Unanswered(Problem):
    """No answer, or the line broke before there was one: what was asked may have been done."""


class Refused(Problem):
    """The gateway's answer was an error; `status` is its name in gRPC."""

    def __init__(self, status: str) -> None:
        super().__init__(f"the gateway refused ({status})")
        self.status = status


BAD_TOKEN = frozenset({"UNAUTHENTICATED", "PERMISSION_DENIED"})
TAKEN = "ALREADY_EXISTS"
"""Another client has the gateway's events; there is one stream of them."""


def facts_of(payload: str) -> Mapping[str, object]:
    """The facts of an event; empty where it is no object."""
    try:
        read = json.loads(payload)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}
