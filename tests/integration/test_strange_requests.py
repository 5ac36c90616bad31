"""Every address of the desk asked strangely, over a real socket of the real service: answered each
time, and never with a defect.

What is drawn is bytes: paths, questions, headers and bodies as no browser writes them, with the
names of the real fields so that what reads them is reached.
"""

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote_from_bytes

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.test_config import SMALL

PATIENCE = 60
ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "bot" / "desk" / "templates"
PASSWORD = "correct horse battery staple"
LEADER = {
    "id": "he",
    "name": "何倩芬",
    "roles": ["grid_leader", "community_secretary"],
    "grids": ["g1"],
    "accounts": {"simulator": "s-he"},
}
ENVIRONMENT = os.environ | {"PYTHONPATH": ":".join([str(ROOT), *sys.path])}  # noqa: TID251
FIELDS = sorted(
    {
        name
        for page in TEMPLATES.glob("*.html")
        for name in re.findall(r'name="([a-z_]+)"', page.read_text("utf-8"))
    }
    | {"api_key", "service_code", "jurisdiction_id", "address_string", "start_date", "status"}
    | {"room", "sender", "quoted", "image", "after", "version", "service_request_id", "before"}
)
WORTH = (
    *("", "1", "-1", "0", "312", "9" * 40, "1e9", "١٢", "①", "true", "g1", "own", "own1", "chen"),
    *("s-chen", "2026-01-01", "2026-02-30", "2026-01-01T00:00:00Z", "0001-01-01T00:00:00+23:59"),
    *("9999-12-31", "open", "closed", "GY-11", "CG-02", "3栋2单元502", "\0", "\ud800", "=1+1"),
    *("../../etc/passwd", "%", "%zz", "<b>", "a" * 2_000, "\r\n\r\n", "\u202e", "🚑", "write"),
)
TEXTS = st.sampled_from(WORTH) | st.text(st.characters(exclude_categories=()), max_size=8)
VALUES = TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary(max_size=6)
PAIRS = st.lists(st.tuples(st.sampled_from(FIELDS), VALUES), max_size=6)
CODINGS = (
    *("", "; charset=utf-8", "; charset=nowhere", "; charset=unicode_escape", "; charset=utf-16"),
    *("; charset=hex", "; charset=undefined", "; charset=raw_unicode_escape", "; charset"),
)
HEADERS = (
    *("Origin", "Cookie", "Authorization", "Range", "If-None-Match", "If-Modified-Since"),
    *("Last-Event-ID", "Sec-Fetch-Site", "Accept-Language", "Content-Encoding"),
)
SAID = (
    *(b"http://[", b"null", b"qunli=x", b"qunli=\xff\xff", b"Bearer qk_\xff"),
    *(b"Bearer \xed\xa0\x80", b"bytes=5-1", b"gzip", b"deflate", b"*", b"9.9", b"Basic :"),
    *(b"same-origin", b'qunli="\\777"'),
)
LINES = st.lists(st.tuples(st.sampled_from(HEADERS), st.sampled_from(SAID)), max_size=2)
UNREADABLE = ("ContentEncodingError", "LineTooLong", "RequestPayloadError", "BadHttpMessage")
"""What aiohttp itself writes down, and answers well, where a request is none."""
JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner),
    max_leaves=6,
)


class Served:
    """The service's process, and what it is asked."""

    def __init__(self, directory: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        often = {"tries_a_minute": 1000, "reports_a_minute": 1000, "key_requests_a_minute": 100_000}
        config = SMALL | {
            "people": [*SMALL["people"], LEADER],
            "server": {"port": self.port},
            "store": {"url": f"sqlite:///{directory / 'qunli.db'}"},
            "desk": often | {"open311": "public"},
        }
        (directory / "config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
        there = directory / "routes"
        self.log, self._read = directory / "log", 0
        self._account(directory / "config.yaml")
        line = ["-m", "tests.integration.strange_host", str(directory / "config.yaml"), str(there)]
        self._errors = self.log.open("wb")
        self.process = subprocess.Popen(
            [sys.executable, *line],
            cwd=directory,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=ENVIRONMENT,
        )
        assert self.process.stdout.readline(), self.log.read_text("utf-8")
        self.cookie = self._signed_in()
        self.routes = there.read_text("utf-8").splitlines()

    @staticmethod
    def _account(config: Path) -> None:
        line = ["user", "add", "he", "--person", "he", "--admin", "--password-stdin"]
        subprocess.run(
            [sys.executable, "-m", "bot", *line, "--config", str(config)],
            cwd=config.parent,
            input=PASSWORD,
            text=True,
            check=True,
            capture_output=True,
            env=ENVIRONMENT,
        )

    def _signed_in(self) -> str:
        """The cookie of somebody who may do everything."""
        body = form([("name", b"he"), ("password", PASSWORD.encode())])
        line = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        line.request("POST", "/login", body, kind)
        answer = line.getresponse()
        line.close()
        assert answer.status == 303
        return answer.headers["Set-Cookie"].partition(";")[0]

    def ask(self, raw: bytes) -> int:
        """The status of the answer; the answer itself is not read."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as line:
            with contextlib.suppress(ConnectionError):  # answered before it was all read
                line.sendall(raw)
            with line.makefile("rb") as answer:
                first = answer.readline()
        assert first.startswith(b"HTTP/1."), "no answer"
        return int(first.split()[1])

    def defects(self) -> list[str]:
        """What the service has written down as an error since it was last looked."""
        with self.log.open(encoding="utf-8") as log:
            log.seek(self._read)
            lines = log.read().splitlines()
            self._read = log.tell()
        told = [json.loads(one) if one.startswith("{") else {"level": "ERROR"} for one in lines]
        return [
            line
            for line, one in zip(lines, told, strict=True)
            if one["level"] == "ERROR" and one.get("exception") not in UNREADABLE
        ]

    def close(self) -> None:
        self.process.terminate()
        assert self.process.wait(timeout=PATIENCE) == 0
        self.process.stdout.close()
        self._errors.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    made = Served(tmp_path_factory.mktemp("strange"))
    yield made
    made.close()


def form(pairs: list[tuple[str, bytes]]) -> bytes:
    return b"&".join(name.encode() + b"=" + quote_from_bytes(one).encode() for name, one in pairs)


def parts(pairs: list[tuple[str, bytes]], disposition: str, coding: str) -> bytes:
    head = f"{disposition}\r\nContent-Type: text/plain{coding}"
    made = [
        b"--x\r\n" + head.replace("NAME", name).encode() + b"\r\n\r\n" + value + b"\r\n"
        for name, value in pairs
    ]
    return b"".join(made) + b"--x--\r\n"


@st.composite
def bodies(draw) -> tuple[str, bytes]:
    """A kind and what is said to be of it."""
    coding = draw(st.sampled_from(CODINGS))
    pairs = draw(PAIRS)
    disposition = draw(
        st.sampled_from(
            (
                'Content-Disposition: form-data; name="NAME"',
                'Content-Disposition: form-data; name="NAME"; filename="x"',
                "Content-Disposition: form-data",
                'Content-Disposition: form-data; name="NAME"\r\nContent-Transfer-Encoding: base64',
                "X-Nothing: 1",
            )
        )
    )
    written = json.dumps(draw(JSONS)).encode()
    if draw(st.booleans()):
        return "application/x-www-form-urlencoded", form(pairs)
    return draw(
        st.sampled_from(
            (
                (f"application/x-www-form-urlencoded{coding}", form(pairs)),
                (f"application/x-www-form-urlencoded{coding}", b"".join(one for _, one in pairs)),
                ("multipart/form-data; boundary=x", parts(pairs, disposition, coding)),
                ("multipart/form-data", parts(pairs, disposition, coding)),
                ("multipart/form-data; boundary=x", parts(pairs, disposition, "")[:-9]),
                (f"application/json{coding}", written),
                ("application/json", written[:-1] + b"\xff"),
                ("image/png", b"\x89PNG\r\n\x1a\n"),
                ("", form(pairs)),
            )
        )
    )


@st.composite
def strange(draw, served: Served) -> bytes:
    method, path = draw(st.sampled_from(served.routes)).split(" ", 1)
    path = re.sub(r"\{\w+\}", lambda _: quote_from_bytes(draw(VALUES), safe="."), path)
    question = form(draw(PAIRS))
    kind, body = draw(bodies()) if method in ("POST", "PUT", "PATCH") else ("", b"")
    head = [f"{method} {path}?{question.decode()} HTTP/1.1", "Host: localhost", "Connection: close"]
    head += [f"Content-Type: {kind}"] if kind else []
    if path != "/logout" and draw(st.sampled_from((True, True, True, False))):
        head += [f"Cookie: {served.cookie}", "Sec-Fetch-Site: same-origin"]
    head += [f"Content-Length: {len(body)}"] if body else []
    lines = b"".join(name.encode() + b": " + said + b"\r\n" for name, said in draw(LINES))
    return "".join(f"{one}\r\n" for one in head).encode() + lines + b"\r\n" + body


def test_every_address_is_known(served):
    assert len(served.routes) > 100
    assert {"POST /login", "POST /open311/v2/requests.json", "POST /simulator/say"} <= set(
        served.routes
    )


@settings(max_examples=400, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_strange_request_is_answered(served, data):
    raw = data.draw(strange(served))
    status = served.ask(raw)
    assert 200 <= status < 500 or status == 503
    assert served.defects() == []
