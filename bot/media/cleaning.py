"""A picture is drawn anew before it is kept: what it says about itself (place, time, telephone) and
whatever else hides in the file does not come along.

Comes in: bytes from outside, of which nothing is believed, least of all their name. Goes out: a
small JPEG, or why not. Does not: fetch or store; it blocks, and belongs into a thread.
"""

import io
import warnings
from typing import Final

from PIL import Image, ImageOps

from bot.domain.media import MediaRules, Picture, Unfit

_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
"""What telephones and platforms send. Every decoder more is one that could be fooled."""


def clean(data: bytes, rules: MediaRules) -> Picture | Unfit:
    """The picture as it may be kept."""
    if len(data) > rules.most:
        return Unfit.TOO_LARGE
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return _drawn(data, rules)
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, Image.DecompressionBombError):
        return Unfit.NO_PICTURE


def _drawn(data: bytes, rules: MediaRules) -> Picture | Unfit:
    with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
        width, height = opened.size
        if width * height > rules.most_pixels:
            return Unfit.TOO_MANY_PIXELS
        opened.draft("RGB", (rules.side, rules.side))
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((rules.side, rules.side))
        plain = Image.new("RGB", upright.size, "white")
        alpha = upright.convert("RGBA") if upright.mode in ("LA", "P", "PA", "RGBA") else None
        plain.paste(alpha or upright.convert("RGB"), mask=alpha)
    written = io.BytesIO()
    plain.save(written, "JPEG", quality=rules.quality, optimize=True)
    return Picture(data=written.getvalue(), width=plain.width, height=plain.height)
