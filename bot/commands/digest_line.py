"""The arguments and the printing of what `bot.commands.digest` does.

Comes in: parsed arguments. Goes out: words on standard output. Does not: make them.
"""

import argparse
import sys
from pathlib import Path

from bot.config.reading import read_config
from bot.domain.digest import DigestKind
from bot.listing import read_matters


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `qunli digest`."""
    parser.add_argument("--grid", help="id of a grid; none: all grids of the person")
    parser.add_argument("--person", help="id of a grid leader; none: the first of the grid")
    kinds = [kind.value for kind in (DigestKind.DAILY, DigestKind.WEEKLY, DigestKind.COMMUNITY)]
    parser.add_argument("--kind", choices=kinds, default=kinds[0])
    parser.add_argument("--picture", type=Path, help="write the picture beside it here, a PNG")
    parser.add_argument("--meeting", type=Path, help="write the paper of a joint meeting, a DOCX")
    parser.add_argument("--config", type=Path, default=Path("config.yaml"))


def digest(options: argparse.Namespace) -> bool:
    """Make and print."""
    from bot.commands.digest import Wanted, meeting
    from bot.commands.digest import digest as make

    config = read_config(options.config)
    if options.meeting is not None:
        options.meeting.write_bytes(meeting(config, read_matters(config.matters)))
        return True
    wanted = Wanted(grid=options.grid, person=options.person, kind=DigestKind(options.kind))
    made = make(config, read_matters(config.matters), wanted)
    sys.stdout.write(made.text + "\n" if made.text else "")
    if options.picture is not None and made.picture is not None:
        options.picture.write_bytes(made.picture)
    return True
