"""The arguments of `qunli exchange`.

Comes in: parsed arguments. Goes out: lines on standard output. Does not: read tickets (exchange
does).
"""

import argparse
from datetime import date
from pathlib import Path

from bot.clock import SystemClock
from bot.config.reading import read_config
from bot.domain.deadlines import SHANGHAI
from bot.domain.errors import ConfigError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `qunli exchange`."""
    parts = parser.add_subparsers(required=True, metavar="export|import", dest="do")
    out = parts.add_parser("export", help="cases as another platform imports them")
    out.add_argument("--from", dest="begin", type=date.fromisoformat, help="first day, YYYY-MM-DD")
    out.add_argument("--to", dest="end", type=date.fromisoformat, help="last day; none: today")
    out.add_argument("--grid", default=None, help="id of a grid; none: all")
    take = parts.add_parser("import", help="tickets of another platform, CSV or JSON")
    take.add_argument("--dry-run", action="store_true", help="only tell what would become of them")
    take.add_argument("--model", type=Path, default=None, help="model directory")
    for part in parts.choices.values():
        part.add_argument("file", type=Path)
        part.add_argument(
            "--mapping", required=True, help="yuepingan, hotline12345, or a file of your own"
        )
        part.add_argument("--config", type=Path, default=Path("config.yaml"))


def exchange(options: argparse.Namespace) -> bool:
    """Write a file, or take one in."""
    from bot.exchange.mapping import read_mapping

    config, mapping = read_config(options.config), read_mapping(options.mapping)
    if options.do == "import":
        from bot.commands.exchange import read_file, take
        from bot.commands.train import ensure_model, existing_model

        data = read_file(options.file)
        model = config.model
        if options.model:
            classifier = existing_model(str(options.model), encoder=model.encoder)
        else:
            classifier = ensure_model(model.directory, encoder=model.encoder)
        for line in take(config, mapping, data, classifier, dry=options.dry_run):
            print(line)
        return True
    from bot.commands.exchange import Wanted, export
    from bot.domain.facts import Period

    end = options.end or SystemClock().now().astimezone(SHANGHAI).date()
    begin = options.begin or end.replace(day=1)
    if begin > end:
        raise ConfigError([f"exchange: --from must not be after --to (got {begin} to {end})"])
    period = Period.of_days(begin, end)
    wanted = Wanted(mapping=mapping, period=period, grid=options.grid, file=options.file)
    print(f"{options.file}: {export(config, wanted)}")
    return True
