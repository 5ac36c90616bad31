"""Pictures are believed nothing and drawn anew."""

import io

import pytest
from PIL import Image

from bot.domain.media import MediaRules, Picture, Unfit
from bot.media.cleaning import clean

RULES = MediaRules()
_GPS, _LATITUDE, _MAKE, _TURNED = 0x8825, 2, 0x010F, 0x0112


def drawn(form="JPEG", size=(60, 40), mode="RGB", **more) -> bytes:
    image = Image.new(mode, size, "red" if mode in ("RGB", "RGBA") else 0)
    written = io.BytesIO()
    image.save(written, form, **more)
    return written.getvalue()


def from_a_telephone(turned=1) -> bytes:
    exif = Image.Exif()
    exif[_MAKE] = "手机"
    exif[_TURNED] = turned
    exif.get_ifd(_GPS)[_LATITUDE] = (23.0, 2.0, 1.0)
    return drawn(exif=exif)


def seen(picture) -> Image.Image:
    assert isinstance(picture, Picture)
    return Image.open(io.BytesIO(picture.data))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_what_telephones_send_becomes_a_jpeg(form):
    picture = clean(drawn(form), RULES)
    image = seen(picture)
    assert (image.format, image.size) == ("JPEG", (60, 40))
    assert (picture.width, picture.height) == (60, 40)


def test_where_and_with_what_it_was_taken_does_not_come_along():
    taken = from_a_telephone()
    assert Image.open(io.BytesIO(taken)).getexif()[_MAKE]
    image = seen(clean(taken, RULES))
    assert dict(image.getexif()) == {}
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_it_stands_upright_without_being_told():
    assert seen(clean(from_a_telephone(turned=6), RULES)).size == (40, 60)


def test_words_and_programs_hidden_in_the_file_do_not_come_along():
    hidden = b"<script>alert(1)</script>PK\x03\x04"
    picture = clean(drawn(comment=hidden) + hidden, RULES)
    assert b"<script>" not in picture.data
    assert b"PK\x03\x04" not in picture.data


def test_large_ones_become_small():
    picture = clean(drawn(size=(4000, 3000)), RULES)
    assert (picture.width, picture.height) == (1600, 1200)


@pytest.mark.parametrize("mode", ["L", "1", "P", "RGBA", "LA", "CMYK"])
def test_every_kind_of_colour(mode):
    form = "JPEG" if mode == "CMYK" else "PNG"
    assert seen(clean(drawn(form, mode=mode), RULES)).mode == "RGB"


def test_what_is_clear_becomes_white():
    image = seen(clean(drawn("PNG", mode="LA"), RULES))
    assert image.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg'></svg>",
        b"%PDF-1.7\n",
        b"\xff\xd8\xff\xe0" + b"\x00" * 100,
        drawn()[:-200],
        drawn("PNG")[:60],
        drawn("TIFF"),
        drawn("PPM"),
    ],
    ids=["nothing", "head", "svg", "pdf", "lie", "torn", "torn png", "tiff", "ppm"],
)
def test_what_is_no_picture_is_not_kept(data):
    assert clean(data, RULES) is Unfit.NO_PICTURE


def test_what_is_too_large_is_not_looked_at():
    assert clean(b"\xff" * 101, MediaRules(most=100)) is Unfit.TOO_LARGE


def test_a_small_file_that_would_fill_the_memory_is_not_drawn():
    bomb = drawn("PNG", size=(12_000, 12_000), mode="1")
    assert len(bomb) < 100_000
    assert clean(bomb, RULES) is Unfit.TOO_MANY_PIXELS
    assert clean(drawn("PNG", size=(16_000, 16_000), mode="1"), RULES) in set(Unfit)
