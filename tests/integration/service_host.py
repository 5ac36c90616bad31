"""`qunli run` as it is, but for a text model that takes no time to load.

Comes in: the path of a configuration. Goes out: the service, until it is stopped. Does not: change
anything else.
"""

import asyncio
import sys
from pathlib import Path

from bot import logs
from bot.commands import run as command
from bot.config.reading import read_all
from tests.fakes.classifier import FakeClassifier


def main() -> None:
    """Serve."""
    logs.set_up("INFO")
    command.ensure_model = lambda directory, *, encoder, span: FakeClassifier()
    path = Path(sys.argv[1])
    setup = read_all(path)
    asyncio.run(command.run(setup.config, setup.secrets, path))


if __name__ == "__main__":
    main()
