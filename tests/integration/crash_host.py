"""Starts the whole service again and again, in processes of its own that die where they are told.

Comes in: one JSON object a line: `{"start": {...}}` or `{"wait": pid}`. Goes out: one JSON value a
line: the pid, or the exit status (negative: the signal). Does not: touch the program: the points of
death are wrapped around its stages here.

Everything is imported once; every start is a fork, so that it takes no time.
"""

import asyncio
import faulthandler
import functools
import gc
import importlib
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

from bot import logs
from bot.commands import run as command
from bot.config.reading import read_all
from bot.desk.material import load_material
from bot.replies.catalogue import Catalogue
from bot.wiring import desk, stages
from bot.wiring.roles import Role
from tests.fakes.classifier import FakeClassifier
from tests.fakes.line_channel import NAME, LineChannel
from tests.integration.crash_points import AFTER, BEFORE, POINTS
from tests.integration.service_host import shift


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fault() -> None:
    raise ZeroDivisionError("a fault of the program")


def wrap(point: str, what: Callable[[], None]) -> None:
    """Let something happen at a point."""
    where, name, when = POINTS[point]
    module, _, class_ = where.partition(":")
    owner = getattr(importlib.import_module(module), class_)
    original = getattr(owner, name)

    @functools.wraps(original)
    async def wrapped(*arguments, **named):
        if when == BEFORE and name != "_batch":
            what()
        if when == BEFORE and await has_work(*arguments):
            what()
        result = await original(*arguments, **named)
        if when == AFTER and result != 0:
            what()
        return result

    @functools.wraps(original)
    def wrapped_plain(*arguments, **named):
        what()
        return original(*arguments, **named)

    plain = not asyncio.iscoroutinefunction(original)
    setattr(owner, name, wrapped_plain if plain else wrapped)


async def has_work(_stage, unit) -> bool:
    return bool(await unit.messages.unassembled(1))


class Loaded:
    """Files that are read once, before the forks."""

    def __init__(self) -> None:
        self.words = Catalogue.load()
        self.material = load_material()
        self.setup = functools.lru_cache(lambda path: read_all(Path(path)))


async def run(*arguments) -> None:
    """The service; where it stands is written into its log when somebody asks with SIGUSR1."""

    def tell() -> None:
        for task in asyncio.all_tasks():
            sys.stderr.write(f"{task.cancelling()} {task}\n")
            task.print_stack(file=sys.stderr)
        faulthandler.dump_traceback(all_threads=True)

    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, tell)
    await command.run(*arguments)


def serve(start: dict, loaded: Loaded) -> None:
    """One whole service, until it is stopped or dies."""
    log = os.open(start["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    logs.set_up("INFO")
    if start.get("die"):
        wrap(start["die"], die)
    if start.get("fault"):
        wrap(start["fault"], fault)
    if start.get("clock"):
        shift(Path(start["clock"]))
    stages._ERASE_EVERY = timedelta(milliseconds=200)
    command.ensure_model = lambda directory, *, encoder, span: FakeClassifier()
    command.make_channels = lambda config, secrets, clock: {
        NAME: LineChannel(port=start["port"], clock=clock, look_up=start.get("look_up", True))
    }
    command.Catalogue = SimpleNamespace(load=lambda: loaded.words)
    desk.load_material = lambda: loaded.material
    command.read_matters = lambda path, **_: loaded.setup(start["config"]).matters
    setup = loaded.setup(start["config"])
    role = Role(start.get("role", "all"))
    asyncio.run(run(setup.config, setup.secrets, Path(start["config"]), role))


def start_child(start: dict, loaded: Loaded) -> int:
    loaded.setup(start["config"])
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        serve(start, loaded)
        status = 0
    except BaseException:  # noqa: BLE001 - the child ends here, whatever it was
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def answer(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def main() -> None:
    loaded = Loaded()
    gc.freeze()
    answer("ready")
    for line in sys.stdin:
        order = json.loads(line)
        if "start" in order:
            answer(start_child(order["start"], loaded))
        else:
            _, status = os.waitpid(order["wait"], 0)
            answer(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
