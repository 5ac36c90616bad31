"""The file of anchors is only ever added to."""

from datetime import date

import pytest

from bot.domain.anchors import Written
from bot.storage.anchorfile import FileOfAnchors

LINES = [Written(day=date(2026, 3, day), head="a" * 64, cases=day, lines=9) for day in (2, 3)]


async def test_lines_are_added(tmp_path):
    file = FileOfAnchors(tmp_path / "kept" / "store.anchors")
    assert await file.read() is None
    await file.append(LINES[:1])
    await file.append([])
    await file.append(LINES[1:])

    assert await file.read() == LINES


async def test_what_is_no_line_is_passed_over(tmp_path):
    path = tmp_path / "store.anchors"
    path.write_bytes(b"# \xff printed on Monday\n\n" + f"{LINES[0]}\r\n".encode())

    assert await FileOfAnchors(path).read() == LINES[:1]


async def test_a_place_where_nothing_can_be_written(tmp_path):
    with pytest.raises(OSError, match="directory"):
        await FileOfAnchors(tmp_path).append(LINES)
