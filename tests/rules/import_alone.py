"""Import every module alone and tell what its import did besides.

Comes in: module names, one a line on standard input; the working directory is empty.
Goes out: one JSON line for each, `{"module": ..., "problem": ...}`, null when it was quiet.
Does not: start an interpreter for each. Foreign libraries are imported once, then each module of
ours gets a child of its own, made by fork, in which no module of ours was imported before.
"""

import contextlib
import gc
import importlib
import json
import os
import sys
import threading
import traceback
import warnings

LIBRARIES = (
    "aiohttp.web",
    "aiosqlite",
    "alembic.command",
    "chinese_calendar",
    "dingtalk",
    "dingtalk_stream",
    "jieba",
    "jinja2",
    "multiprocessing.popen_spawn_posix",
    "opencc",
    "pydantic",
    "scipy.optimize",
    "scipy.sparse",
    "sklearn.calibration",
    "sklearn.feature_extraction.text",
    "sklearn.linear_model",
    "sklearn.pipeline",
    "skops.io",
    "sqlalchemy.ext.asyncio",
    "tqdm",
    "yaml",
)
ALWAYS_NOTED = {
    "os.mkdir",
    "os.remove",
    "os.rename",
    "shutil.rmtree",
    "socket.bind",
    "socket.connect",
    "socket.getaddrinfo",
    "sqlite3.connect",
    "subprocess.Popen",
    "os.system",
}


def _watch(noted):
    def hook(event, arguments):
        if event == "open":
            mode, flags = arguments[1], arguments[2]
            writing = (
                flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) if isinstance(flags, int) else False
            )
            if writing or (isinstance(mode, str) and set(mode) & set("wax+")):
                noted.append(f"writes {arguments[0]!r}")
        elif event in ALWAYS_NOTED:
            noted.append(f"{event} {arguments[:2]!r}")

    sys.addaudithook(hook)


def _problem(module):
    noted = []
    _watch(noted)
    threads = threading.active_count()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            importlib.import_module(module)
        except BaseException:  # noqa: BLE001  # whatever it is, it is the answer
            return traceback.format_exc(limit=-3)
    if threading.active_count() != threads:
        noted.append("starts a thread")
    return "; ".join(noted) or None


def _in_a_child(module):
    receiving, sending = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # forking beside the threads of numpy
        child = os.fork()
    if child == 0:
        os.close(receiving)
        with open(sending, "w", encoding="utf-8") as out:
            json.dump(_problem(module), out)
        os._exit(0)
    os.close(sending)
    with open(receiving, encoding="utf-8") as answer:
        told = answer.read()
    os.waitpid(child, 0)
    return json.loads(told) if told else "the interpreter died"


def main():
    sys.dont_write_bytecode = True
    for library in LIBRARIES:
        with contextlib.suppress(ImportError):
            importlib.import_module(library)
    gc.freeze()
    for line in sys.stdin:
        module = line.strip()
        sys.stdout.write(json.dumps({"module": module, "problem": _in_a_child(module)}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
