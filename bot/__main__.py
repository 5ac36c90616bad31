"""The command line `qunli`.

Comes in: arguments. Goes out: exit status 0 done, 1 done with failures that are listed, 2 wrong
usage or configuration with all problems listed and nothing done. Does not: do the work;
`bot.commands` does.
"""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from bot import logs
from bot.commands import (
    adapter_line,
    audit_line,
    backup_line,
    bench_line,
    corrections_line,
    digest_line,
    directory_line,
    exchange_line,
    export_line,
    figures_line,
    items_line,
    key_line,
    leaders_line,
    link_line,
    model_line,
    move_line,
    qr_line,
    user_line,
)
from bot.commands.files import opened
from bot.config.reading import read_all, read_config
from bot.domain.errors import BotError, ConfigError
from bot.listing import read_matters

USAGE, FAILED, DONE = 2, 1, 0


def main(arguments: list[str] | None = None) -> int:
    """Run one command."""
    options = _parser().parse_args(arguments)
    logs.set_up(options.log_level)
    try:
        return int(options.run(options))
    except ConfigError as err:
        for problem in err.problems:
            print(problem, file=sys.stderr)
        return USAGE
    except BotError as err:
        from bot.replies.mishaps import mishap

        print(f"{type(err).__name__}: {err}", file=sys.stderr)
        if told := mishap(err):
            print(told, file=sys.stderr)
        return USAGE
    except BrokenPipeError:
        with suppress(OSError):
            sys.stdout.close()  # nobody reads any more; say nothing about it at exit
        return FAILED
    except OSError as err:
        print(f"{err.filename or ''}: {err.strerror or err}", file=sys.stderr)
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="qunli", description="Qunli serves the two groups of a grid"
    )
    parser.add_argument(
        "--log-level", default="INFO", choices=["DEBUG", "INFO", "WARNING", "ERROR"]
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, help_, add, run in COMMANDS:
        command = commands.add_parser(name, help=help_)
        add(command)
        command.set_defaults(run=run)
    return parser


def _add_config(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", type=Path, default=Path("config.yaml"))


def _run(options: argparse.Namespace) -> int:
    setup = read_all(options.config)  # before what takes long to load

    from bot.commands.run import run
    from bot.wiring.roles import Role

    asyncio.run(run(setup.config, setup.secrets, options.config, Role(options.role)))
    return DONE


def _add_run(parser: argparse.ArgumentParser) -> None:
    _add_config(parser)
    parser.add_argument(
        "--role",
        default="all",
        choices=["all", "intake", "worker", "desk", "timers"],
        help="what this process does of the work of several over one PostgreSQL (docs/big.md)",
    )


def _check(options: argparse.Namespace) -> int:
    from bot.commands.check import check

    return check(options.config)


def _add_migrate(parser: argparse.ArgumentParser) -> None:
    _add_config(parser)


def _migrate(options: argparse.Namespace) -> int:
    from bot.clock import SystemClock
    from bot.storage.owning import owned
    from bot.wiring.store import opened

    config = read_config(options.config)

    async def migrate() -> None:
        async with opened(config.store.url):
            pass

    with owned(config.store.url, now=SystemClock().now()):
        asyncio.run(migrate())
    return DONE


def _add_model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", type=Path, default=None, help="model directory")
    model_line.add_encoder(parser)


def _add_classify(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--input", default="-", help="JSON lines; - for standard input")
    parser.add_argument("--output", default="-", help="JSON lines; - for standard output")
    _add_model(parser)


def _model(options: argparse.Namespace) -> Any:  # noqa: ANN401
    from bot.commands.train import ensure_model, existing_model

    if options.model:
        return existing_model(str(options.model), encoder=options.encoder)
    return ensure_model(None, encoder=options.encoder)


def _classify(options: argparse.Namespace) -> int:
    from bot.commands.classify import classify

    model = _model(options)
    with (
        opened(options.input, "r", sys.stdin) as source,
        opened(options.output, "w", sys.stdout) as out,
    ):
        fine = classify(source, out, classifier=model, matters=read_matters(None))
    return DONE if fine else FAILED


def _add_replay(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--world", type=Path, required=True)
    parser.add_argument("--messages", type=Path, required=True)
    parser.add_argument("--output", default="-")
    parser.add_argument("--events", default=None)
    parser.add_argument("--until", type=_until, default=None)
    parser.add_argument(
        "--seed", type=int, default=1, help="kept for scripts; replay has no chance in it"
    )
    _add_model(parser)


def _until(text: str) -> datetime:
    from bot.commands.transcript import instant

    try:
        return instant(text)
    except ValueError as err:
        raise argparse.ArgumentTypeError(str(err)) from err


def _replay(options: argparse.Namespace) -> int:
    from bot.commands.collecting import collect_seldom
    from bot.commands.replay import replay
    from bot.commands.transcript import parse_messages

    try:
        world = json.loads(options.world.read_text(encoding="utf-8"))
        lines = options.messages.read_text(encoding="utf-8").split("\n")
    except (OSError, RecursionError, ValueError) as err:
        raise ConfigError([f"replay: cannot read: {err}"]) from err
    messages = parse_messages(lines)
    model = _model(options)
    collect_seldom()
    with (
        opened(options.output, "w", sys.stdout) as out,
        opened(options.events or os.devnull, "w", sys.stdout) as events,
    ):
        result = asyncio.run(
            replay(
                world=world,
                messages=messages,
                classifier=model,
                matters=read_matters(None),
                until=options.until,
            )
        )
        for file, rows in ((out, result.answers), (events, result.events)):
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    if result.parked:
        print(f"replay: {result.parked} turns or timers failed, see the log", file=sys.stderr)
    return FAILED if result.parked else DONE


def _add_train(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--corpus", type=Path, default=None)
    parser.add_argument("--model", type=Path, default=None)
    parser.add_argument("--seed", type=int, default=1)
    model_line.add_encoder(parser)
    corrections_line.add_train_arguments(parser)


def _train(options: argparse.Namespace) -> int:
    if options.with_corrections:
        return DONE if corrections_line.train_again(options) else FAILED
    from bot.commands.train import train_with_bar

    card = train_with_bar(
        corpus=options.corpus,
        directory=options.model,
        seed=options.seed,
        encoder=options.encoder,
    )
    print(card.version)
    return DONE


def _add_evaluate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--corpus", type=Path, default=None)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--report", type=Path, default=None, help="write the page for people here")
    parser.add_argument(
        "--sentence", action="append", default=[], help="explain this one; may be given repeatedly"
    )


def _evaluate(options: argparse.Namespace) -> int:
    from bot.commands.evaluate import evaluate_with_bar

    if options.report is not None and not options.report.parent.is_dir():
        raise ConfigError([f"{options.report.parent}: no such directory"])
    figures = evaluate_with_bar(
        corpus=options.corpus,
        seed=options.seed,
        report=options.report,
        sentences=options.sentence,
    )
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    return DONE


def _status(do: Callable[[argparse.Namespace], bool]) -> Callable[[argparse.Namespace], int]:
    return lambda options: DONE if do(options) else FAILED


OWN_LINES: Final = (
    ("bench", "measure, JSON on standard output", bench_line, bench_line.run),
    ("model", "versions of the text model: list, use, diff", model_line, model_line.models),
    (
        "corrections",
        "what staff have put right: list, remove",
        corrections_line,
        corrections_line.corrections,
    ),
    ("figures", "rates of a period", figures_line, figures_line.figures),
    ("export", "the ledger of a period as a workbook", export_line, export_line.export),
    ("digest", "what a grid leader would be told now", digest_line, digest_line.digest),
    ("link", "groups: a one-time code, list, end", link_line, link_line.link),
    ("backup", "everything in one file", backup_line.Backup, backup_line.Backup.run),
    ("restore", "a backup as the store", backup_line.Restore, backup_line.Restore.run),
    ("move", "a store as a whole into another, with proof", move_line, move_line.run),
    ("audit", "prove that histories are unaltered", audit_line, audit_line.audit),
    ("items", "the admission list: export, check, import", items_line, items_line.items),
    (
        "user",
        "accounts of the pages",
        user_line,
        user_line.user,
    ),
    (
        "exchange",
        "other platforms: cases out, tickets in, by a mapping of their columns",
        exchange_line,
        exchange_line.exchange,
    ),
    ("qr", "codes on walls that open a report page: add, list, end", qr_line, qr_line.qr),
    ("key", "keys of machines for the interfaces: add, list, end", key_line, key_line.key),
    ("leaders", "who leads which building: list, set", leaders_line, leaders_line.leaders),
    (
        "directory",
        "people of the organisation, as entries for the configuration",
        directory_line,
        directory_line.directory,
    ),
    (
        "adapter",
        "the process of an account, where it is not started by `run`",
        adapter_line,
        adapter_line.adapter,
    ),
)
"""Commands whose arguments and printing have a module of their own: name, help, that module, and
what it does, which answers whether all went well.
"""

COMMANDS: Final = (
    ("run", "start the service", _add_run, _run),
    ("check", "list every problem of the configuration", _add_config, _check),
    ("migrate", "bring the store up to date", _add_migrate, _migrate),
    ("classify", "label single texts", _add_classify, _classify),
    ("replay", "play a conversation through the whole journey", _add_replay, _replay),
    ("train", "train the text model", _add_train, _train),
    ("evaluate", "tell how good a model of this corpus is", _add_evaluate, _evaluate),
    *((name, help_, line.add_arguments, _status(do)) for name, help_, line, do in OWN_LINES),
)

if __name__ == "__main__":
    sys.exit(main())
