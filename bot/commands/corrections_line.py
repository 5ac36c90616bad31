"""The arguments and the printing of what `bot.commands.corrections` does.

Comes in: parsed arguments. Goes out: lines on standard output, whether all went well. Does not:
import the learners before they are needed.
"""

import argparse
import asyncio
from pathlib import Path

from bot.config.reading import read_config
from bot.domain.errors import ConfigError


def add_train_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `qunli train`."""
    parser.add_argument(
        "--with-corrections",
        action="store_true",
        help="learn from what staff have put right, too; refused where that makes it worse",
    )
    parser.add_argument(
        "--corrections", type=Path, help="JSON lines of corrections instead of those of a store"
    )
    _add_store(parser)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `qunli corrections`."""
    parts = parser.add_subparsers(required=True, metavar="list|remove")
    shown = parts.add_parser("list", help="one JSON line each, oldest first")
    gone = parts.add_parser("remove", help="delete some, or all")
    which = gone.add_mutually_exclusive_group(required=True)
    which.add_argument("ids", nargs="*", default=[], help="as `list` shows them")
    which.add_argument("--all", action="store_true", help="every one")
    for part, act in ((shown, _list), (gone, _remove)):
        _add_store(part)
        part.set_defaults(act=act)


def _add_store(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--store", help="URL of the store; none: the one of the configuration")
    parser.add_argument("--config", type=Path, default=Path("config.yaml"))


def corrections(options: argparse.Namespace) -> bool:
    """List or remove; whether all that was named was there."""
    return bool(options.act(options))


def train_again(options: argparse.Namespace) -> bool:
    """Train with corrections and print the comparison; whether the new version is in use."""
    from bot.commands.corrections import (
        kept_corrections,
        read_corrected,
        relearn_with_bar,
        told,
    )
    from classifiers.relearn import Corrected

    if options.corrections is not None:
        try:
            lines = options.corrections.read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError) as err:
            raise ConfigError([f"corrections: cannot read: {err}"]) from err
        corrected = read_corrected(lines)
    else:
        kept = asyncio.run(kept_corrections(_url(options)))
        corrected = [Corrected(text=one.text, item=one.item) for one in kept]
    result = relearn_with_bar(
        corrected,
        corpus=options.corpus,
        directory=options.model,
        seed=options.seed,
        encoder=options.encoder,
    )
    print(*told(result), sep="\n")
    return not result.worse


def _list(options: argparse.Namespace) -> bool:
    from bot.commands.corrections import as_line, kept_corrections

    for one in asyncio.run(kept_corrections(_url(options))):
        print(as_line(one))
    return True


def _remove(options: argparse.Namespace) -> bool:
    from bot.commands.corrections import remove_corrections

    gone = asyncio.run(remove_corrections(_url(options), options.ids, all_of_them=options.all))
    print(gone)
    return options.all or gone == len(set(options.ids))


def _url(options: argparse.Namespace) -> str:
    return str(options.store or read_config(options.config).store.url)
