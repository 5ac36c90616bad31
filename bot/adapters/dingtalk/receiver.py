"""Keeps one stream connection to the platform alive, on a thread and an event loop of its own.

Comes in: the settings and three callbacks. Goes out: every message to `offer`, every change of the
line to `report`. Does not: touch the main loop otherwise, store, or send words.

The thread keeps the connection's heartbeat going while the main loop is busy, and keeps whatever
the official client may do away from it. Waiting here is the event loop's own time, not
`ports.Clock`: a clock that a test or a replay moves must not make a real socket reconnect at once.
"""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from bot.adapters.dingtalk import official
from bot.adapters.dingtalk.opening import OpenFailed, open_connection
from bot.adapters.dingtalk.presses import translate_press
from bot.adapters.dingtalk.settings import DingtalkSettings
from bot.adapters.dingtalk.translate import Dropped, Translation, translate
from bot.backoff import Backoff
from bot.domain.errors import StorageError
from bot.domain.message import Address, ConversationKind, InboundMessage
from bot.ports import Clock

log = logging.getLogger(__name__)

MOST_GROUPS_NAMED = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """How the connection is: open, or closed for `failures` times in a row because of `detail`."""

    is_open: bool
    failures: int = 0
    refused: bool = False
    detail: str = ""
    bad_frames: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ending:
    """Why a connection is no more."""

    detail: str
    lived_seconds: float = 0.0
    refused: bool = False


class _Stopped(Exception):
    """Ends the task group, and with it what still waits for the store: it is not acknowledged."""


Offer = Callable[[InboundMessage], Future[None]]
"""Hands a message to the main loop; the future is done when it is stored."""


class Receiver:
    """Runs in its own thread: `serve` until `stop`, which may be called from any thread."""

    def __init__(
        self,
        settings: DingtalkSettings,
        clock: Clock,
        *,
        offer: Offer,
        report: Callable[[Line], None],
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._offer = offer
        self._report = report
        self._dropped: Counter[str] = Counter()
        self._groups: set[str] = set()
        self._takes: dict[str, official.Take] = {official.TOPIC: self._reading(translate)}
        if settings.hears_buttons:
            self._takes[official.PRESSES] = self._reading(translate_press)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = asyncio.Event()
        self._stop_asked = False

    def serve(self) -> None:
        """Blocks until stopped."""
        asyncio.run(self._serve())

    def stop(self) -> None:
        """Ask `serve` to return, whether it has begun or not."""
        self._stop_asked = True
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # it has ended by itself
                self._loop.call_soon_threadsafe(self._stopping.set)

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        if self._stop_asked:
            return
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._keep_open(tasks))
                await self._stopping.wait()
                raise _Stopped
        except* _Stopped:
            pass

    async def _keep_open(self, tasks: asyncio.TaskGroup) -> None:
        settings = self._settings
        backoff = Backoff(
            first=settings.backoff_first,
            longest=settings.backoff_longest,
            settled_after=settings.settled_after,
        )
        while True:
            ending = await self._connect_once(tasks)
            wait = backoff.next_wait(ending.lived_seconds)
            log.warning(
                "dingtalk_reconnecting",
                extra={
                    "reason": ending.detail,
                    "failures": backoff.failures,
                    "wait_seconds": round(wait, 3),
                },
            )
            self._tell(ending, backoff.failures)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), wait)

    def _tell(self, ending: _Ending, failures: int) -> None:
        self._report(
            Line(
                is_open=False,
                failures=failures,
                refused=ending.refused,
                detail=ending.detail,
                bad_frames=self._dropped["bad_frame"],
            )
        )

    async def _connect_once(self, tasks: asyncio.TaskGroup) -> _Ending:
        now = asyncio.get_running_loop().time
        opened_at: float | None = None
        try:
            uri = await open_connection(
                self._settings, topics=self._takes, version=official.VERSION
            )
            async with self._connection(uri) as socket:
                opened_at = now()
                log.info("dingtalk_connected")
                self._report(Line(is_open=True, bad_frames=self._dropped["bad_frame"]))
                await self._read(socket, tasks)
            detail = "the platform closed the connection"
        except OpenFailed as err:
            return _Ending(detail=str(err), refused=err.refused)
        except (WebSocketException, OSError, TimeoutError) as err:
            detail = f"the connection broke ({type(err).__name__})"
        return _Ending(detail=detail, lived_seconds=now() - opened_at if opened_at else 0.0)

    def _connection(self, uri: str) -> connect:
        settings = self._settings
        return connect(
            uri,
            open_timeout=settings.connect_timeout.total_seconds(),
            ping_interval=settings.ping_interval.total_seconds(),
            ping_timeout=settings.ping_timeout.total_seconds(),
            close_timeout=settings.connect_timeout.total_seconds(),
            proxy=None,  # as everywhere in this adapter: the environment is not ours to read
        )

    async def _read(self, socket: ClientConnection, tasks: asyncio.TaskGroup) -> None:
        """Each frame is worked on in a task, so that one being stored does not keep the heartbeat
        waiting.

        The tasks belong to the thread, not to the connection: what is being stored when the line
        breaks is stored. Each offers its message in its first step, so messages keep their order.
        """
        client = official.make_client(self._settings, self._takes)
        client.websocket = socket
        room = asyncio.Semaphore(self._settings.in_flight)
        async for raw in socket:
            frame = official.read_frame(raw)
            if frame is None:
                self._count("bad_frame", "")
                self._report(Line(is_open=True, bad_frames=self._dropped["bad_frame"]))
                continue
            await room.acquire()
            task = tasks.create_task(self._answer(client, frame))
            task.add_done_callback(lambda _: room.release())

    async def _answer(self, client: Any, frame: dict[str, object]) -> None:  # noqa: ANN401
        try:
            outcome = await client.route_message(frame)
            if outcome == official.DISCONNECT:
                await client.websocket.close()
        except ConnectionClosed:
            log.warning("dingtalk_not_acknowledged", extra={"reason": "connection closed"})
        except StorageError as err:
            log.warning("dingtalk_not_acknowledged", extra={"reason": type(err).__name__})

    def _reading(self, translation: Translation) -> official.Take:
        """What is done with the payloads of a topic."""

        def take(payload: object) -> Awaitable[None]:
            """From the payload to the main loop; awaiting it is waiting for the store."""
            name, now = self._settings.name, self._clock.now()
            message = translation(payload, channel=name, received_at=now)
            if isinstance(message, Dropped):
                self._count(message.reason, message.kind)
                return _nothing()
            self._name_group(message.address)
            return asyncio.wrap_future(self._offer(message))

        return take

    def _name_group(self, address: Address) -> None:
        """Once for each group: its id is what an administrator has to enter as the binding."""
        new = address.kind is ConversationKind.GROUP and address.conversation not in self._groups
        if new and len(self._groups) < MOST_GROUPS_NAMED:
            self._groups.add(address.conversation)
            log.info("dingtalk_group_heard", extra={"conversation": address.conversation})

    def _count(self, reason: str, kind: str) -> None:
        self._dropped[reason] += 1
        log.warning(
            "dingtalk_dropped",
            extra={"reason": reason, "kind": kind, "count": self._dropped[reason]},
        )


async def _nothing() -> None:
    """A payload that is no message is done with, and acknowledged: again it would be none."""
