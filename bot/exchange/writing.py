"""Cases as another platform wants them: rows for its import, a block for its form.

Comes in: cases, a mapping. Goes out: mappings by its titles, text. Does not: choose cases; whoever
calls it leaves out what is restricted.
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.case import Case
from bot.domain.cells import harmless
from bot.domain.deadlines import SHANGHAI
from bot.domain.grid import Directory
from bot.domain.matters import Matter
from bot.domain.place import open_place
from bot.exchange.mapping import PlatformMapping
from bot.ports import Words
from intents.contacts import mask


class Writer:
    """With what the office knows."""

    def __init__(
        self, *, directory: Directory, matters: Mapping[str, Matter], words: Words
    ) -> None:
        self._directory = directory
        self._matters = matters
        self._words = words

    def fields(self, case: Case, mapping: PlatformMapping, theirs: str) -> dict[str, str]:
        """Everything that can be told of a case; words are masked."""
        grid = self._directory.grid(case.grid)
        matter = self._matters[case.item]
        status = case.status.value
        return {
            "number": str(case.number),
            "theirs": theirs,
            "item": case.item,
            "item_name": matter.name,
            "category_name": matter.category_name,
            "words": mask(case.words),
            "place": mask(open_place(case.place)),
            "grid": grid.name if grid else "",
            "department": case.department,
            "level": self._words.term("level", case.level.value),
            "status": mapping.statuses.get(status) or self._words.term("status", status),
            "opened_at": _local(case.opened_at),
            "until": _local(case.resolve_until),
            "done_at": _local(case.done_at),
        }

    def row(self, case: Case, mapping: PlatformMapping, theirs: str) -> dict[str, str]:
        """A row of their table."""
        told = self.fields(case, mapping, theirs)
        return {title: told[field] for title, field in mapping.given.items()}

    def block(self, case: Case, mapping: PlatformMapping, theirs: str) -> str:
        """What is copied into their form."""
        return mapping.block.format(**self.fields(case, mapping, theirs)).strip()


def as_csv(rows: Sequence[Mapping[str, str]], mapping: PlatformMapping) -> bytes:
    """For workbooks: with the mark that makes them read Chinese, and no formulas out of words."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(mapping.given), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({title: harmless(cell) for title, cell in row.items()} for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_json(rows: Sequence[Mapping[str, str]]) -> bytes:
    """A list of objects."""
    return (json.dumps(list(rows), ensure_ascii=False, indent=1) + "\n").encode()


def _local(at: datetime | None) -> str:
    return "" if at is None else f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
