"""The arguments of `qunli directory`.

Comes in: parsed arguments. Goes out: YAML on standard output. Does not: write into any file.
"""

import argparse
import asyncio
from pathlib import Path

from bot.config.reading import read_all


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `qunli directory`."""
    parser.add_argument("--config", type=Path, default=Path("config.yaml"))


def directory(options: argparse.Namespace) -> bool:
    """Ask and print."""
    from bot.commands import directory as looking

    setup = read_all(options.config)
    print(asyncio.run(looking.directory(setup.config, setup.secrets)), end="")
    return True
