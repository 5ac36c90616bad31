"""A diagram as a picture, to be read on a telephone and put into a report.

Comes in: a diagram. Goes out: a PNG on white paper. Does not: count or word anything.
"""

from collections.abc import Mapping
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw

from bot.desk.pages.diagrams import Bar, Diagram
from bot.digests.charts import typeface

_WIDTH: Final = 750
_MARGIN: Final = 36
_TITLE, _TEXT, _SMALL = 30, 22, 20
_TOP, _LEGEND, _NAME, _BAR, _GAP = 84, 44, 34, 24, 18
_PAPER, _INK, _FAINT, _RULE = "#ffffff", "#1f2328", "#59636e", "#d1d9e0"
_COLOURS: Final[Mapping[str, str]] = {
    "flashing": "#8c1d18",
    "red": "#d1342f",
    "yellow": "#e3a008",
    "green": "#2f9e5b",
    "blue": "#3b7dd8",
    "grey": "#98a2ad",
    "opened": "#7fb0e8",
    "settled": "#1a7f4b",
}
_ROOM: Final = 110
"""Beside a bar, for its figure."""


def draw(diagram: Diagram) -> bytes:
    """As high as it needs to be. Blocks for some hundredths of a second."""
    lines = 1 if diagram.stacked else len(diagram.series)
    each = _NAME + lines * (_BAR + 4) + _GAP
    height = _TOP + _LEGEND + max(len(diagram.bars), 1) * each + _MARGIN
    image = Image.new("RGB", (_WIDTH, height), _PAPER)
    pen = ImageDraw.Draw(image)
    pen.text((_MARGIN, _MARGIN), diagram.title, font=typeface(_TITLE), fill=_INK)
    _legend(pen, diagram)
    y = _TOP + _LEGEND
    for bar in diagram.bars:
        pen.text((_MARGIN, y), bar.name[:32], font=typeface(_TEXT), fill=_INK)
        _row(pen, diagram, bar, y + _NAME)
        y += each
    if not diagram.bars:
        pen.text((_MARGIN, y), "—", font=typeface(_TEXT), fill=_FAINT)
    out = BytesIO()
    image.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _legend(pen: ImageDraw.ImageDraw, diagram: Diagram) -> None:
    x = float(_MARGIN)
    for name, colour in diagram.series:
        pen.rectangle((x, _TOP + 6, x + 16, _TOP + 22), fill=_COLOURS[colour])
        pen.text((x + 22, _TOP), name, font=typeface(_SMALL), fill=_FAINT)
        x += 22 + typeface(_SMALL).getlength(name) + 20
    ground = _TOP + _LEGEND - 8
    pen.line((_MARGIN, ground, _WIDTH - _MARGIN, ground), fill=_RULE, width=2)


def _row(pen: ImageDraw.ImageDraw, diagram: Diagram, bar: Bar, top: float) -> None:
    scale = (_WIDTH - 2 * _MARGIN - _ROOM) / _longest(diagram)
    x = float(_MARGIN)
    for length, (_, colour) in zip(bar.lengths, diagram.series, strict=True):
        width = (length or 0) * scale
        if width:
            pen.rectangle((x, top, x + width, top + _BAR), fill=_COLOURS[colour])
        if diagram.stacked:
            x += width
            continue
        told = "—" if length is None else f"{length:g}"
        _figure(pen, x + width + 10, top, told)
        top += _BAR + 4
    if diagram.stacked:
        _figure(pen, x + 10, top, f"{sum(one or 0 for one in bar.lengths):g}")


def _figure(pen: ImageDraw.ImageDraw, x: float, top: float, text: str) -> None:
    pen.text((x, top + _BAR / 2), text, font=typeface(_SMALL), fill=_INK, anchor="lm")


def _longest(diagram: Diagram) -> float:
    if diagram.full is not None:
        return diagram.full
    sums = [
        sum(one or 0 for one in bar.lengths) if diagram.stacked else max(map(_or_none, bar.lengths))
        for bar in diagram.bars
    ]
    return max(sums, default=0) or 1


def _or_none(length: float | None) -> float:
    return length or 0
