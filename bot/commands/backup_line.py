"""The arguments and the printing of what `bot.commands.backup` does.

Comes in: parsed arguments. Goes out: one line on standard output, whether all is well. Does not:
copy. After restoring, every history is checked.
"""

import argparse
import asyncio
from pathlib import Path

from bot.config.reading import read_config


def _add_config(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", type=Path, default=Path("config.yaml"))


class Backup:
    """`qunli backup`."""

    @staticmethod
    def add_arguments(parser: argparse.ArgumentParser) -> None:
        """What can be said."""
        parser.add_argument("--to", type=Path, required=True, help="the directory it is put into")
        _add_config(parser)

    @staticmethod
    def run(options: argparse.Namespace) -> bool:
        """Archive."""
        from bot.clock import SystemClock
        from bot.commands.backup import backup

        config = read_config(options.config)
        kept = backup(config, options.config, options.to, SystemClock().now())
        print(f"{kept.path} ({kept.tables} tables, {kept.rows} rows)")
        return True


class Restore:
    """`qunli restore`."""

    @staticmethod
    def add_arguments(parser: argparse.ArgumentParser) -> None:
        """What can be said."""
        parser.add_argument("archive", type=Path, help="what `qunli backup` has made")
        _add_config(parser)

    @staticmethod
    def run(options: argparse.Namespace) -> bool:
        """Restore, then check the histories."""
        from bot.clock import SystemClock
        from bot.commands.audit import look_at, told
        from bot.commands.backup import restore
        from bot.wiring.store import anchors_path

        config = read_config(options.config)
        kept = restore(config, options.archive, SystemClock().now())
        print(f"{kept.path} ({kept.tables} tables, {kept.rows} rows)")
        lines, fine = told(asyncio.run(look_at(config.store.url, None)), anchors_path(config))
        print(*lines, sep="\n")
        return fine
