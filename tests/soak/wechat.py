"""WeChat's real client in its own process, with a real gateway that is killed, frozen, restarted,
fed garbage, and what both ends count.

Comes in: how many messages or minutes, how fast, a seed. Goes out: a `Tally`, as JSON on the
command line: `python -m tests.soak.wechat --messages 20000 --rate 200`, or `--minutes 60 --rate 20`
(`make soak`). Does not: judge; the tests do. The gateway replays nothing: what is said while no
line stands is missed, and counted by when it was said.
"""

import argparse
import asyncio
import contextlib
import json
import random
import re
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path

import psutil
import yaml

from bot.adapters.relay import RelayChannel, RelaySettings
from bot.adapters.wechat import WechatSettings
from bot.adapters.wechat.channel import declaration
from bot.clock import SystemClock
from bot.domain.errors import ChannelError, Conflict, OutcomeUnknown
from bot.domain.message import Address, ConversationKind, OutboundMessage
from bot.ids import TimedIds
from bot.storage.engine import make_engine
from bot.storage.schema import migrate
from bot.storage.unit import SqlStore
from tests.fakes.wechat_gateway import OWNERS, TOKEN, WANG, Gateway
from tests.unit.test_config import SMALL

GROUP = Address(channel="wechat", kind=ConversationKind.GROUP, conversation=OWNERS)
FREEZE, RESTART, KILL, GARBAGE, ADAPTER = "freeze", "restart", "kill", "garbage", "adapter"
MARGIN = 1.0
"""So many seconds before a line broke words may already have been lost with it."""
BEAT = RelaySettings().beat.total_seconds()
"""A process that was killed is told to have been away since its last sign of life."""


@dataclass(slots=True, kw_only=True)
class Tally:
    """What both ends counted."""

    said: int = 0
    stored: int = 0
    stored_twice: int = 0
    missed_in_gaps: int = 0
    told_unread: int = 0
    lost: int = 0
    sent: int = 0
    taken: int = 0
    taken_twice: int = 0
    lost_though_sent: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    troubles: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    rss_mb_first: float = 0.0
    rss_mb_last: float = 0.0
    rss_mb_most: float = 0.0
    health: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is done to it."""

    messages: int
    rate: int
    seed: int = 1
    troubles: tuple[str, ...] = (FREEZE, RESTART, KILL, GARBAGE, ADAPTER)
    trouble_every: float = 8.0


class Unread:
    """Announced, and not to be had any more: its gateway had died. Told in /healthz by each process
    for itself: one that was started again counts from nothing.
    """

    def __init__(self) -> None:
        self._before = self._now = 0

    @property
    def all(self) -> int:
        return self._before + self._now

    def look(self, told: str) -> None:
        found = re.search(r"(\d+) messages lost", told)
        self._now = max(self._now, int(found[1]) if found else 0)

    def start_again(self) -> None:
        self._before, self._now = self.all, 0


class Soak:
    """One run."""

    def __init__(self, plan: Plan, directory: Path) -> None:
        self._plan = plan
        self._random = random.Random(plan.seed)
        self._record = directory / "sent.jsonl"
        self._gateway = Gateway(record=self._record)
        url = f"sqlite:///{directory / 'qunli.db'}"
        engine = make_engine(url)
        migrate(engine)
        endpoint = f"127.0.0.1:{self._gateway.port}"
        config = SMALL | {
            "groups": [
                SMALL["groups"][0] | {"bindings": {"wechat": OWNERS}, "listening": "natural"}
            ],
            "listening": {"lines_a_minute": 0, "group_lines_a_minute": 0},
            "store": {"url": url},
            "adapters": {"wechat": {"enabled": True, "endpoint": endpoint}},
        }
        self._config = directory / "config.yaml"
        self._config.write_text(yaml.safe_dump(config), encoding="utf-8")
        self._store, clock = SqlStore(engine), SystemClock()
        self._clock = clock
        self._channel = RelayChannel(
            declaration(WechatSettings(host="", port=1, token="")),
            store=self._store,
            clock=clock,
            ids=TimedIds(clock),
            settings=RelaySettings(look=timedelta(milliseconds=200)),
        )
        self._log = (directory / "adapter.log").open("wb")
        self._process = self._start()
        self._said: dict[str, float] = {}
        self._stored: Counter[str] = Counter()
        self._down: list[tuple[float, float]] = []
        self._memory: list[float] = []
        self._sent: list[str] = []
        self._unread = Unread()
        self.tally = Tally()

    async def run(self) -> Tally:
        """Say, trouble, count."""
        reading = asyncio.ensure_future(self._read())
        receiving = asyncio.ensure_future(self._channel.run(_nothing))
        began = self._now()
        try:
            await self._stands()
            speaking = asyncio.ensure_future(self._speak())
            trouble_at = self._now() + self._plan.trouble_every
            while len(self._said) < self._plan.messages:
                kind = None
                if self._plan.troubles and self._now() >= trouble_at:
                    kind = self._random.choice(self._plan.troubles)
                    wait = self._plan.trouble_every * self._random.uniform(0.5, 1.5)
                    trouble_at = self._now() + wait
                await self._second(kind)
                self._look_at_memory()
                self._unread.look(self._channel.health().detail)
            speaking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await speaking
            await self._settled()
            self.tally.health = self._channel.health().detail
            self._unread.look(self.tally.health)
        finally:
            for task in (receiving, reading):
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
        self.tally.seconds = round(self._now() - began, 1)
        self._count()
        return self.tally

    def told(self) -> str:
        """What was done last, and the last lines of the adapter's log."""
        log = Path(self._log.name).read_text(encoding="utf-8").splitlines()[-20:]
        return "\n".join([json.dumps(self.tally.troubles), self._channel.health().detail, *log])

    async def close(self) -> None:
        """End everything."""
        await asyncio.to_thread(self._end, signal.SIGTERM)
        self._gateway.kill()
        self._log.close()
        await self._store.close()

    async def _say(self) -> None:
        """A second of talk."""
        rate = self._plan.rate
        texts = [f"第{len(self._said) + n}句" for n in range(rate)]
        began, every = self._now(), 1000 / rate
        self._said |= {text: began + n * every / 1000 for n, text in enumerate(texts)}
        await asyncio.to_thread(
            self._gateway.order,
            "flood",
            **{"from": WANG, "to": OWNERS, "texts": texts, "every": every},
        )

    async def _speak(self) -> None:
        """A word of ours now and then."""
        for number in range(10**9):
            text = f"答{number}"
            message = OutboundMessage(delivery_id=f"delivery-{number}", address=GROUP, text=text)
            try:
                await self._channel.send(message)
                outcome = "sent"
                self._sent.append(text)
            except OutcomeUnknown:
                outcome = "unknown"
            except ChannelError as err:
                outcome = type(err).__name__
            self.tally.outcomes[outcome] = self.tally.outcomes.get(outcome, 0) + 1
            await self._clock.sleep(timedelta(seconds=0.5))

    async def _second(self, kind: str | None) -> None:
        """A second of talk, with a trouble in its midst that is over afterwards."""
        began = self._now() - (BEAT if kind == ADAPTER else MARGIN)
        if kind == GARBAGE:
            self._gateway.order("garbage")
            self._gateway.order("emit", event="message", payload={"messageId": "nothing"})
            self._gateway.order("emit", event="error", payload={"data": "?"})
        trouble = asyncio.ensure_future(self._strike(kind))
        with contextlib.suppress(RuntimeError):  # the gateway was killed
            await self._say()
        await trouble
        if kind is None:
            return
        self.tally.troubles[kind] = self.tally.troubles.get(kind, 0) + 1
        await self._mend(kind)
        if kind in (KILL, ADAPTER, RESTART):
            self._down.append((began, self._now()))

    async def _mend(self, kind: str) -> None:
        """What a trouble broke is there again: each is over before the next begins."""
        if kind == KILL:
            await asyncio.to_thread(self._gateway.start)
        if kind == ADAPTER:
            self._process = await asyncio.to_thread(self._start)
        if kind == RESTART:
            await asyncio.to_thread(self._gateway.order, "restart", down=300)
        if kind != GARBAGE:
            await self._stands()
        if kind == ADAPTER:
            self._unread.start_again()

    async def _strike(self, kind: str | None) -> None:
        """What is done without asking the gateway; the rest comes before or after."""
        await self._clock.sleep(timedelta(seconds=self._random.uniform(0.1, 0.8)))
        if kind == FREEZE:
            self._gateway.freeze()
            await self._clock.sleep(timedelta(seconds=self._random.uniform(0.5, 15)))
            self._gateway.thaw()
        elif kind == KILL:
            await asyncio.to_thread(self._gateway.kill)
        elif kind == ADAPTER:
            await asyncio.to_thread(self._end, signal.SIGKILL)

    async def _stands(self) -> None:
        """Until the adapter hears the gateway again: something said is stored."""
        async with asyncio.timeout(120):
            while True:
                text = f"在吗{self._now()}"
                self._gateway.say(text)
                for _ in range(20):
                    await self._clock.sleep(timedelta(milliseconds=25))
                    if text in self._stored:
                        return

    async def _settled(self) -> None:
        """Until all is there that no gap took, or nothing has come for a good while: what was said
        while the gateway was asked about garbage comes late.
        """
        for _ in range(8):
            seen = -1
            while seen != len(self._stored):
                seen = len(self._stored)
                await self._clock.sleep(timedelta(seconds=1.5))
            missing = [at for text, at in self._said.items() if text not in self._stored]
            if all(self._in_a_gap(at) for at in missing):
                return

    def _in_a_gap(self, at: float) -> bool:
        return any(begin <= at <= end for begin, end in self._down)

    async def _read(self) -> None:
        """Count what is in rows and drop it, as the stages of the service do."""
        while True:
            await self._clock.sleep(timedelta(milliseconds=50))
            with contextlib.suppress(Conflict):
                self._stored.update(await self._store.work(_taken_away))

    def _start(self) -> subprocess.Popen:
        command = [sys.executable, "-m", "bot", "adapter", "wechat", "--config", self._config]
        return subprocess.Popen(
            ["env", f"QUNLI_WECHAT_TOKEN={TOKEN}", *command],
            stdin=subprocess.DEVNULL,
            stderr=self._log,
        )

    def _end(self, number: signal.Signals) -> None:
        self._process.send_signal(number)
        self._process.wait(20)

    def _look_at_memory(self) -> None:
        with contextlib.suppress(psutil.Error):
            self._memory.append(psutil.Process(self._process.pid).memory_info().rss / 2**20)

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    def _count(self) -> None:
        tally = self.tally
        missing = [at for text, at in self._said.items() if text not in self._stored]
        gone = [at for at in missing if self._in_a_gap(at)]
        lines = self._record.read_text(encoding="utf-8").splitlines()
        taken = Counter(json.loads(line) for line in lines)
        tally.said = len(self._said)
        tally.stored = sum(text in self._stored for text in self._said)
        tally.stored_twice = sum(n > 1 for n in self._stored.values())
        tally.missed_in_gaps = len(gone)
        invented = tally.troubles.get(GARBAGE, 0)  # one that nobody said with each
        tally.told_unread = max(0, self._unread.all - invented)
        tally.lost = max(0, len(missing) - len(gone) - tally.told_unread)
        tally.sent = len(self._sent)
        tally.taken = sum(taken.values())
        tally.taken_twice = sum(n > 1 for n in taken.values())
        tally.lost_though_sent = sum(text not in taken for text in self._sent)
        warm = self._memory[len(self._memory) // 6 :] or [0.0]
        tally.rss_mb_first = round(warm[0], 1)
        tally.rss_mb_last = round(warm[-1], 1)
        tally.rss_mb_most = round(max(self._memory, default=0.0), 1)


async def _taken_away(unit) -> list[str]:
    rows = await unit.messages.unassembled(2_000)
    if rows:
        await unit.messages.drop([row.id for row in rows])
    return [row.text for row in rows]


async def _nothing(messages) -> None:
    del messages


async def soak(plan: Plan) -> Tally:
    """Run a plan."""
    with tempfile.TemporaryDirectory() as directory:
        made = await asyncio.to_thread(Soak, plan, Path(directory))
        try:
            return await made.run()
        except TimeoutError as err:
            told = made.told()
            raise TimeoutError(f"it does not come back: {told}") from err
        finally:
            await made.close()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--minutes", type=float, default=None, help="the adapter is not killed")
    parser.add_argument("--rate", type=int, default=200, help="messages a second")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    plan = Plan(messages=options.messages, rate=options.rate, seed=options.seed)
    if options.minutes is not None:
        plan = Plan(
            messages=round(options.minutes * 60 * options.rate),
            rate=options.rate,
            seed=options.seed,
            troubles=(FREEZE, RESTART, KILL, GARBAGE),
            trouble_every=30,
        )
    sys.stdout.write(json.dumps(asdict(asyncio.run(soak(plan)))) + "\n")


if __name__ == "__main__":
    main()
