"""`qunli backup` and `qunli restore`: what comes back is what was there, or nothing is."""

import asyncio
import io
import json
import sqlite3
import tarfile
from datetime import date
from pathlib import Path

import pytest

from bot.storage.anchorfile import FileOfAnchors
from bot.storage.owning import owned
from bot.wiring.store import open_store
from tests.builders import T0, case, case_event


@pytest.fixture
def office(tmp_path):
    """A configuration, its store with two cases and its file of anchors."""
    url = f"sqlite:///{tmp_path}/store.db"
    config = tmp_path / "office.yaml"
    config.write_text(
        f"store: {{url: '{url}'}}\n"
        "community: {street: 西南, name: 桥头, grids: [{id: g1, name: 一}]}\n",
        encoding="utf-8",
    )

    async def fill():
        store = await open_store(url)
        for number in (311, 312):
            key = f"case-{number:06d}"
            events = [case_event(line, case=key) for line in (1, 2, 3)]
            await store.work(lambda unit, number=number: unit.cases.add(case(number)))
            await store.work(lambda unit, events=events: unit.cases.record(events))
        anchor = await store.work(lambda unit: unit.audit.take(date(2026, 3, 2), T0))
        await FileOfAnchors(tmp_path / "store.db.anchors").append([anchor.written])
        await store.close()

    asyncio.run(fill())
    return config


@pytest.fixture
def archive(qunli, office, tmp_path) -> Path:
    status, out, _ = qunli("backup", "--config", office, "--to", tmp_path / "away")
    assert status == 0
    return Path(out.split(" (")[0])


def move_away(tmp_path) -> None:
    for name in ("store.db", "store.db-wal", "store.db-shm", "store.db.anchors"):
        (tmp_path / name).unlink(missing_ok=True)


def numbers(tmp_path) -> list[int]:
    connection = sqlite3.connect(tmp_path / "store.db")
    found = [row[0] for row in connection.execute("select number from cases order by number")]
    connection.close()
    return found


def test_what_comes_back_is_what_was_there_and_its_histories_are_checked(
    qunli, office, archive, tmp_path
):
    move_away(tmp_path)
    status, out, err = qunli("restore", archive, "--config", office)
    assert (status, err) == (0, "")
    assert out.splitlines()[-1] == "查了 2 件工单、6 行经过、1 个封条：没有问题"
    assert numbers(tmp_path) == [311, 312]
    assert (tmp_path / "store.db").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_an_archive_is_whole_private_and_made_beside_a_running_service(office, qunli, tmp_path):
    url = f"sqlite:///{tmp_path}/store.db"

    async def look() -> tuple:
        store = await open_store(url)
        await store.work(lambda unit: unit.cases.add(case(313)))  # in the journal as yet
        done = await asyncio.to_thread(qunli, "backup", "--config", office, "--to", tmp_path)
        await store.close()
        return done

    with owned(url, now=T0):
        status, out, _ = asyncio.run(look())
    path = Path(out.split(" (")[0])
    assert (status, path.stat().st_mode & 0o777) == (0, 0o600)
    with tarfile.open(path) as packed:
        assert packed.getnames() == ["manifest.json", "store.db", "anchors", "config.yaml"]
        manifest = json.load(packed.extractfile("manifest.json"))
    assert manifest["rows"]["cases"] == 3


def test_a_store_that_is_there_is_left_alone(qunli, office, archive, tmp_path):
    status, _, err = qunli("restore", archive, "--config", office)
    assert (status, "store.db is there: move it away first" in err) == (2, True)
    move_away(tmp_path)
    with owned(f"sqlite:///{tmp_path}/store.db", now=T0):
        assert qunli("restore", archive, "--config", office)[0] == 2
    assert not (tmp_path / "store.db").exists()


def altered(archive: Path, name: str, change) -> Path:
    """The same archive with one file changed (None: left out)."""
    target = archive.with_name("altered.tar.gz")
    with tarfile.open(archive) as old, tarfile.open(target, "w:gz") as new:
        for member in old:
            data = old.extractfile(member).read()
            if member.name == name:
                data = change(data)
            if data is not None:
                member.size = len(data)
                new.addfile(member, io.BytesIO(data))
    return target


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("store.db", lambda data: data[:-4096] + bytes(4096)),
        ("store.db", lambda data: None),
        ("anchors", lambda data: data + b"x"),
        ("manifest.json", lambda data: None),
        ("manifest.json", lambda data: b"[]"),
        ("manifest.json", lambda data: data.replace(b'"cases": 2', b'"cases": 3')),
    ],
)
def test_an_archive_that_was_altered_restores_nothing(
    qunli, office, archive, tmp_path, name, change
):
    move_away(tmp_path)
    status, _, err = qunli("restore", altered(archive, name, change), "--config", office)
    assert (status, "StorageError" in err) == (2, True)
    assert not (tmp_path / "store.db").exists()
    assert not (tmp_path / "store.db.anchors").exists()


def test_what_is_no_archive_or_no_file_is_refused(qunli, office, tmp_path):
    move_away(tmp_path)
    (tmp_path / "x").write_bytes(b"\x1f\x8bnothing")
    for name in ("x", "missing"):
        assert qunli("restore", tmp_path / name, "--config", office)[0] == 2
    assert qunli("backup", "--config", office, "--to", tmp_path / "away")[0] == 2
    assert list((tmp_path / "away").iterdir()) == []
