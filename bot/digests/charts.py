"""The picture beside a digest: cases by category and lamp, and the trend of the last days; to be
read on a telephone.

Comes in: numbers with their names, words. Goes out: a PNG. Does not: count, word, or send it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from io import BytesIO
from typing import Final

from PIL import Image, ImageColor, ImageDraw, ImageFont

from bot.domain.lamps import Lamp

_WIDTH: Final = 750
_MARGIN: Final = 36
_BAR, _GAP = 34, 20
_NAME: Final = 150
_TREND: Final = 230
_ABOVE_BARS, _ABOVE_TREND = 96, 80
_TITLE, _HEAD, _TEXT, _SMALL = 34, 26, 24, 20
_PAPER, _INK, _FAINT, _RULE = "#ffffff", "#1f2328", "#59636e", "#d1d9e0"
_COLOURS: Final[Mapping[Lamp, str]] = {
    Lamp.FLASHING: "#8c1d18",
    Lamp.RED: "#d1342f",
    Lamp.YELLOW: "#e3a008",
    Lamp.GREEN: "#2f9e5b",
    Lamp.BLUE: "#3b7dd8",
    Lamp.GREY: "#98a2ad",
}
_DARK_INK: Final = frozenset({Lamp.YELLOW})
_OPENED, _SETTLED = "#9cc3f0", "#1a7f4b"
_SHADES: Final = 5
_COMPRESSION: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day of the trend, by the name it has on the picture."""

    name: str
    opened: int
    settled: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What is drawn. `bars` are categories with how many cases show which lamp; `lamps` are the
    lamps' names.
    """

    title: str
    bars_title: str
    bars: Sequence[tuple[str, Mapping[Lamp, int]]]
    lamps: Mapping[Lamp, str]
    trend_title: str
    opened_name: str
    settled_name: str
    days: Sequence[Day]


def draw(chart: Chart) -> bytes:
    """A PNG, as high as it needs to be."""
    bars = max(len(chart.bars), 1) * (_BAR + _GAP)
    height = _MARGIN + 62 + _ABOVE_BARS + bars + 24 + _ABOVE_TREND + _TREND + 50
    sheet = _Sheet(height)
    sheet.text((_MARGIN, _MARGIN - 8), chart.title, _TITLE)
    below = sheet.bars(chart, _MARGIN + 62)
    sheet.trend(chart, below + 24)
    return sheet.png()


class _Sheet:
    """A sheet of paper, drawn upon from above to below."""

    def __init__(self, height: int) -> None:
        self._image = Image.new("RGB", (_WIDTH, height), _PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def text(
        self, at: tuple[float, float], words: str, size: int, *, ink: str = _INK, anchor: str = "la"
    ) -> None:
        """Words at a point; the anchor says which point of them."""
        self._draw.text(at, words, font=typeface(size), fill=ink, anchor=anchor)

    def png(self) -> bytes:
        """As it is sent: few colours make it small."""
        out = BytesIO()
        few = self._image.quantize(palette=_palette(), dither=Image.Dither.NONE)
        few.save(out, "PNG", compress_level=_COMPRESSION)
        return out.getvalue()

    def bars(self, chart: Chart, top: int) -> int:
        """A bar for each category, parted by lamps; where it ends."""
        self._head(chart.bars_title, top)
        lamps = [lamp for lamp in _COLOURS if any(each.get(lamp) for _, each in chart.bars)]
        self._legend([(chart.lamps[lamp], _COLOURS[lamp]) for lamp in lamps], top + 40)
        longest = max((sum(lamps.values()) for _, lamps in chart.bars), default=0)
        room = _WIDTH - 2 * _MARGIN - _NAME - 60
        y = top + _ABOVE_BARS
        for name, shown in chart.bars:
            self.text((_MARGIN, y + _BAR / 2), name, _TEXT, anchor="lm")
            x = float(_MARGIN + _NAME)
            for lamp in _COLOURS:
                count = shown.get(lamp, 0)
                if count:
                    x = self._segment(x, y, room * count / longest, count, lamp)
            total = str(sum(shown.values()))
            self.text((x + 12, y + _BAR / 2), total, _TEXT, anchor="lm")
            y += _BAR + _GAP
        return y

    def _segment(self, x: float, y: int, width: float, count: int, lamp: Lamp) -> float:
        self._draw.rectangle((x, y, x + width - 2, y + _BAR), fill=_COLOURS[lamp])
        if width > _BAR:
            ink = _INK if lamp in _DARK_INK else _PAPER
            self.text((x + width / 2, y + _BAR / 2), str(count), _SMALL, ink=ink, anchor="mm")
        return x + width

    def trend(self, chart: Chart, top: int) -> None:
        """A column for what was opened on each day, a line for what was settled."""
        self._head(chart.trend_title, top)
        pair = [(chart.opened_name, _OPENED), (chart.settled_name, _SETTLED)]
        self._legend(pair, top)
        ground = top + _ABOVE_TREND + _TREND
        most = max((max(day.opened, day.settled) for day in chart.days), default=0) or 1
        step = (_WIDTH - 2 * _MARGIN) / max(len(chart.days), 1)
        points: list[tuple[float, float]] = []
        for order, day in enumerate(chart.days):
            middle = _MARGIN + step * (order + 0.5)
            high = ground - _TREND * day.opened / most
            self._draw.rectangle(
                (middle - step * 0.3, high, middle + step * 0.3, ground), fill=_OPENED
            )
            if day.opened:
                self.text((middle, high - 4), str(day.opened), _SMALL, anchor="mb")
            self.text((middle, ground + 8), day.name, _SMALL, ink=_FAINT, anchor="ma")
            points.append((middle, ground - _TREND * day.settled / most))
        self._draw.line((_MARGIN, ground, _WIDTH - _MARGIN, ground), fill=_RULE, width=2)
        self._draw.line(points, fill=_SETTLED, width=4, joint="curve")
        for x, y in points:
            self._draw.ellipse((x - 6, y - 6, x + 6, y + 6), fill=_SETTLED, outline=_PAPER, width=2)

    def _head(self, words: str, top: int) -> None:
        self._draw.line((_MARGIN, top, _WIDTH - _MARGIN, top), fill=_RULE, width=2)
        self.text((_MARGIN, top + 12), words, _HEAD)

    def _legend(self, entries: Sequence[tuple[str, str]], top: int) -> None:
        """From the right edge to the left, beside the head."""
        x = float(_WIDTH - _MARGIN)
        for words, colour in reversed(entries):
            x -= typeface(_SMALL).getlength(words)
            self.text((x, top + 28), words, _SMALL, ink=_FAINT, anchor="lm")
            x -= 24
            self._draw.rectangle((x, top + 20, x + 16, top + 36), fill=colour)
            x -= 14


@cache
def typeface(size: int) -> ImageFont.FreeTypeFont:
    """The typeface that comes with the program."""
    file = resources.files("bot.digests.type").joinpath("noto-sans-sc-400.woff2")
    return ImageFont.truetype(BytesIO(file.read_bytes()), size)


@cache
def _palette() -> Image.Image:
    """Every colour with the shades that the edges of letters and lines have on what they stand on:
    to look colours up in it takes a tenth of the time that finding them takes."""
    pairs = [(ink, _PAPER) for ink in (_INK, _FAINT, _SETTLED)]
    pairs += [(ink, _OPENED) for ink in (_INK, _SETTLED)]
    pairs += [(_INK if lamp in _DARK_INK else _PAPER, own) for lamp, own in _COLOURS.items()]
    shades = [
        _between(ImageColor.getrgb(one), ImageColor.getrgb(other), step / _SHADES)
        for one, other in pairs
        for step in range(_SHADES + 1)
    ]
    shades.append(_between(ImageColor.getrgb(_RULE), (0, 0, 0), 0))
    found = Image.new("P", (1, 1))
    found.putpalette([part for shade in shades for part in shade])
    return found


def _between(one: Sequence[int], other: Sequence[int], share: float) -> list[int]:
    return [round(a + (b - a) * share) for a, b in zip(one[:3], other[:3], strict=True)]
