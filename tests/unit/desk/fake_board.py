"""A board in memory, a clock that stands still, and a report of health, for the desk's tests."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.desk.books.board import AnswerRow, CaseRow, HistoryRow, Reading, SaidRow
from bot.desk.health import HealthReport
from bot.domain.errors import StorageError
from bot.domain.viewing import EVERYTHING, CaseFilter, Viewer
from bot.ports import PartHealth

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


class StillClock:
    """Always the same instant, unless moved."""

    def __init__(self, now: datetime = NOON) -> None:
        self.instant = now

    def now(self) -> datetime:
        return self.instant

    async def sleep(self, duration: timedelta) -> None:
        self.instant += duration


def case_row(number: int = 312, **changes: object) -> CaseRow:
    """The stairs without a handrail, unless told otherwise."""
    row = CaseRow(
        key=f"case-{number}",
        number=number,
        item="AQ-07",
        item_name="楼梯扶手缺失",
        category="AQ",
        category_name="安全隐患",
        place="富善路1号楼",
        status="processing",
        status_name="处置中",
        lamp="green",
        level="community",
        owner="网格员",
        opened_at=NOON,
        changed_at=NOON + timedelta(minutes=5),
        last_step="accepted",
        decided_by="linear-1 · request.report · 83%",
    )
    return replace(row, **changes)


class FakeBoard:
    """Keeps rows and the order of their changes; `broken` makes every reading fail."""

    def __init__(self, *rows: CaseRow) -> None:
        self.rows: dict[str, CaseRow] = {}
        self.events: dict[str, list[HistoryRow]] = {}
        self.said: dict[str, list[SaidRow]] = {}
        self.looked: list[tuple[str, str]] = []
        self.asked = EVERYTHING
        self.broken = False
        self.offered: list[AnswerRow] = []
        self._changed_at: dict[str, int] = {}
        self._sequence = 0
        self._signal = asyncio.Event()
        for row in rows:
            self.put(row)

    def put(self, row: CaseRow, *events: HistoryRow) -> None:
        """A case is opened or changed."""
        self._sequence += 1
        self.rows[row.key] = row
        self._changed_at[row.key] = self._sequence
        self.events.setdefault(row.key, []).extend(events)
        signal, self._signal = self._signal, asyncio.Event()
        signal.set()

    async def cases(
        self, viewer: Viewer, limit: int, wanted: CaseFilter = EVERYTHING, lamp: str = ""
    ) -> Sequence[CaseRow]:
        self._check()
        self.asked = wanted
        newest = sorted(self.rows.values(), key=lambda row: (row.opened_at, row.number))
        return [row for row in newest[::-1] if lamp in ("", row.lamp)][:limit]

    async def read(self, viewer: Viewer, key: str) -> Reading | None:
        self._check()
        row = self.rows.get(key)
        if row is None or row.private:
            return row and Reading(case=row, unmaskable=viewer.person is not None)
        return Reading(
            case=row,
            history=self.events.get(key, []),
            words=self.said.get(key, []),
            unmaskable=viewer.person is not None,
        )

    async def unmask(self, viewer: Viewer, key: str) -> Reading | None:
        self._check()
        if viewer.person is None or key not in self.rows:
            return None
        self.looked.append((viewer.name, key))
        row = replace(self.rows[key], private=False)
        return Reading(case=row, words=self.said.get(key, []), unmasked=True)

    async def answers(self, limit: int) -> Sequence[AnswerRow]:
        self._check()
        return self.offered[:limit]

    async def position(self) -> int:
        self._check()
        return self._sequence

    async def changes(
        self, viewer: Viewer, after: int, limit: int
    ) -> tuple[int, Sequence[CaseRow]]:
        self._check()
        keys = [key for key, at in self._changed_at.items() if at > after]
        keys = sorted(keys, key=self._changed_at.__getitem__)[:limit]
        return (self._changed_at[keys[-1]] if keys else after), [self.rows[key] for key in keys]

    async def wait(self, at_most: timedelta) -> None:
        signal = self._signal
        try:
            async with asyncio.timeout(at_most.total_seconds()):
                await signal.wait()
        except TimeoutError:
            return

    def _check(self) -> None:
        if self.broken:
            raise StorageError("disk I/O error")


def report(**statuses: str) -> HealthReport:
    """All parts well, unless told otherwise."""
    names = ("store", "queue", "outbox", "timers", "desk", "adapters.simulator")
    parts = {name: PartHealth(status="ok", since=NOON) for name in names}
    changed = {
        name.replace("__", "."): PartHealth(status=status, since=NOON, detail="for a test")
        for name, status in statuses.items()
    }
    return HealthReport(
        version="0.1.0", model_version="linear-1", encoder="none", parts=parts | changed
    )
