"""The arguments and the printing of what `bot.commands.audit` does.

Comes in: parsed arguments. Goes out: lines on standard output, whether all is well. Does not: look
at the store.
"""

import argparse
import asyncio
from pathlib import Path

from bot.config.reading import read_config


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `qunli audit`."""
    parts = parser.add_subparsers(required=True, metavar="verify|anchors")
    verify = parts.add_parser("verify", help="check every line of every history; 1 if any is wrong")
    verify.add_argument("--case", type=int, default=None, help="the number of one case")
    verify.add_argument(
        "--anchors", type=Path, default=None, help="a copy of the file of anchors, kept elsewhere"
    )
    listed = parts.add_parser("anchors", help="the anchors of the store, to print or keep")
    for part, act in ((verify, _verify), (listed, _anchors)):
        part.add_argument("--config", type=Path, default=Path("config.yaml"))
        part.set_defaults(act=act)


def audit(options: argparse.Namespace) -> bool:
    """Check or list; whether all is well."""
    return bool(options.act(options))


def _verify(options: argparse.Namespace) -> bool:
    from bot.commands.audit import look_at, told
    from bot.wiring.store import anchors_path

    config = read_config(options.config)
    looked = asyncio.run(look_at(config.store.url, options.case))
    lines, fine = told(looked, options.anchors or anchors_path(config))
    print(*lines, sep="\n")
    return fine


def _anchors(options: argparse.Namespace) -> bool:
    from bot.commands.audit import anchors_of

    for anchor in asyncio.run(anchors_of(read_config(options.config).store.url)):
        print(anchor.written)
    return True
