"""`qunli run` as it is, but for a text model that takes no time to load.

Comes in: the path of a configuration, and of a file with the seconds by which the machine's clock
is wrong, if it is to be. Goes out: the service, until it is stopped. Does not: change anything
else.
"""

import asyncio
import sys
from datetime import timedelta
from pathlib import Path

from bot import logs
from bot.clock import SystemClock
from bot.commands import run as command
from bot.config.reading import read_all
from tests.fakes.classifier import FakeClassifier


def shift(path: Path) -> None:
    """The machine's clock goes wrong by the seconds that stand in a file."""
    right = SystemClock.now
    SystemClock.now = lambda clock: right(clock) + timedelta(seconds=float(path.read_text()))


def main() -> None:
    """Serve."""
    logs.set_up("INFO")
    command.ensure_model = lambda directory, *, encoder, span: FakeClassifier()
    path = Path(sys.argv[1])
    setup = read_all(path)
    asyncio.run(command.run(setup.config, setup.secrets, path))


if __name__ == "__main__":
    if sys.argv[2:]:
        shift(Path(sys.argv[2]))
    main()
