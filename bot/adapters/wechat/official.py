"""The client library put to use: the only module that imports wechaty's packages.

Comes in: an endpoint, a token. Goes out: one connection, with a deadline on everything it asks.
Does not: reconnect, or know what a message means.

Of wechaty 0.10.7 its own client of the gateway is used (`wechaty_puppet_service.PuppetService` with
the stub of `wechaty_grpc`), and nothing above it: `Wechaty.start` ends the host's event loop where
the gateway is down, gives up for good after a minute, asks the gateway to stop before it starts,
ends silently on an `error` event, shares caches between accounts, and imports a web server (44 MB).
Of the client only what asks for single things is used; `start` and `_listen_for_event` are not.

Importing it needs three helps: `pyee` 12 moved a class, `telnetlib` is deprecated, and a directory
`.wechaty` is made where the process stands. Its loggers print tokens and words, and are silenced.
"""

import asyncio
import base64
import contextlib
import importlib
import json
import logging
import ssl
import tempfile
import threading
import warnings
from collections.abc import AsyncIterator, Iterator
from functools import cache
from types import ModuleType
from typing import Any, NamedTuple

from bot.adapters.wechat.settings import WechatSettings
from bot.adapters.wechat.wire import (
    Event,
    Member,
    Payload,
    Problem,
    Refused,
    Unanswered,
    Unreachable,
    facts_of,
)

_OFFICIAL = 2
_BASE64 = 1
"""Kinds of contacts and of file boxes, as the gateway numbers them."""

_BROKEN = (ConnectionResetError, ConnectionAbortedError, BrokenPipeError, ssl.SSLError)
_UNREADABLE = (ValueError, IndexError, KeyError, TypeError, AttributeError, AssertionError)


class _Libraries(NamedTuple):
    grpclib: ModuleType
    errors: ModuleType
    puppet: ModuleType
    schemas: ModuleType
    stub: ModuleType


_LOADING = threading.Lock()


def load() -> _Libraries:
    """Import the libraries; blocks. ImportError where the extra `wechat` is not installed. The
    first time the whole process stands elsewhere for a moment: best before anything else is done.
    """
    with _LOADING:  # who listens and who speaks may come at the same time
        return _loaded()


@cache
def _loaded() -> _Libraries:
    known = set(logging.root.manager.loggerDict)
    emitters = importlib.import_module("pyee")
    if not hasattr(emitters, "AsyncIOEventEmitter"):
        moved = importlib.import_module("pyee.asyncio")
        emitters.AsyncIOEventEmitter = moved.AsyncIOEventEmitter  # type: ignore[attr-defined]
    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as elsewhere:
        warnings.simplefilter("ignore", DeprecationWarning)
        with contextlib.chdir(elsewhere):
            names = ("wechaty_puppet_service.puppet", "wechaty_puppet", "wechaty_grpc.wechaty")
            puppet, schemas, stub = (importlib.import_module(name) for name in names)
    for name in set(logging.root.manager.loggerDict) - known:
        if not name.startswith(("grpclib", "asyncio")):
            logging.getLogger(name).disabled = True
    return _Libraries(
        grpclib=importlib.import_module("grpclib.client"),
        errors=importlib.import_module("grpclib.exceptions"),
        puppet=puppet,
        schemas=schemas,
        stub=stub,
    )


async def connect(settings: WechatSettings) -> "Gateway":
    """A connection that is opened at its first use."""
    await asyncio.to_thread(load)
    return Gateway(settings)


class Gateway:
    """One connection to the gateway."""

    def __init__(self, settings: WechatSettings) -> None:
        self._settings = settings
        self._libraries = load()
        self._closed = False
        self._deadline = settings.deadline.total_seconds()
        options = self._libraries.schemas.PuppetOptions(
            token=settings.token, end_point=f"{settings.host}:{settings.port}"
        )
        self._puppet = self._libraries.puppet.PuppetService(options)
        channel = self._libraries.grpclib.Channel(host=settings.host, port=settings.port)
        channel._authority = settings.token  # how the gateway is told the token
        self._puppet.channel = channel
        self._puppet._puppet_stub = self._libraries.stub.PuppetStub(channel)

    def close(self) -> None:
        """End the connection for good; the account stays logged in."""
        self._closed = True
        self._puppet.channel.close()

    async def events(self) -> AsyncIterator[Event]:
        """What the gateway tells, until the line breaks, which raises."""
        with self._translated():
            async for told in self._puppet.puppet_stub.event():
                yield Event(kind=int(told.type), facts=facts_of(told.payload))

    async def start(self) -> None:
        """Have the account run; one that runs goes on."""
        async with self._asking():
            await self._puppet.puppet_stub.start()

    async def ask(self) -> None:
        """Have an answer, and a `dong` among the events."""
        async with self._asking():
            await self._puppet.ding("")

    async def message(self, message: str) -> Payload:
        """What a message is. (The client's own method fails on kinds it does not know.)"""
        async with self._asking():
            got = await self._puppet.puppet_stub.message_payload(id=message)
            return Payload(
                id=got.id or message,
                kind=int(got.type),
                text=got.text,
                timestamp=int(got.timestamp),
                talker=got.from_id,
                room=got.room_id,
                listener=got.to_id,
                mentions=tuple(got.mention_ids),
            )

    async def member(self, room: str, contact: str) -> Member:
        """Who somebody is, in a room or (without one) in private."""
        async with self._asking():
            if room:
                there = await self._puppet.room_member_payload(room, contact)
                if name := there.room_alias or there.name:
                    return Member(name=name)
            alone = await self._puppet.contact_payload(contact)
            return Member(name=alone.name, is_person=int(alone.type) != _OFFICIAL)

    async def knows(self, conversation: str, *, is_room: bool) -> bool:
        """Whether there is such a conversation."""
        try:
            async with self._asking():
                if is_room:
                    found = await self._puppet.room_payload(conversation)
                else:
                    found = await self._puppet.contact_payload(conversation)
        except Refused:
            return False
        return bool(found.id)

    async def say(self, conversation: str, text: str, mentions: tuple[str, ...]) -> str | None:
        """Say words; the platform's id for them, where it gives one."""
        async with self._asking():
            said: str | None = await self._puppet.message_send_text(
                conversation, text, list(mentions)
            )
            return said

    async def show(self, conversation: str, picture: bytes, name: str) -> str | None:
        """Send a picture. (The client's own file box warns of itself with every use.)"""
        content = base64.b64encode(picture).decode("ascii")
        box = json.dumps({"boxType": _BASE64, "base64": content, "name": name})
        async with self._asking():
            sent = await self._puppet.puppet_stub.message_send_file(
                conversation_id=conversation, filebox=box
            )
            shown: str | None = sent.id
            return shown

    async def file(self, message: str, limit: int) -> bytes | None:
        """The bytes of a picture or a voice; None where they are more than the limit. The stream of
        chunks carries any size, the client's own method at most 15 kB.
        """
        got = bytearray()
        async with self._asking():
            async for part in self._puppet.puppet_stub.message_file_stream(id=message):
                got += part.file_box_chunk.data
                if len(got) > limit:
                    return None
        return bytes(got)

    @contextlib.asynccontextmanager
    async def _asking(self) -> AsyncIterator[None]:
        if self._closed:  # the library would connect again
            raise Unreachable("the connection was ended")
        with self._translated():
            async with asyncio.timeout(self._deadline):
                yield

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        errors: Any = self._libraries.errors
        try:
            yield
        except Problem:
            raise
        except errors.GRPCError as err:
            if "grpc-status" in (err.message or ""):  # the library's own: it ended without one
                raise Unanswered("the connection broke") from err
            raise Refused(err.status.name) from err
        except TimeoutError as err:
            raise Unanswered("no answer in time") from err
        except (errors.StreamTerminatedError, errors.ProtocolError, *_BROKEN) as err:
            raise Unanswered("the connection broke") from err
        except OSError as err:
            raise Unreachable(f"no connection ({type(err).__name__})") from err
        except _UNREADABLE as err:
            raise Unanswered(f"an answer that cannot be read ({type(err).__name__})") from err
