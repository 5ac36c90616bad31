"""How much later than at the gateway a message is at the adapter's `accept`, at a steady rate.

Comes in: a rate, seconds. Goes out: JSON (`python -m tests.soak.wechat_latency`).
Does not: store; what the store takes is measured with the whole journey.
"""

import argparse
import asyncio
import contextlib
import json
import statistics
import sys
from datetime import timedelta

from bot.adapters.wechat import WechatChannel
from bot.clock import SystemClock
from tests.contract.channel_wechat import settings_for
from tests.fakes.wechat_gateway import OWNERS, WANG, Gateway

WARM = 20


async def measure(rate: int, seconds: int) -> dict[str, float]:
    """Milliseconds, by percentile."""
    gateway = await asyncio.to_thread(Gateway)
    clock = SystemClock()
    late: list[float] = []

    async def accept(messages) -> None:
        late.extend((clock.now() - message.sent_at).total_seconds() * 1000 for message in messages)

    channel = WechatChannel(settings_for(gateway, deadline=timedelta(seconds=10)), clock)
    running = asyncio.ensure_future(channel.run(accept))
    try:
        async with asyncio.timeout(30):
            while channel.health().status != "ok":
                await clock.sleep(timedelta(milliseconds=20))
        texts = [f"第{n}句" for n in range(rate * seconds)]
        given = {"from": WANG, "to": OWNERS, "texts": texts, "every": 1000 / rate}
        await asyncio.to_thread(gateway.order, "flood", **given)
        async with asyncio.timeout(30):
            while len(late) < len(texts):
                await clock.sleep(timedelta(milliseconds=20))
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
        gateway.kill()
    steady = sorted(late[WARM:])
    return {
        "messages": len(steady),
        "p50_ms": round(statistics.median(steady), 1),
        "p99_ms": round(steady[int(len(steady) * 0.99) - 1], 1),
        "most_ms": round(steady[-1], 1),
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rate", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=20)
    options = parser.parse_args()
    found = asyncio.run(measure(options.rate, options.seconds))
    sys.stdout.write(json.dumps({"rate": options.rate, **found}) + "\n")


if __name__ == "__main__":
    main()
