"""The arguments and the printing of what `bot.commands.items` does.

Comes in: parsed arguments. Goes out: lines on standard output. Does not: open a store before it is
needed.
"""

import argparse
from datetime import date
from pathlib import Path

from bot.config.reading import read_config


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `qunli items`."""
    parts = parser.add_subparsers(required=True, metavar="export|check|import")
    out = parts.add_parser("export", help="write the admission list that is in use to a CSV file")
    seen = parts.add_parser("check", help="list every problem of a CSV file, change nothing")
    new = parts.add_parser("import", help="put a CSV file in the place of the list, from a day on")
    new.add_argument(
        "--from",
        dest="begin",
        type=date.fromisoformat,
        default=None,
        help="first day of the new rules, YYYY-MM-DD; tomorrow where none is given",
    )
    for part, act in ((out, _export), (seen, _check), (new, _import)):
        part.add_argument("file", type=Path)
        part.add_argument("--config", type=Path, default=Path("config.yaml"))
        part.set_defaults(act=act)


def items(options: argparse.Namespace) -> bool:
    """Export, check or import."""
    print(*options.act(options), sep="\n")
    return True


def _export(options: argparse.Namespace) -> list[str]:
    from bot.commands.items import export_list

    return [export_list(read_config(options.config), options.file)]


def _check(options: argparse.Namespace) -> list[str]:
    from bot.commands.items import check_list

    return check_list(read_config(options.config), options.file)


def _import(options: argparse.Namespace) -> list[str]:
    from bot.clock import SystemClock
    from bot.commands.items import import_list

    config = read_config(options.config)
    return import_list(config, options.file, now=SystemClock().now(), begin=options.begin)
