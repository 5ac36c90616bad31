"""The arguments of `qunli leaders`.

Comes in: parsed arguments. Goes out: lines on standard output. Does not: change anything (leaders
does).
"""

import argparse
import asyncio
from pathlib import Path

from bot.config.reading import read_config


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `qunli leaders`."""
    parts = parser.add_subparsers(required=True, metavar="list|set", dest="do")
    parts.add_parser("list", help="every building and who leads it; fails where one has none")
    change = parts.add_parser("set", help="who leads a building from today, and nobody else")
    change.add_argument("grid", help="id of the grid")
    change.add_argument("building", help="name of the building")
    change.add_argument("person", help="id of the person; -: nobody")
    for part in parts.choices.values():
        part.add_argument("--config", type=Path, default=Path("config.yaml"))


def leaders(options: argparse.Namespace) -> bool:
    """List or change."""
    from bot.clock import SystemClock
    from bot.commands import leaders as register

    config, now = read_config(options.config), SystemClock().now()
    if options.do == "set":
        post = (options.grid, options.building)
        print(asyncio.run(register.lead(config, post, options.person, now)))
        return True
    text, complete = asyncio.run(register.listed(config, now))
    print(text)
    return complete
