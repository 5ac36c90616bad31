"""The arguments and the printing of what `bot.commands.figures` does.

Comes in: parsed arguments. Goes out: figures on standard output or in a file. Does not: count.
"""

import argparse
import asyncio
import sys
from datetime import date
from pathlib import Path

from bot.clock import SystemClock
from bot.commands.files import opened
from bot.config.reading import read_config
from bot.domain.deadlines import SHANGHAI
from bot.domain.errors import ConfigError
from bot.domain.groups import By
from bot.listing import read_matters

_FORMS = ("table", "csv", "json")
_MARK = "\ufeff"
"""Tells workbook programs that a file is UTF-8."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `qunli figures`."""
    parser.add_argument(
        "--from", dest="begin", type=_day, help="first day; none: the first of the month of --to"
    )
    parser.add_argument("--to", dest="end", type=_day, help="last day; none: today")
    parser.add_argument("--by", choices=[by.value for by in By], default=By.GRID.value)
    parser.add_argument("--format", choices=_FORMS, default=_FORMS[0])
    parser.add_argument(
        "--map",
        dest="map_day",
        type=_day,
        help="by the grids of this day; none: by the grid in which each case was opened",
    )
    parser.add_argument("--output", default="-", help="file; - for standard output")
    parser.add_argument("--config", type=Path, default=Path("config.yaml"))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as err:
        raise argparse.ArgumentTypeError(f"must be a day such as 2026-03-31 (got {text})") from err


def figures(options: argparse.Namespace) -> bool:
    """Count and print."""
    from bot.commands.figures import Wanted, as_csv, as_json, as_table, collect, report

    end = options.end or SystemClock().now().astimezone(SHANGHAI).date()
    begin = options.begin or end.replace(day=1)
    if begin > end:
        raise ConfigError([f"figures: --from must not be after --to (got {begin} to {end})"])
    config = read_config(options.config)
    matters = read_matters(config.matters)
    wanted = Wanted(begin=begin, end=end, by=By(options.by), map_day=options.map_day)
    facts = asyncio.run(collect(config, matters, wanted))
    found = report(facts, wanted, config, matters)
    forms = {"table": as_table, "csv": as_csv, "json": as_json}
    text = forms[options.format](found)
    with opened(options.output, "w", sys.stdout) as out:
        mark = _MARK if options.format == "csv" and options.output != "-" else ""
        out.write(mark + text)
    return True
