"""A recording is written anew before it is kept: what it says about itself (names, places, devices)
and whatever else hides in the file does not come along.

Comes in: bytes from outside, of which nothing is believed, least of all their name. Goes out: sound
that browsers play (MP3), or the bare frames of a telephone's own format, or why not. Does not:
fetch, store or recognise words; it blocks, and belongs into a thread.
"""

import io
import math
from collections.abc import Iterator
from typing import Final

import soundfile

from bot.domain.media import MediaRules, Recording, Unfit

MP3: Final = "audio/mpeg"
AMR: Final = "audio/amr"
AMR_WB: Final = "audio/amr-wb"
SILK: Final = "audio/x-silk"

_READABLE: Final = (b"RIFF", b"OggS", b"fLaC", b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")
"""How files begin that are decoded: what telephones and platforms send. Every decoder more is one
that could be fooled."""

_MOST_CHANNELS: Final = 2
_RATES: Final = frozenset({8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000})
"""Samples a second that MP3 knows."""

_FRAME: Final = 0.02
"""Seconds that a frame of speech lasts in AMR and SILK."""

# Bytes of a frame with its head, by the type in the head (RFC 4867 §5.3, tables 1 to 3).
_NARROW: Final = {0: 13, 1: 14, 2: 16, 3: 18, 4: 20, 5: 21, 6: 27, 7: 32, 8: 6, 15: 1}
_WIDE: Final = {0: 18, 1: 24, 2: 33, 3: 37, 4: 41, 5: 47, 6: 51, 7: 59, 8: 61, 9: 6, 14: 1, 15: 1}
_AMR_KINDS: Final = ((b"#!AMR-WB\n", AMR_WB, _WIDE), (b"#!AMR\n", AMR, _NARROW))
_SILK_HEAD: Final = b"#!SILK_V3"
_SILK_MARK: Final = b"\x02"
"""Tencent's programs write it before the head."""

_SILK_LONGEST: Final = 1250
"""Bytes of a frame of SILK at most."""


def rewrite(data: bytes, rules: MediaRules) -> Recording | Unfit:
    """The recording as it may be kept."""
    if len(data) > rules.most:
        return Unfit.TOO_LARGE
    for head, form, sizes in _AMR_KINDS:
        if data.startswith(head):
            return _bare(head, _amr_frames(data[len(head) :], sizes), form, rules)
    mark = _SILK_MARK if data.startswith(_SILK_MARK) else b""
    if data.startswith(mark + _SILK_HEAD):
        head = mark + _SILK_HEAD
        return _bare(head, _silk_frames(data[len(head) :]), SILK, rules)
    if not data.startswith(_READABLE):
        return Unfit.NO_RECORDING
    try:
        return _decoded(data, rules)
    except (soundfile.SoundFileError, RuntimeError, ValueError):
        return Unfit.NO_RECORDING


def _decoded(data: bytes, rules: MediaRules) -> Recording | Unfit:
    with soundfile.SoundFile(io.BytesIO(data)) as opened:
        rate = opened.samplerate
        if rate not in _RATES or not 1 <= opened.channels <= _MOST_CHANNELS:
            return Unfit.NO_RECORDING
        most = math.ceil(rules.longest.total_seconds() * rate)
        samples = opened.read(most + 1, dtype="float32", always_2d=True)
    if len(samples) > most:
        return Unfit.TOO_LONG
    if not len(samples):
        return Unfit.NO_RECORDING
    written = io.BytesIO()
    soundfile.write(written, samples.mean(axis=1), rate, format="MP3")
    return Recording(data=written.getvalue(), form=MP3, seconds=math.ceil(len(samples) / rate))


def _bare(head: bytes, frames: Iterator[bytes], form: str, rules: MediaRules) -> Recording | Unfit:
    """The frames alone, as far as there are any that are whole."""
    kept = list(frames)
    if not kept:
        return Unfit.NO_RECORDING
    seconds = len(kept) * _FRAME
    if seconds > rules.longest.total_seconds():
        return Unfit.TOO_LONG
    return Recording(data=head + b"".join(kept), form=form, seconds=math.ceil(seconds))


def _amr_frames(data: bytes, sizes: dict[int, int]) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        size = sizes.get(data[at] >> 3 & 0b1111)
        if data[at] & 0b1000_0011 or size is None or at + size > len(data):
            return
        yield data[at : at + size]
        at += size


def _silk_frames(data: bytes) -> Iterator[bytes]:
    at = 0
    while at + 2 <= len(data):
        size = int.from_bytes(data[at : at + 2], "little")
        if not 0 < size <= _SILK_LONGEST or at + 2 + size > len(data):
            return
        yield data[at : at + 2 + size]
        at += 2 + size
