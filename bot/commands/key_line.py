"""The arguments of `qunli key`.

Comes in: parsed arguments. Goes out: lines on standard output. Does not: make keys (key does).
"""

import argparse
import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from bot.config.reading import read_config
from bot.domain.keys import KeyRight


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `qunli key`."""
    parts = parser.add_subparsers(required=True, metavar="add|list|end", dest="do")
    add = parts.add_parser("add", help="make a key; it is shown once")
    add.add_argument("name", help="whose program it is for, for the list")
    add.add_argument("--write", action="store_true", help="may speak and report, too")
    add.add_argument("--person", default=None, help="id of the person it sees and speaks as")
    add.add_argument("--grid", action="append", default=[], help="only this grid; repeatable")
    parts.add_parser("list", help="every key")
    parts.add_parser("end", help="a key opens nothing any more").add_argument("id")
    for part in parts.choices.values():
        part.add_argument("--config", type=Path, default=Path("config.yaml"))


def key(options: argparse.Namespace) -> bool:
    """Make, list or end keys."""
    print(asyncio.run(_wanted(options)))
    return True


def _wanted(options: argparse.Namespace) -> Coroutine[Any, Any, str]:
    from bot.clock import SystemClock
    from bot.commands import key as keys

    config = read_config(options.config)
    match options.do:
        case "add":
            wanted = keys.Wanted(
                name=options.name,
                right=KeyRight.WRITE if options.write else KeyRight.READ,
                person=options.person,
                grids=tuple(options.grid),
            )
            return keys.add(config, wanted, SystemClock().now())
        case "end":
            return keys.end(config, options.id, SystemClock().now())
        case _:
            return keys.listed(config)
