"""Keeps one line of events to the gateway, whatever becomes of it.

Comes in: settings, and what to do with an event. Goes out: every event, the state of the line, and
gaps: times of which the gateway replays nothing. Does not: read messages, or send words.

A gateway that is frozen has the events in hand and gives them when it goes on: the line is kept,
and only left where a new connection is answered and this one is not. Waiting here is the event
loop's own time, not `ports.Clock`: a clock that a test moves must not make a socket reconnect.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

from bot.adapters.wechat.gaps import Gaps
from bot.adapters.wechat.official import Gateway, connect
from bot.adapters.wechat.settings import WechatSettings
from bot.adapters.wechat.wire import (
    BAD_TOKEN,
    TAKEN,
    Event,
    EventKind,
    Problem,
    Refused,
    Unanswered,
)
from bot.backoff import Backoff
from bot.ports import Clock, PartHealth

log = logging.getLogger(__name__)


class LineLost(Problem):
    """The line is no more."""


class Line:
    """The receiving half; `epoch` grows with every line that opens, and is 0 while none stands."""

    def __init__(
        self,
        settings: WechatSettings,
        clock: Clock,
        *,
        hear: Callable[[Gateway, Event], None],
        alive_until: datetime | None = None,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._hear = hear
        self._health = PartHealth(status="down", since=clock.now(), detail="not started")
        self._lines = 0
        self._backoff = Backoff(
            first=settings.backoff_first,
            longest=settings.backoff_longest,
            settled_after=settings.settled_after,
        )
        self._answered_at = 0.0
        self._dong_at = 0.0
        self.heard_until: datetime | None = None
        """When the gateway last said `dong`: whatever it had in hand before that is here."""

        self.gaps = Gaps(alive_until)
        self.epoch = 0
        self.account = ""
        self.logged_out = False
        self.gateway: Gateway | None = None

    def health(self) -> PartHealth:
        """How the line is now, and what it missed."""
        missed = self.gaps.told
        detail = f"{self._health.detail}; {missed}" if missed else self._health.detail
        return PartHealth(status=self._health.status, since=self._health.since, detail=detail)

    def stood_since(self, epoch: int, at: float) -> bool:
        """Whether a line still stands, and has been heard of after an instant of the loop."""
        return epoch != 0 and self.epoch == epoch and self._answered_at > at

    async def run(self) -> None:
        """Until cancelled."""
        now = asyncio.get_running_loop().time
        try:
            while True:
                began = now()
                problem = await self._live()
                stood = self.epoch != 0
                self._lost()
                wait = self._backoff.next_wait(now() - began if stood else 0)
                self._tell(problem)
                log.warning(
                    "wechat_reconnecting",
                    extra={"reason": str(problem), "wait_seconds": round(wait, 3)},
                )
                await _pause(wait)
        finally:
            self._lost()
            self._set("down", "stopped")

    async def _live(self) -> Problem:
        """One life of the line; gives back what it ended of. Its tasks tell that instead of raising
        it: a task group with a failed task forgets that it was cancelled.
        """
        gateway = await connect(self._settings)
        opened = asyncio.Event()
        ended: asyncio.Future[Problem] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.TaskGroup() as tasks:
                parts = [
                    tasks.create_task(_told(self._read(gateway, opened), ended)),
                    tasks.create_task(_told(self._attend(gateway, opened), ended)),
                ]
                problem = await ended
                for part in parts:
                    part.cancel()
        finally:
            gateway.close()
        return problem

    async def _read(self, gateway: Gateway, opened: asyncio.Event) -> None:
        async for event in gateway.events():
            self._answered_at = asyncio.get_running_loop().time()
            if not opened.is_set():
                opened.set()
                self._open(gateway)
            self._note(event)
            self._hear(gateway, event)
        raise LineLost("the gateway ended the stream of events")

    def _open(self, gateway: Gateway) -> None:
        self._lines += 1
        self.epoch, self.gateway = self._lines, gateway
        self._dong_at = 0.0
        self.gaps.close(self._clock.now())
        log.info("wechat_connected")
        self._set("degraded", "connected, not logged in")

    def _lost(self) -> None:
        if self.epoch:
            self.gaps.open(self._clock.now())
        self.epoch, self.gateway = 0, None

    async def _attend(self, gateway: Gateway, opened: asyncio.Event) -> None:
        """Have the account run, then ask again and again whether the gateway lives."""
        try:
            async with asyncio.timeout(self._settings.deadline.total_seconds()):
                await opened.wait()
        except TimeoutError as err:
            raise LineLost("the gateway does not answer") from err
        started, silent_since = False, None
        while True:
            try:
                await (gateway.ask() if started else gateway.start())
                started = True
            except Unanswered:
                silent_since = await self._silent(gateway, silent_since)
            except Refused as err:
                if not started:
                    raise
                log.warning("wechat_not_asked", extra={"reason": err.status})
            else:
                self._answered(was_silent=silent_since is not None)
                silent_since = None
            await _pause(self._settings.ask_every.total_seconds())

    async def _silent(self, gateway: Gateway, since: float | None) -> float:
        """No answer; since when there has been none."""
        now = asyncio.get_running_loop().time()
        self._set("degraded", "the gateway does not answer")
        if since is not None and now - since > self._settings.silence.total_seconds():
            await self._leave_if_dead(gateway)
        return since or now

    def _answered(self, *, was_silent: bool) -> None:
        if was_silent:
            self._logged(out=self.logged_out)
        self._answered_at = asyncio.get_running_loop().time()
        self._still_hears(self._answered_at)

    def _still_hears(self, now: float) -> None:
        """A gateway that has said `dong` says it after every question, or the stream is dead."""
        allowed = (
            3 * self._settings.ask_every.total_seconds() + self._settings.silence.total_seconds()
        )
        if self._dong_at and now - self._dong_at > allowed:
            raise LineLost("no events come any more")

    async def _leave_if_dead(self, gateway: Gateway) -> None:
        """A gateway that answers elsewhere has lost this line; one that does not is frozen."""
        other = await connect(self._settings)
        try:
            await other.ask()
        except Problem:
            return
        finally:
            other.close()
        with contextlib.suppress(Unanswered):
            await gateway.ask()
            return  # it went on just now
        raise LineLost("the connection was dead")

    def _note(self, event: Event) -> None:
        match event.kind:
            case EventKind.DONG:
                self._dong_at = asyncio.get_running_loop().time()
                self.heard_until = self._clock.now()
            case EventKind.LOGIN:
                self.account = event.fact("contactId") or self.account
                self._logged(out=False)
            case EventKind.LOGOUT:
                self._logged(out=True)
            case EventKind.SCAN:
                self.logged_out = True
                self._set("degraded", "waits for somebody to scan the code")
            case EventKind.ERROR | EventKind.RESET:
                log.warning("wechat_gateway_trouble", extra={"kind": EventKind(event.kind).name})
            case _:
                pass

    def _logged(self, *, out: bool) -> None:
        self.logged_out = out
        if out:
            self._set("degraded", "the account is logged out")
        elif self.account:
            self._set("ok", "connected")

    def _tell(self, problem: Problem) -> None:
        detail = str(problem)
        refused = problem.status if isinstance(problem, Refused) else ""
        if refused in BAD_TOKEN:
            self._set("down", "the gateway refuses the token")
        elif refused == TAKEN:
            self._set("down", "another client has the gateway")
        elif self._backoff.failures >= self._settings.down_after:
            self._set("down", detail)
        else:
            self._set("degraded", detail)

    def _set(self, status: str, detail: str) -> None:
        if (status, detail) != (self._health.status, self._health.detail):
            same = status == self._health.status
            since = self._health.since if same else self._clock.now()
            self._health = PartHealth(status=status, since=since, detail=detail)


async def _told(part: Coroutine[Any, Any, None], ended: asyncio.Future[Problem]) -> None:
    """Run a part; its problem is the end of the whole, unless another's was before."""
    try:
        await part
    except Problem as problem:
        if not ended.done():
            ended.set_result(problem)


async def _pause(seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await asyncio.Event().wait()
