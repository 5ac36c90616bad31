"""DingTalk's real client while its platform is killed, frozen, cut off, fed garbage, and what both
ends count.

Comes in: how many messages, a seed. Goes out: a `Tally`, as JSON on the command line:
`python -m tests.soak.dingtalk --messages 20000`. Does not: judge; the tests do.
"""

import argparse
import asyncio
import contextlib
import json
import logging
import random
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from bot.adapters.dingtalk import DingtalkChannel
from bot.clock import SystemClock
from bot.domain.errors import ChannelError, OutcomeUnknown, StorageError
from bot.domain.message import Address, ConversationKind, OutboundMessage
from bot.domain.turn import StoredMessage
from bot.queues.embedded import EmbeddedQueue
from bot.wiring.store import open_store
from tests.fakes.dingtalk_platform import LEADERS, OWNERS, FakeDingtalk
from tests.fakes.dingtalk_rig import settings_for
from tests.fakes.dingtalk_robot import GROUP
from tests.fakes.dingtalk_world import HTML, WANG, Fault, Reply

MOMENT = timedelta(milliseconds=20)
IMPATIENT = {
    "connect_timeout": timedelta(milliseconds=400),
    "request_timeout": timedelta(milliseconds=800),
    "ping_interval": timedelta(milliseconds=500),
    "ping_timeout": timedelta(milliseconds=1500),
    "backoff_first": MOMENT,
    "backoff_longest": MOMENT * 10,
}
GARBAGE = ("{half a frame", "[]", '{"type": "CALLBACK", "headers": 7}', "\x00", "[" * 50_000)
SENDING = (Fault.SWALLOW, Fault.CUT, Fault.ABORT, Reply(status=503), HTML)


@dataclass(slots=True, kw_only=True)
class Tally:
    """What both ends counted. Times are in milliseconds."""

    said: int = 0
    stored: int = 0
    stored_twice: int = 0
    acknowledged: int = 0
    sent: int = 0
    taken: int = 0
    taken_twice: int = 0
    lost_though_sent: int = 0
    taken_though_refused: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    troubles: dict[str, int] = field(default_factory=dict)
    connections: int = 0
    health: str = ""
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    seconds: float = 0.0

    @property
    def is_right(self) -> bool:
        """Nothing lost, nothing twice."""
        lost = self.said - self.stored + self.lost_though_sent + self.taken_though_refused
        return lost == self.stored_twice == self.taken_twice == 0


class Intake:
    """Stores as intake does, or only notes when it was asked to; now and then the store refuses."""

    def __init__(self, queue: EmbeddedQueue | None, clock: SystemClock) -> None:
        self._queue = queue
        self._clock = clock
        self.new = 0
        self.refuse = 0
        self.arrived: dict[str, float] = {}

    async def accept(self, messages) -> None:
        now = asyncio.get_running_loop().time()
        for message in messages:
            self.arrived.setdefault(message.external_id, now)
        if self.refuse:
            self.refuse -= 1
            raise StorageError("locked")
        if self._queue is not None:
            self.new += await self._queue.put([_row(message) for message in messages])


def _row(message) -> StoredMessage:
    return StoredMessage(
        id=f"m-{message.external_id}",
        channel=message.channel,
        external_id=message.external_id,
        thread=f"{message.address.conversation}/{message.sender}",
        room=message.address.conversation,
        sender=message.sender,
        sender_name=message.sender_name,
        address=message.address,
        text=message.text,
        sent_at=message.sent_at,
        received_at=message.received_at,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Platform, channel and intake, running."""

    platform: FakeDingtalk
    channel: DingtalkChannel
    intake: Intake
    store: object
    clock: SystemClock

    async def pause(self, seconds: float) -> None:
        await self.clock.sleep(timedelta(seconds=seconds))


@contextlib.asynccontextmanager
async def scene(directory: Path, *, storing: bool = True, **changed) -> AsyncIterator[Scene]:
    clock = SystemClock()
    platform = FakeDingtalk(
        clock,
        redeliver_after=timedelta(seconds=2),
        redeliver_every=0.2,
        messages_per_minute=10**9,
    )
    platform.robot.a_second = 10**9
    base = await platform.start()
    store = await open_store(f"sqlite:///{directory / 'soak_test.db'}")
    queue = EmbeddedQueue(store=store, clock=clock, gather=timedelta(milliseconds=10))
    intake = Intake(queue if storing else None, clock)
    channel = DingtalkChannel(replace(settings_for(base), **(IMPATIENT | changed)), clock)
    running = asyncio.ensure_future(channel.run(intake.accept))
    try:
        await platform.connected()
        yield Scene(platform=platform, channel=channel, intake=intake, store=store, clock=clock)
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
        await platform.stop()
        await store.close()


class Storm:
    """Troubles at random, each kind once in every round; each is over before the next begins."""

    def __init__(self, scene: Scene, chance: random.Random, tally: Tally, *, every: float) -> None:
        self._scene = scene
        self._chance = chance
        self._tally = tally
        self._every = every
        self._round: list = []

    async def one(self) -> None:
        if not self._round:
            kinds = (self.kill, self.freeze, self.cut, self.close, self.move, self.garbage)
            self._round = self._chance.sample((*kinds, self.refuse), len(kinds) + 1)
        trouble = self._round.pop()
        seen = self._tally.troubles
        seen[trouble.__name__] = seen.get(trouble.__name__, 0) + 1
        with contextlib.suppress(ConnectionError, IndexError):
            await trouble()

    async def kill(self) -> None:
        port = await self._scene.platform.kill()
        await self._scene.pause(self._chance.uniform(0, self._every))
        await self._scene.platform.revive(port)

    async def freeze(self) -> None:
        self._scene.platform.gateway.freeze()
        await self._scene.pause(self._every * self._chance.choice((0.2, 1, 6)))
        self._scene.platform.gateway.thaw()

    async def cut(self) -> None:
        self._scene.platform.gateway.cut()

    async def close(self) -> None:
        await self._scene.platform.gateway.close()

    async def move(self) -> None:
        await self._scene.platform.gateway.ask_to_disconnect()

    async def garbage(self) -> None:
        await self._scene.platform.gateway.raw(self._chance.choice(GARBAGE))

    async def refuse(self) -> None:
        self._scene.intake.refuse = self._chance.randint(1, 3)


async def storm(
    messages: int, *, seed: int, directory: Path, every: float = 0.4, burst: int = 10
) -> Tally:
    """So many messages in, a tenth as many out, while one trouble follows another."""
    chance, tally = random.Random(seed), Tally()
    loop = asyncio.get_running_loop()
    async with scene(directory) as made:
        begun, over = loop.time(), asyncio.Event()

        async def trouble() -> None:
            troubles = Storm(made, random.Random(seed + 1), tally, every=every)
            while not over.is_set():
                await troubles.one()
                await made.pause(every)

        troubling = asyncio.ensure_future(trouble())
        sending = asyncio.ensure_future(_send(made, messages // 10, random.Random(seed + 2), tally))
        await _say(made, messages, chance, burst)
        tally.outcomes = dict(await sending)
        over.set()
        await troubling
        gateway = made.platform.gateway
        await made.platform.until(
            lambda: all(one.acknowledged for one in gateway.deliveries.values()), seconds=120
        )
        await _count(made, tally)
        tally.connections = gateway.opened
        tally.health = made.channel.health().detail
        tally.seconds = round(loop.time() - begun, 1)
    return tally


async def _say(made: Scene, messages: int, chance: random.Random, burst: int) -> None:
    """People speak in bursts; now and then the platform delivers something again unasked."""
    gateway = made.platform.gateway
    for number in range(messages):
        payload = made.platform.payload(
            WANG,
            group=chance.choice((OWNERS, LEADERS)),
            msgtype="text",
            text={"content": f" {number}"},
        )
        for _ in range(2 if chance.random() < 0.02 else 1):
            with contextlib.suppress(ConnectionError):
                await gateway.deliver(payload)
        if number % burst == 0:
            await made.pause(0.02)


async def _send(made: Scene, messages: int, chance: random.Random, tally: Tally) -> Counter[str]:
    """The bot speaks, each line once; what became of it is kept to be compared."""
    outcomes: Counter[str] = Counter()
    for number in range(messages):
        if chance.random() < 0.05:
            made.platform.fail(GROUP, chance.choice(SENDING))
        if chance.random() < 0.02:
            made.platform.robot.revoke_tokens()
        text = f"out-{number}"
        address = Address(channel="dingtalk", kind=ConversationKind.GROUP, conversation=OWNERS)
        try:
            await made.channel.send(OutboundMessage(delivery_id=text, address=address, text=text))
            outcome = "sent"
        except OutcomeUnknown:
            outcome = "unknown"
        except ChannelError:
            outcome = "not_taken"
        outcomes[outcome] += 1
        await made.pause(0.005)
        taken = [sent.text for sent in made.platform.sent[-50:]].count(text)
        tally.taken_twice += taken > 1
        tally.lost_though_sent += outcome == "sent" and taken == 0
        tally.taken_though_refused += outcome == "not_taken" and taken > 0
    tally.sent = outcomes["sent"]
    tally.taken = len(made.platform.sent)
    return outcomes


async def _count(made: Scene, tally: Tally) -> None:
    deliveries = made.platform.gateway.deliveries.values()
    tally.said = len({one.payload["msgId"] for one in deliveries if "msgId" in one.payload})
    tally.acknowledged = sum(one.acknowledged for one in deliveries)
    rows = await made.store.look(lambda unit: unit.messages.unassembled(10**6))
    names = Counter(row.external_id for row in rows)
    tally.stored = len(names)
    tally.stored_twice = sum(names.values()) - len(names)


async def latency(
    messages: int, a_second: float, *, directory: Path, tally: Tally | None = None
) -> Tally:
    """What the adapter adds between the platform's frame and intake, at an even pace; what intake
    itself takes is not counted.
    """
    tally = tally or Tally()
    loop = asyncio.get_running_loop()
    usual = {"ping_interval": timedelta(seconds=20), "ping_timeout": timedelta(seconds=20)}
    async with scene(directory, storing=False, **usual) as made:
        sent: dict[str, float] = {}
        begun = loop.time()
        for number in range(messages):
            ahead = begun + number / a_second - loop.time()
            if ahead > 0:
                await made.pause(ahead)
            payload = made.platform.payload(
                WANG, group=OWNERS, msgtype="text", text={"content": f" {number}"}
            )
            sent[payload["msgId"]] = loop.time()
            await made.platform.gateway.deliver(payload)
        await made.platform.until(lambda: len(made.intake.arrived) == messages)
        waits = sorted(made.intake.arrived[name] - at for name, at in sent.items())
    tally.p50_ms = round(waits[len(waits) // 2] * 1000, 2)
    tally.p99_ms = round(waits[len(waits) * 99 // 100] * 1000, 2)
    return tally


async def soak(messages: int, seed: int) -> Tally:
    """Both measurements."""
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "a").mkdir()
        tally = await storm(messages, seed=seed, directory=Path(place) / "a")
        return await latency(1_000, 50, directory=Path(place), tally=tally)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)  # what goes wrong on purpose is counted, not told
    tally = asyncio.run(soak(options.messages, options.seed))
    sys.stdout.write(json.dumps(asdict(tally)) + "\n")
    sys.exit(0 if tally.is_right else 1)


if __name__ == "__main__":
    main()
