"""The arguments of `qunli export`.

Comes in: parsed arguments. Goes out: a line on standard output. Does not: open a store before it is
needed.
"""

import argparse
from datetime import date
from pathlib import Path

from bot.clock import SystemClock
from bot.config.reading import read_config
from bot.domain.deadlines import SHANGHAI
from bot.domain.errors import ConfigError
from bot.domain.facts import Period
from bot.domain.groups import By
from bot.domain.ledger import ListOrder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `qunli export`."""
    parser.add_argument("file", type=Path, help="workbook to write, .xlsx")
    parser.add_argument(
        "--from", dest="begin", type=date.fromisoformat, help="first day, YYYY-MM-DD"
    )
    parser.add_argument("--to", dest="end", type=date.fromisoformat, help="last day; none: today")
    parser.add_argument("--grid", default=None, help="id of a grid; none: all")
    parser.add_argument(
        "--list",
        default=None,
        help="a list beside cases: givings, services, musters, points, leaders, resolutions",
    )
    parser.add_argument("--columns", default=None, help="names, separated by commas; none: all")
    parser.add_argument("--config", type=Path, default=Path("config.yaml"))


def export(options: argparse.Namespace) -> bool:
    """Write the workbook."""
    from bot.commands.export import Ledger, columns_of, export_list
    from bot.commands.export import export as write
    from bot.commands.figures import Wanted

    end = options.end or SystemClock().now().astimezone(SHANGHAI).date()
    begin = options.begin or end.replace(day=1)
    if begin > end:
        raise ConfigError([f"export: --from must not be after --to (got {begin} to {end})"])
    config = read_config(options.config)
    if options.list is not None:
        order = ListOrder(
            name=options.list,
            period=Period.of_days(begin, end),
            grid=options.grid,
            columns=tuple(options.columns.split(",")) if options.columns else (),
        )
        print(f"{options.file}: {export_list(config, order, options.file)} rows")
        return True
    ledger = Ledger(
        wanted=Wanted(begin=begin, end=end, by=By.DEPARTMENT),
        grid=options.grid,
        columns=columns_of(options.columns),
        file=options.file,
    )
    written = write(config, ledger)
    print(f"{options.file}: {written} cases")
    return True
