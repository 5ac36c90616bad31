"""`qunli backup`, `qunli restore`: everything of an office in one file, and back.

Comes in: the configuration and its path, a directory or an archive. Goes out: an archive whose
contents can be proved, or a store that is proved to be what was archived. Does not: touch a store
that is there (restoring), stop a service, or encrypt; secrets and the text model are not in it.
"""

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from bot.domain.deadlines import SHANGHAI
from bot.domain.errors import StorageError
from bot.options.config import Config
from bot.storage.backing import copy, file_of, rows
from bot.storage.owning import owned
from bot.version import VERSION
from bot.wiring.store import anchors_path

STORE: Final = "store.db"
ANCHORS: Final = "anchors"
CONFIG: Final = "config.yaml"
MANIFEST: Final = "manifest.json"
_KNOWN: Final = (STORE, ANCHORS, CONFIG)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An archive and how many rows of how many tables are in it."""

    path: Path
    tables: int
    rows: int


def backup(config: Config, path: Path, directory: Path, now: datetime) -> Kept:
    """Archive the store, its file of anchors and the configuration; the service may be running. The
    archive has its name only when it is whole, and nobody but its owner may read it.
    """
    store, anchors = file_of(config.store.url), anchors_path(config)
    name = f"qunli-{now.astimezone(SHANGHAI):%Y%m%d-%H%M%S}.tar.gz"
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=directory, prefix=".qunli-") as made:
        room = Path(made)
        if anchors is not None and anchors.is_file():  # before the store: never ahead of it
            shutil.copyfile(anchors, room / ANCHORS)
        copy(store, room / STORE)
        shutil.copyfile(path, room / CONFIG)
        counted = rows(room / STORE)
        files = {each: _digest(room / each) for each in _KNOWN if (room / each).is_file()}
        manifest = {"version": VERSION, "made_at": now.isoformat(), "files": files, "rows": counted}
        (room / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        archive = room / name
        with tarfile.open(archive, "w:gz") as packed:
            for each in (MANIFEST, *files):
                packed.add(room / each, arcname=each)
        archive.chmod(0o600)
        _flush(archive)
        archive.rename(directory / name)
    return Kept(path=directory / name, tables=len(counted), rows=sum(counted.values()))


def restore(config: Config, archive: Path, now: datetime) -> Kept:
    """Put an archived store where the configuration wants one; where there is one already, nothing
    is done. The archived configuration stays in the archive.
    """
    store, anchors = file_of(config.store.url), anchors_path(config)
    with owned(config.store.url, now=now):
        for there in (store, Path(f"{store}-wal"), anchors):
            if there is not None and there.exists():
                raise StorageError(f"{there} is there: move it away first")
        with _unpacked(archive, store.parent) as (room, manifest):
            _prove(room, manifest)
            if anchors is not None and (room / ANCHORS).is_file():
                _place(room / ANCHORS, anchors)
            _place(room / STORE, store)
        counted: dict[str, int] = manifest["rows"]
    return Kept(path=store, tables=len(counted), rows=sum(counted.values()))


@contextmanager
def _unpacked(archive: Path, beside: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The files of an archive by their known names, whatever else may be in it."""
    with tempfile.TemporaryDirectory(dir=beside, prefix=".qunli-") as made:
        room = Path(made)
        try:
            with tarfile.open(archive, "r:gz") as packed:
                for member in packed:
                    if member.isfile() and member.name in {MANIFEST, *_KNOWN}:
                        source = packed.extractfile(member)
                        assert source is not None
                        with (room / member.name).open("wb") as target:
                            shutil.copyfileobj(source, target)
            manifest = json.loads((room / MANIFEST).read_text(encoding="utf-8"))
            manifest["files"][STORE], manifest["rows"]
        except (tarfile.TarError, EOFError, OSError, ValueError, KeyError, TypeError) as err:
            raise StorageError(f"{archive}: no backup of this program ({err})") from err
        yield room, manifest


def _prove(room: Path, manifest: dict[str, Any]) -> None:
    for name, digest in manifest["files"].items():
        if name not in _KNOWN or not (room / name).is_file() or _digest(room / name) != digest:
            raise StorageError(f"{name} in the backup is not what was put into it")
    if rows(room / STORE) != manifest["rows"]:
        raise StorageError(f"{STORE} in the backup has not the rows it had")


def _place(source: Path, target: Path) -> None:
    """Where it is wanted, whole or not at all."""
    near = target.with_name(f".{target.name}.new")
    shutil.copyfile(source, near)
    near.chmod(0o600)
    _flush(near)
    near.rename(target)


def _flush(file: Path) -> None:
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
