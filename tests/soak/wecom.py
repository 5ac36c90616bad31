"""A storm over WeCom's real client: the platform hangs up, falls silent and sends garbage at random
(seeded), the store has no room, and both ends count.

Comes in: how many messages, a seed. Goes out: a `Tally`, printed as JSON by
`python -m tests.soak.wecom --messages 20000`. Does not: judge; the tests do. The platform keeps
nothing for later: what is said while no line stands is counted as `unheard`, and not as lost.
"""

import argparse
import asyncio
import json
import random
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import timedelta

from bot.domain.errors import ChannelUnavailable, OutcomeUnknown, StorageFull
from bot.domain.message import InboundMessage, OutboundMessage
from tests.contract.channel_cases import receiving
from tests.contract.channel_wecom import WecomRig
from tests.fakes.dingtalk_rig import turns_until
from tests.fakes.wecom_platform import FakeWecom

_NAMES = {"told", "doubtful"}
GARBAGE = ("", "?", "[]", "null", "7", '{"cmd": []}', '{"cmd": "aibot_msg_callback"}')
BURST = 4
BEAT = timedelta(milliseconds=40)


@dataclass(slots=True)
class Tally:
    """What both ends counted."""

    said: int = 0
    unheard: int = 0
    stored: int = 0
    stored_twice: int = 0
    lost: int = 0
    sent: int = 0
    outcomes: Counter = field(default_factory=Counter)
    told: set[str] = field(default_factory=set)
    doubtful: list[str] = field(default_factory=list)
    """Handed over while the line went down: heard or unheard."""
    taken_twice: int = 0
    lost_though_sent: int = 0
    troubles: Counter = field(default_factory=Counter)
    health: str = ""
    p50_ms: float = 0.0
    p99_ms: float = 0.0


class Inbox:
    """Counts every message; has no room now and then."""

    def __init__(self) -> None:
        self.times: Counter = Counter()
        self.at: dict[str, float] = {}
        self.full = 0

    async def accept(self, messages: Sequence[InboundMessage]) -> None:
        if self.full:
            self.full -= 1
            raise StorageFull("no room")
        for message in messages:
            self.times[message.external_id] += 1
            self.at[message.external_id] = asyncio.get_running_loop().time()


async def storm(messages: int, *, seed: int) -> Tally:
    """So many messages in bursts, with words going out meanwhile."""
    chance, tally, inbox = random.Random(seed), Tally(), Inbox()
    async with FakeWecom().running() as platform:
        rig = WecomRig(platform, heartbeat=BEAT, silence=timedelta(milliseconds=500))
        async with receiving(rig, inbox):
            heard: list[str] = []
            while tally.said < messages:
                await _trouble(chance.random(), platform, inbox, tally)
                names = await _speak(min(BURST, messages - tally.said), platform, tally)
                await turns_until(lambda names=names: all(name in inbox.times for name in names))
                heard += names
                if chance.random() < 0.2:
                    await _answer(rig, chance.random(), tally)
        tally.health = rig.channel.health().detail
        taken = Counter(words for _, words in platform.taken)
    tally.stored = len(inbox.times)
    tally.unheard += len(set(tally.doubtful) - set(inbox.times))
    tally.stored_twice = sum(times > 1 for times in inbox.times.values())
    tally.lost = len(set(heard) - set(inbox.times))
    tally.taken_twice = sum(times > 1 for times in taken.values())
    tally.lost_though_sent = len(tally.told - set(taken))
    return tally


async def _speak(many: int, platform: FakeWecom, tally: Tally) -> list[str]:
    """People speak; the names of what the platform could hand over."""
    names = []
    for _ in range(many):
        body = platform.text(f"第{tally.said}句")
        if await platform.say(body):
            names.append(body["msgid"])
        else:
            tally.unheard += 1
        tally.said += 1
    return names


async def _trouble(what: float, platform: FakeWecom, inbox: Inbox, tally: Tally) -> None:
    before = platform.subscribed
    if what < 0.02:
        tally.troubles["hung up"] += 1
        await platform.hang_up((0, 1000, 1011)[before % 3])
        if before % 2:
            tally.doubtful += await _speak(1, platform, tally)
    elif what < 0.03:
        tally.troubles["silent"] += 1
        platform.mute = True
        await turns_until(lambda: platform.subscribed > before)
        platform.mute = False
    elif what < 0.08:
        tally.troubles["garbage"] += 1
        await platform.push(GARBAGE[tally.said % len(GARBAGE)])
    elif what < 0.11:
        tally.troubles["no room"] += 1
        inbox.full += 2
    if what < 0.02:
        await turns_until(lambda: platform.subscribed > before)


async def _answer(rig: WecomRig, what: float, tally: Tally) -> None:
    words = f"答{tally.sent}"
    if what < 0.2:
        rig.platform.faults.append("busy" if what < 0.1 else "swallow")
    tally.sent += 1
    message = OutboundMessage(delivery_id=words, address=rig.group(), text=words)
    try:
        await rig.channel.send(message)
    except (ChannelUnavailable, OutcomeUnknown) as err:
        tally.outcomes[type(err).__name__] += 1
        rig.platform.faults.clear()
    else:
        tally.outcomes["sent"] += 1
        tally.told.add(words)


async def latency(messages: int, a_second: int) -> Tally:
    """How long the adapter takes from the platform's hand to the store's, in milliseconds."""
    inbox, tally, said = Inbox(), Tally(), {}
    loop = asyncio.get_running_loop()
    async with FakeWecom().running() as platform:
        rig = WecomRig(platform)
        async with receiving(rig, inbox):
            for n in range(messages):
                body = platform.text(f"第{n}句")
                said[body["msgid"]] = loop.time()
                await platform.say(body)
                with suppress(TimeoutError):
                    async with asyncio.timeout(1 / a_second):
                        await asyncio.Event().wait()
            await turns_until(lambda: len(inbox.at) == messages)
    took = sorted((inbox.at[name] - at) * 1000 for name, at in said.items())
    tally.said = tally.stored = messages
    tally.p50_ms = round(took[len(took) // 2], 2)
    tally.p99_ms = round(took[int(len(took) * 0.99)], 2)
    return tally


async def soak(messages: int, seed: int) -> Tally:
    """Both."""
    tally = await storm(messages, seed=seed)
    quick = await latency(1000, 50)
    tally.p50_ms, tally.p99_ms = quick.p50_ms, quick.p99_ms
    return tally


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    found = asyncio.run(soak(options.messages, options.seed))
    told = (one.name for one in fields(found) if one.name not in _NAMES)
    shown = {name: getattr(found, name) for name in told}
    sys.stdout.write(json.dumps(shown) + "\n")
