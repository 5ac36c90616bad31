"""The arguments and the printing of what `bot.commands.move` does.

Comes in: parsed arguments. Goes out: lines on standard output, whether it worked. Does not: move.
"""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `qunli move`."""
    parser.add_argument(
        "--from", dest="source", required=True, help="sqlite:///path; no service may be at work"
    )
    parser.add_argument(
        "--to", dest="target", required=True, help="postgresql://host/name, without rows"
    )


def run(options: argparse.Namespace) -> bool:
    """Move, and print the proof."""
    from bot.clock import SystemClock
    from bot.commands.move import move_all, told

    print(*told(move_all(options.source, options.target, SystemClock())), sep="\n")
    return True
