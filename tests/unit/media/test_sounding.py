"""Recordings are believed nothing and written anew."""

import io
from datetime import timedelta

import numpy as np
import pytest
import soundfile

from bot.domain.media import MediaRules, Recording, Unfit
from bot.media.sounding import AMR, AMR_WB, MP3, SILK, rewrite

RULES = MediaRules()
SHORT = MediaRules(longest=timedelta(seconds=2))
HIDDEN = b"<script>alert(1)</script>PK\x03\x04"


def sung(form="WAV", subtype=None, seconds=3.0, rate=16000, channels=1, **tags) -> bytes:
    wave = np.sin(np.arange(round(seconds * rate)) * 0.17).astype("float32")
    samples = np.repeat(wave[:, None], channels, axis=1)
    written = io.BytesIO()
    with soundfile.SoundFile(written, "w", rate, channels, format=form, subtype=subtype) as opened:
        for name, value in tags.items():
            setattr(opened, name, value)
        opened.write(samples)
    return written.getvalue()


def amr(*kinds, head=b"#!AMR\n", sizes=(13, 14, 16, 18, 20, 21, 27, 32, 6)) -> bytes:
    return head + b"".join(bytes([kind << 3 | 4]) + b"x" * (sizes[kind] - 1) for kind in kinds)


def silk(*sizes, mark=b"\x02") -> bytes:
    return mark + b"#!SILK_V3" + b"".join(n.to_bytes(2, "little") + b"s" * n for n in sizes)


@pytest.mark.parametrize(
    ("form", "subtype"),
    [("WAV", None), ("FLAC", None), ("MP3", None), ("OGG", "VORBIS"), ("OGG", "OPUS")],
)
@pytest.mark.parametrize("channels", [1, 2])
def test_what_is_sent_becomes_sound_that_browsers_play(form, subtype, channels):
    kept = rewrite(sung(form, subtype, channels=channels), RULES)
    assert isinstance(kept, Recording)
    again = soundfile.info(io.BytesIO(kept.data))
    assert (kept.form, again.format, again.channels) == (MP3, "MP3", 1)
    assert abs(again.duration - 3) < 0.2
    assert 3 <= kept.seconds <= 4


def test_whose_it_is_and_what_hides_in_the_file_does_not_come_along():
    told = sung("OGG", "VORBIS", artist="王阿婆", comment="3栋502") + HIDDEN
    assert "王阿婆".encode() in told
    kept = rewrite(told, RULES)
    for part in ("王阿婆".encode(), b"502", b"<script>", b"PK\x03\x04"):
        assert part not in kept.data


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (amr(7, 7, 0, 8), AMR),
        (amr(1, 0, head=b"#!AMR-WB\n", sizes=(18, 24)), AMR_WB),
        (silk(30, 41), SILK),
        (silk(30, mark=b""), SILK),
    ],
)
def test_of_telephones_own_formats_the_bare_frames(data, form):
    for behind in (b"", HIDDEN):
        kept = rewrite(data + behind, RULES)
        assert (kept.data, kept.form, kept.seconds) == (data, form, 1)


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"no sound", HIDDEN, b"#!AMR\n", b"#!AMR\n\xff", amr(7)[:-1], silk(), silk(30)[:-1]),
        *(b"RIFF" + HIDDEN, b"OggS" + HIDDEN, b"ID3" + bytes(40), b"\xff\xfb" + bytes(40)),
        *(sung()[:20], sung(rate=17000), sung(channels=4), sung(seconds=0)),
    ],
)
def test_what_is_no_recording(data):
    assert rewrite(data, RULES) is Unfit.NO_RECORDING


def test_what_is_too_large():
    assert rewrite(sung(), MediaRules(most=1000)) is Unfit.TOO_LARGE


@pytest.mark.parametrize("data", [sung(), sung("FLAC"), amr(*[7] * 101), silk(*[30] * 101)])
def test_what_is_too_long(data):
    assert rewrite(data, SHORT) is Unfit.TOO_LONG


def test_a_small_file_of_hours_is_not_unpacked():
    hours = io.BytesIO()
    with soundfile.SoundFile(hours, "w", 8000, 1, format="FLAC") as opened:
        for _ in range(60):
            opened.write(np.zeros(8000 * 60, dtype="int16"))
    assert len(hours.getvalue()) < RULES.most
    assert rewrite(hours.getvalue(), RULES) is Unfit.TOO_LONG
