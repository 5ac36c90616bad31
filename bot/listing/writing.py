"""Admission lists into files.

Comes in: rows. Goes out: text, a file written whole or not at all. Does not: check.
"""

import csv
import io
import os
from collections.abc import Iterable
from pathlib import Path

from bot.domain.errors import ConfigError
from bot.domain.listing import COLUMNS, row_of
from bot.domain.matters import Matter
from bot.listing.words import sentence


def as_csv(rows: Iterable[Matter]) -> str:
    """The file of a list."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(row_of(row) for row in rows)
    return out.getvalue()


def write(path: Path, rows: Iterable[Matter]) -> None:
    """Whole or not at all, with the mark by which spreadsheets know UTF-8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    try:
        new.write_text(as_csv(rows), encoding="utf-8-sig", newline="")
        os.replace(new, path)
    except OSError as err:
        new.unlink(missing_ok=True)
        reason = err.strerror or str(err)
        raise ConfigError([sentence("unreadable", path=path, reason=reason)]) from err
