"""Every day all histories are sealed, and the seal is written down outside the store."""

import pytest

from bot.domain.anchors import Written
from bot.journey.beside.anchoring import Anchoring

DAY = 86_400


class FakeFile:
    """A file of anchors; `broken` has no room."""

    def __init__(self) -> None:
        self.lines: list[Written] | None = None
        self.broken = False

    async def read(self):
        return None if self.lines is None else list(self.lines)

    async def append(self, lines):
        if self.broken:
            raise OSError(28, "No space left on device")
        self.lines = [*(self.lines or []), *lines]


@pytest.fixture
def file() -> FakeFile:
    return FakeFile()


@pytest.fixture
def anchoring(rig, file) -> Anchoring:
    return Anchoring(office=rig.office, store=rig.store, file=file)


async def anchors(rig):
    return await rig.store.look(lambda unit: unit.audit.anchors())


async def test_once_a_day(rig, anchoring, file):
    await rig.say("3栋门口的路灯坏了")
    assert [await anchoring.run_once(), await anchoring.run_once()] == [1, 0]
    rig.clock.advance(DAY)
    assert await anchoring.run_once() == 1

    kept = await anchors(rig)
    assert file.lines == [anchor.written for anchor in kept]
    assert [(str(one.day), one.cases) for one in kept] == [("2026-03-02", 1), ("2026-03-03", 0)]
    assert kept[1].previous == kept[0].head


async def test_a_day_begins_at_midnight_here(rig, anchoring):
    rig.clock.advance(14 * 3600 - 60)  # 23:59
    await anchoring.run_once()
    rig.clock.advance(120)
    await anchoring.run_once()

    assert [str(one.day) for one in await anchors(rig)] == ["2026-03-02", "2026-03-03"]


async def test_what_could_not_be_written_is_written_later(rig, anchoring, file, caplog):
    file.broken = True
    assert [await anchoring.run_once(), await anchoring.run_once()] == [1, 0]
    assert [one.levelname for one in caplog.records if one.msg == "anchor_not_written"] == ["ERROR"]
    file.broken = False
    rig.clock.advance(3600)
    await anchoring.run_once()

    assert file.lines == [one.written for one in await anchors(rig)]


async def test_a_file_that_was_taken_away_is_told(rig, anchoring, file, caplog):
    await anchoring.run_once()
    file.lines = None
    rig.clock.advance(DAY)
    await anchoring.run_once()

    assert "anchor_file_is_new" in [one.msg for one in caplog.records]
    assert len(file.lines) == 2


async def test_a_new_process_adds_only_what_is_not_there(rig, anchoring, file):
    await anchoring.run_once()
    await Anchoring(office=rig.office, store=rig.store, file=file).run_once()

    assert len(file.lines) == 1


async def test_without_a_file_it_stays_in_the_store(rig):
    await Anchoring(office=rig.office, store=rig.store, file=None).run_once()

    assert len(await anchors(rig)) == 1
