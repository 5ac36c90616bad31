"""One measurement in a process of its own, so that its memory is its own.

Comes in: the name of a run on the command line. Goes out: one JSON line. Does not: compare.
"""

import asyncio
import json
import resource
import statistics
import sys
from collections.abc import Callable, Sequence
from typing import Any, Final

from bot.commands.bench.boards import look_at_boards, search_boards
from bot.commands.bench.journey import Passed, pass_through
from bot.commands.bench.load import bench_messages
from bot.commands.bench.meeting import bring_together
from bot.commands.bench.rounds import tell_everybody
from bot.commands.train import ensure_model

FLOOD: Final = 20_000
DRIP: Final = 1_200
DRIP_RATE: Final = 20.0


def journey_embedded() -> dict[str, Any]:
    """Messages a second through the whole durable journey."""
    passed = asyncio.run(pass_through(ensure_model(None, encoder="none"), bench_messages(FLOOD)))
    return _row(passed, round(passed.messages / passed.seconds, 1), "messages/s")


def latency_20() -> dict[str, Any]:
    """From a text in to its reply out at twenty messages a second, beside the assembly window."""
    messages = bench_messages(DRIP, seed=2)
    passed = asyncio.run(pass_through(ensure_model(None, encoder="none"), messages, rate=DRIP_RATE))
    return _row(passed, _share(passed.replies_ms, 0.99), "ms")


def digest_round() -> dict[str, Any]:
    """A round of digests for 153 grids with 20,000 cases, pictures included."""
    told = asyncio.run(tell_everybody(ensure_model(None, encoder="none")))
    return {
        "value": round(told.seconds, 2),
        "unit": "s",
        "p50_ms": None,
        "p99_ms": None,
        "rss_mb": _rss_mb(),
        "processor_s": round(told.processor_seconds, 2),
        "digests": told.digests,
        "pictures": told.pictures,
    }


def board_50000() -> dict[str, Any]:
    """Cases of the board's first view read by the store with 50,000 cases; beside it, how long
    those with a red lamp take."""
    seen = asyncio.run(look_at_boards())
    return {
        "value": _share(seen.first_ms, 0.99),
        "unit": "ms",
        "p50_ms": round(statistics.median(seen.first_ms), 1),
        "p99_ms": _share(seen.first_ms, 0.99),
        "rss_mb": _rss_mb(),
        "red_p50_ms": round(statistics.median(seen.red_ms), 1),
        "red_p99_ms": _share(seen.red_ms, 0.99),
    }


def search_50000() -> dict[str, Any]:
    """Cases among 50,000 found by words."""
    took = asyncio.run(search_boards())
    return {
        "value": _share(took, 0.99),
        "unit": "ms",
        "p50_ms": round(statistics.median(took), 1),
        "p99_ms": _share(took, 0.99),
        "rss_mb": _rss_mb(),
    }


def matching_10000() -> dict[str, Any]:
    """10,000 needs of twelve communities brought together with 10,000 resources."""
    met = bring_together()
    return {
        "value": round(met.seconds, 2),
        "unit": "s",
        "p50_ms": None,
        "p99_ms": None,
        "rss_mb": _rss_mb(),
        "pairs": met.pairs,
        "one_kind_s": round(met.one_kind_seconds, 2),
    }


def _rss_mb() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def _row(passed: Passed, value: float | None, unit: str) -> dict[str, Any]:
    waits = passed.replies_ms
    return {
        "value": value,
        "unit": unit,
        "p50_ms": round(statistics.median(waits), 1) if waits else None,
        "p99_ms": _share(waits, 0.99),
        "rss_mb": _rss_mb(),
    }


def _share(values: Sequence[float], share: float) -> float | None:
    """The value below which this share of sorted values lies."""
    if not values:
        return None
    return round(values[min(int(len(values) * share), len(values) - 1)], 1)


RUNS: Final[dict[str, Callable[[], dict[str, Any]]]] = {
    "journey_embedded": journey_embedded,
    "latency_20": latency_20,
    "digest_round": digest_round,
    "board_50000": board_50000,
    "search_50000": search_50000,
    "matching_10000": matching_10000,
}

if __name__ == "__main__":
    print(json.dumps(RUNS[sys.argv[1]]()))
