"""`qunli adapter`: one account's process, joined to the service by the rows of the store.

Comes in: checked configuration. Goes out: a running process that ends on SIGTERM, SIGINT or with
its parent. Its own intake stores what may be heard; the service's stages find it there. Does not:
understand a message, answer one, or bring the store up to date: where the service has not done so
yet, it waits. One process for each account: a lock beside the store sees to it.
"""

import asyncio
import contextlib
import logging
import os
import signal
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.adapters.relay import Host
from bot.adapters.wechat.channel import HEARD_UNTIL, WechatChannel
from bot.adapters.wechat.official import load
from bot.clock import SystemClock
from bot.config.secrets import Secrets
from bot.domain.errors import StorageError
from bot.journey.beside.linking import Linking
from bot.options.config import Config
from bot.ports.relay import Pulse
from bot.storage.engine import make_engine
from bot.storage.owning import owned
from bot.storage.unit import SqlStore
from bot.wiring.entrance import entrance, lobby
from bot.wiring.queue import queue_of, wires_of
from bot.wiring.relays import wechat_of

log = logging.getLogger(__name__)

_AGAIN = timedelta(seconds=2)
_REFRESH = timedelta(seconds=2)
_SIGN_EVERY = timedelta(seconds=5)


async def serve(config: Config, secrets: Secrets, name: str, *, with_parent: bool) -> None:
    """Until it is stopped; StoreInUse where the account has a process already."""
    await asyncio.to_thread(load)
    clock = SystemClock()
    lock = owned(config.store.url, now=clock.now(), who=name)
    await asyncio.to_thread(lock.__enter__)
    try:
        engine = await asyncio.to_thread(make_engine, config.store.url)
        store = SqlStore(engine, in_hand=0)  # what it hears is read by others
        try:
            await _serve(config, secrets, name, store, with_parent=with_parent)
        finally:
            await store.close()
    finally:
        await asyncio.to_thread(lock.__exit__, None, None, None)


async def _serve(
    config: Config, secrets: Secrets, name: str, store: SqlStore, *, with_parent: bool
) -> None:
    clock, stopping = SystemClock(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    if with_parent:
        loop.add_reader(sys.stdin.fileno(), stopping.set)  # it has nothing to say: this is its end
    living = asyncio.ensure_future(_living(clock)) if with_parent else None
    try:
        await _connected(config, secrets, name, store, stopping)
    finally:
        if living is not None:
            living.cancel()


async def _connected(
    config: Config, secrets: Secrets, name: str, store: SqlStore, stopping: asyncio.Event
) -> None:
    clock = SystemClock()
    last = await _last_pulse(store, clock, name, stopping)
    if stopping.is_set():
        return
    settings = wechat_of(config, secrets, name)
    channel = WechatChannel(settings, clock, alive_until=_heard_until(last) if last else None)
    office = await asyncio.to_thread(lobby, config, clock, {name: channel.declaration})
    wires = wires_of(config, secrets, clock)
    office = replace(office, signals=wires.signals)
    gather = timedelta(milliseconds=config.queue.gather_milliseconds)
    queue = queue_of(wires, store, clock, gather=gather, tally=office.tally)
    intake, linking = entrance(office, store, queue)
    await linking.refresh()  # who has left is known before anybody is heard
    host = Host(
        channel,
        store=store,
        clock=clock,
        figures=lambda: office.tally.figures(name) | dict(channel.figures()) | resident(),
    )
    log.info("adapter_started", extra={"channel": name})
    async with asyncio.TaskGroup() as tasks:
        running = [
            tasks.create_task(host.run(intake.accept)),
            tasks.create_task(_informed(linking, clock)),
            *(tasks.create_task(life()) for life in wires.lives),
        ]
        await stopping.wait()
        for task in running:
            task.cancel()
    log.info("adapter_stopped", extra={"channel": name})


async def _living(clock: SystemClock) -> None:
    """Let the parent know that this process is not frozen (see `bot.commands.companion`)."""
    while True:
        with contextlib.suppress(OSError):  # its end is told by standard input
            os.write(sys.stdout.fileno(), b".")
        await clock.sleep(_SIGN_EVERY)


async def _informed(linking: Linking, clock: SystemClock) -> None:
    """Know soon what is linked and wished elsewhere."""
    while True:
        await clock.sleep(_REFRESH)
        try:
            await linking.refresh()
        except StorageError as err:
            log.warning("adapter_waits", extra={"reason": str(err)})


def _heard_until(last: Pulse) -> datetime:
    """Since when an earlier process may have missed something: a gateway that was frozen may have
    handed over nothing while the process was alive."""
    told = last.figures.get(HEARD_UNTIL)
    return min(last.alive_at, datetime.fromtimestamp(told, UTC)) if told else last.alive_at


async def _last_pulse(
    store: SqlStore, clock: SystemClock, name: str, stopping: asyncio.Event
) -> Pulse | None:
    """The last sign of life of an earlier process; waits until the store can be read."""
    while not stopping.is_set():
        try:
            return await store.look(lambda unit: unit.relay.pulse(name))
        except StorageError as err:
            log.warning("adapter_waits", extra={"reason": str(err)})
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), _AGAIN.total_seconds())
    return None


def resident() -> dict[str, float]:
    """How much memory this process holds now; nothing where the system does not tell."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return {"resident_bytes": pages * os.sysconf("SC_PAGE_SIZE")}
    return {}
