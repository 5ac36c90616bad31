"""`qunli bench`: every measurement and its baseline, one JSON object on standard output.

Comes in: nothing. Goes out: the promised object. Does not: keep results.
"""

import json
import subprocess
import sys
from typing import Any, Final

from bot.commands.bench.machine import machine

RUNS: Final = (
    "journey_embedded",
    "latency_20",
    "digest_round",
    "board_50000",
    "search_50000",
    "matching_10000",
)
_BASELINES: Final = {"journey_embedded": ("bot.commands.bench.baseline", "5000")}


def bench() -> dict[str, Any]:
    """Run everything, each in a process of its own."""
    return {"machine": machine(), "runs": [_run(name) for name in RUNS]}


def _run(name: str) -> dict[str, Any]:
    print(f"bench: {name}", file=sys.stderr)
    found = _child("bot.commands.bench.one", name)
    row = {"name": name, "baseline": None, "ratio": None} | found
    if name in _BASELINES:
        module, *arguments = _BASELINES[name]
        rate = _child(module, *arguments)["rate"]
        row |= {"baseline": rate, "ratio": round(found["value"] / rate, 3)}
    return row


def _child(module: str, *arguments: str) -> dict[str, Any]:
    """The last line a module prints when it is run, as JSON."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found
