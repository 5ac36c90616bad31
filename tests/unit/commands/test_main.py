"""The command line: exit statuses, and what is said where something is wrong."""

import json
import sqlite3
import subprocess
import sys

import pytest
import yaml

from bot import __main__ as command_line
from bot.domain.errors import StorageError
from tests.builders import NEWEST, T0
from tests.unit.test_config import SMALL


@pytest.fixture
def config(files, tmp_path):
    """A configuration with its store in the test's directory."""
    data = SMALL | {"store": {"url": f"sqlite:///{tmp_path}/var/qunli.db"}}
    return files("config.yaml", yaml.safe_dump(data, allow_unicode=True))


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ([], "the following arguments are required: command"),
        (["serve"], "invalid choice: 'serve'"),
        (["check", "--verbose"], "unrecognized arguments: --verbose"),
        (["--log-level", "LOUD", "check"], "invalid choice: 'LOUD'"),
        (["replay"], "the following arguments are required: --world, --messages"),
        (["train", "--seed", "x"], "argument --seed: invalid int value: 'x'"),
        (["check"], "config.yaml: no such file. Give another with --config"),
        (["run"], "config.yaml: no such file. Give another with --config"),
        (["migrate"], "config.yaml: no such file. Give another with --config"),
        (["train", "--corpus", "nowhere"], "ModelError: "),
    ],
)
def test_wrong_usage_is_status_2(qunli, arguments, problem):
    status, out, err = qunli(*arguments)
    assert (status, out) == (2, "")
    assert problem in err


@pytest.mark.parametrize(
    "name",
    ["run", "check", "migrate", "classify", "replay", "train", "evaluate", "model", "corrections"],
)
def test_every_command_explains_itself(qunli, name):
    status, out, _ = qunli(name, "--help")
    assert status == 0
    assert out.startswith(f"usage: qunli {name}")


def test_migrating(qunli, config, tmp_path):
    for _ in range(2):
        assert qunli("migrate", "--config", config)[0] == 0
    store = sqlite3.connect(tmp_path / "var" / "qunli.db")
    assert store.execute("select version_num from alembic_version").fetchall() == [(NEWEST,)]
    store.close()


@pytest.mark.parametrize("command", ["migrate", "run"])
def test_a_store_of_a_newer_program(qunli, config, tmp_path, monkeypatch, command):
    qunli("migrate", "--config", config)
    store = sqlite3.connect(tmp_path / "var" / "qunli.db")
    with store:
        store.execute("update alembic_version set version_num = '9999'")
    store.close()
    without_a_model(monkeypatch)
    status, out, err = qunli(command, "--config", config)
    assert (status, out) == (2, "")
    assert "StoreTooNew: " in err
    assert f"the store is at revision 9999, this program knows {NEWEST}" in err


@pytest.mark.parametrize("command", ["migrate", "run"])
def test_a_store_that_another_process_has(qunli, config, tmp_path, monkeypatch, command):
    from bot.storage.owning import owned

    without_a_model(monkeypatch)
    with owned(f"sqlite:///{tmp_path}/var/qunli.db", now=T0):
        status, out, err = qunli(command, "--config", config)
    assert (status, out) == (2, "")
    assert "StoreInUse: " in err
    assert "另一个 qunli 正在用这个数据库" in err
    assert not (tmp_path / "var" / "qunli.db").exists()


@pytest.mark.parametrize("command", ["migrate", "run"])
def test_a_damaged_store(qunli, config, tmp_path, monkeypatch, command):
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "qunli.db").write_bytes(b"no database" * 999)
    without_a_model(monkeypatch)
    status, out, err = qunli(command, "--config", config)
    assert (status, out) == (2, "")
    assert f"StorageError: {tmp_path}/var/qunli.db: the file is damaged or no store" in err


def without_a_model(monkeypatch) -> None:
    from bot.commands import run
    from tests.fakes.classifier import FakeClassifier

    monkeypatch.setattr(run, "ensure_model", lambda directory, *, encoder, span: FakeClassifier())


def test_a_damaged_model_stops_the_service(qunli, files, tmp_path):
    model = tmp_path / "model"
    model.mkdir()
    (model / "card.json").write_text("{}")
    data = SMALL | {"model": {"directory": str(model)}}
    config = files("config.yaml", yaml.safe_dump(data, allow_unicode=True))
    status, out, err = qunli("run", "--config", config)
    assert (status, out) == (2, "")
    assert err.startswith("ModelError: ")
    assert len(err.splitlines()) == 1


def test_a_port_that_is_taken(qunli, files, tmp_path, monkeypatch):
    import socket

    without_a_model(monkeypatch)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        data = SMALL | {
            "server": {"port": port},
            "store": {"url": f"sqlite:///{tmp_path}/qunli.db"},
        }
        config = files("config.yaml", yaml.safe_dump(data, allow_unicode=True))
        status, out, err = qunli("--log-level", "ERROR", "run", "--config", config)
    assert (status, out) == (2, "")
    assert err.startswith(f"server.port: cannot listen on 127.0.0.1:{port}: ")
    assert "address already in use" in err


def test_training_where_nothing_can_be_written(qunli, files, tmp_path):
    header = "gate\titem\temergency\tregister\tregion\tbatch\ttext"
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "lines.tsv").write_text(header + "\nodd line\n", encoding="utf-8")
    status, _, err = qunli("train", "--corpus", tmp_path / "corpus", "--model", tmp_path / "m")
    assert status == 2
    assert "ModelError: " in err


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (StorageError("odd"), 2, "StorageError: odd\n"),
        (FileNotFoundError(2, "No such file", "x.txt"), 1, "x.txt: No such file\n"),
        (OSError("odd"), 1, ": odd\n"),
    ],
)
def test_what_goes_wrong_is_said_in_one_line(qunli, monkeypatch, error, status, said):
    def fail(path):
        raise error

    from bot.commands import check

    monkeypatch.setattr(check, "check", fail)
    assert qunli("check") == (status, "", said)


def test_a_fault_of_the_program_is_not_hidden(qunli, monkeypatch):
    from bot.commands import check

    def fail(path):
        raise ZeroDivisionError

    monkeypatch.setattr(check, "check", fail)
    with pytest.raises(ZeroDivisionError):
        qunli("check")


@pytest.mark.timeout(120)
def test_nobody_reads_to_the_end(model, tmp_path):
    """`qunli classify | head -1`: no traceback, nothing on standard error."""
    lines = (json.dumps({"id": n, "text": "路灯坏了"}) + "\n" for n in range(5000))
    (tmp_path / "in.jsonl").write_text("".join(lines), encoding="utf-8")
    command = [sys.executable, "-m", "bot", "classify", "--input", "in.jsonl", "--model", model]
    reader = subprocess.Popen(["head", "-1"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    writer = subprocess.run(
        [str(part) for part in command],
        stdout=reader.stdin,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env={"PYTHONPATH": ":".join(sys.path)},
        check=False,
    )
    reader.stdin.close()
    reader.wait()
    assert (writer.returncode, writer.stderr) == (1, b"")


def test_the_list_of_commands_is_complete():
    names = [name for name, *_ in command_line.COMMANDS]
    assert len(set(names)) == len(names)
    assert {"run", "check", "migrate", "classify", "replay", "train"} <= set(names)
