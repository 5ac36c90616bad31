"""A process of the big size in a measurement: everything a process without lines does, between two
words of whoever measures.

Comes in: lines on standard input: first what it has to know, then an empty one whenever it is to
begin or to stop. Goes out: a line of JSON when it is ready, and one each time it has stopped. Ends
with its standard input. Does not: say anything else there.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from bot import logs
from bot.commands.bench.city.crew import Alone, Order, model_at
from bot.commands.bench.city.day import Day
from bot.commands.bench.city.sizes import read_sizes
from bot.commands.bench.city.talk import areas_of
from bot.commands.bench.city.works import Place, working


def main() -> None:
    """Until there is nothing more to hear."""
    logs.set_up("WARNING")
    order = order_of(json.loads(sys.stdin.readline()))
    asyncio.run(_attend(order))


def order_of(told: dict[str, Any]) -> Order:
    """What was told as JSON."""
    sizes = told["sizes"]
    return Order(
        **{
            **told,
            "place": Place(**told["place"]),
            "sizes": None if sizes is None else Path(sizes),
        }
    )


async def _attend(order: Order) -> None:
    size = (await asyncio.to_thread(read_sizes, order.sizes))[order.size]
    areas = areas_of(Day(size, order.seed), order.office)
    model = await asyncio.to_thread(model_at, order.model, order.encoder)
    async with working(order.place, areas, model) as works:
        await asyncio.to_thread(_say, {"ready": True})
        while await _next():
            (spent,) = await Alone(works).work(_heard)
            received = {name: at.isoformat() for name, at in spent.received.items()}
            told = {"processor": spent.processor, "memory": spent.memory, "received": received}
            await asyncio.to_thread(_say, told)


async def _heard() -> None:
    await _next()


async def _next() -> bool:
    """Whether there was another word."""
    return bool(await asyncio.to_thread(sys.stdin.readline))


def _say(words: dict[str, Any]) -> None:
    print(json.dumps(words), flush=True)


if __name__ == "__main__":
    main()
