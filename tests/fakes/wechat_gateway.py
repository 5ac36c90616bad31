"""A real wechaty gateway in a process of its own, moved by orders (tests/gateway).

Comes in: orders. Goes out: their answers. Does not: speak to WeChat. One gateway serves the tests
that leave it whole; those that kill or freeze one have their own.
"""

import atexit
import json
import signal
import socket
import subprocess
import sys
from functools import cache
from pathlib import Path

GATEWAY = Path(__file__).parents[1] / "gateway"
TOKEN = "qunli-test"
BOT, WANG, LI = "wxid-bot", "wxid-wang", "wxid-li"
OWNERS, OTHERS = "owners@chatroom", "others@chatroom"
NEEDS = "wechaty has no release for Python 3.13"
IMPOSSIBLE = sys.version_info >= (3, 13)


def free_port() -> int:
    """A port that nobody has now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Gateway:
    """One process; `order` waits for its answer. `record` is a file that what it was made to say is
    added to, and that outlives it.
    """

    def __init__(self, *, token: str = TOKEN, record: Path | None = None) -> None:
        self.port = free_port()
        self._arguments = [str(self.port), token, *([str(record)] if record else [])]
        self.start()

    def start(self) -> None:
        """A fresh gateway on the same port: it knows nobody."""
        if not (GATEWAY / "node_modules").is_dir():
            raise RuntimeError("the gateway is not installed: sh .ci/gateway")
        self._process = subprocess.Popen(
            ["env", "WECHATY_LOG=silent", "node", "--no-warnings", "gateway.mjs", *self._arguments],
            cwd=GATEWAY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._answer()
        for contact, name in ((WANG, "王秀兰"), (LI, "李强")):
            self.order("contact", id=contact, name=name)
        for room, topic in ((OWNERS, "富善花园业主群"), (OTHERS, "别的群")):
            self.order("room", id=room, topic=topic, members=[BOT, WANG, LI])

    def order(self, order: str, **given):
        """Have something done."""
        line = json.dumps({"order": order, **given}) + "\n"
        self._process.stdin.write(line.encode())
        self._process.stdin.flush()
        return self._answer()["answer"]

    def say(self, text: str, **given) -> str:
        """Somebody speaks in the group, or elsewhere; the id of it."""
        return self.order("say", **({"from": WANG, "to": OWNERS, "text": text} | given))

    def sent(self) -> list[dict]:
        """What the account was made to say, in order."""
        return self.order("sent")

    def texts(self) -> list[str]:
        """Only the words of it."""
        return [one["text"] for one in self.sent()]

    def freeze(self) -> None:
        """It keeps its connections and does nothing."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on."""
        self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """It is gone, and what it had in hand with it."""
        self.thaw()
        self._process.kill()
        self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()

    def _answer(self):
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the gateway has ended")
        return json.loads(line)


@cache
def shared() -> Gateway:
    """The one for tests that leave it whole."""
    gateway = Gateway()
    atexit.register(gateway.kill)
    return gateway
