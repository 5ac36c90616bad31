"""The arguments of `qunli qr`.

Comes in: parsed arguments. Goes out: lines on standard output. Does not: make codes (qr does).
"""

import argparse
import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from bot.config.reading import read_config


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `qunli qr`."""
    parts = parser.add_subparsers(required=True, metavar="add|list|end", dest="do")
    add = parts.add_parser("add", help="make a code")
    add.add_argument("output", type=Path, help="picture to print: .svg or .png")
    add.add_argument("--grid", required=True, help="id of its grid")
    add.add_argument("--building", default="", help="name of a building")
    add.add_argument("--spot", default="", help="where there, in words")
    parts.add_parser("list", help="every code")
    parts.add_parser("end", help="a code opens nothing any more").add_argument("token")
    for part in parts.choices.values():
        part.add_argument("--config", type=Path, default=Path("config.yaml"))


def qr(options: argparse.Namespace) -> bool:
    """Make, list or end codes."""
    print(asyncio.run(_wanted(options)))
    return True


def _wanted(options: argparse.Namespace) -> Coroutine[Any, Any, str]:
    from bot.clock import SystemClock
    from bot.commands import qr as codes

    config = read_config(options.config)
    match options.do:
        case "add":
            wanted = codes.Wanted(
                grid=options.grid,
                building=options.building,
                spot=options.spot,
                output=options.output,
            )
            return codes.add(config, wanted, SystemClock())
        case "end":
            return codes.end(config, options.token, SystemClock())
        case _:
            return codes.listed(config, SystemClock())
