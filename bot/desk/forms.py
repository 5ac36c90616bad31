"""What a form says, whoever sent it and however it is made.

Comes in: a request. Goes out: its fields; HTTPBadRequest where it cannot be read as a form. Does
not: know what a field means, or read large files (uploads does).
"""

from typing import Final

from aiohttp import web
from multidict import MultiDict

NO_FORM: Final = (
    ValueError,
    LookupError,
    AssertionError,
    RuntimeError,
    web.RequestPayloadError,
)
"""What aiohttp raises while it reads a form: bytes that are not in their coding, a coding there is
not, parts without a name or without an end, what is said to be compressed and is not."""

Form = MultiDict[str | bytes | bytearray | web.FileField]


async def posted(request: web.Request) -> Form:
    """Every field, also files; of words only what every store can keep."""
    try:
        fields = (await request.post()).items()
    except NO_FORM:
        raise web.HTTPBadRequest from None
    return MultiDict(
        (sound(name), sound(value) if isinstance(value, str) else value) for name, value in fields
    )


async def said_in(request: web.Request) -> dict[str, str]:
    """The fields with words, the last of each name; files are left out."""
    form = await posted(request)
    return {name: value for name, value in form.items() if isinstance(value, str)}


def sound(text: str) -> str:
    """The same text with a mark in the place of what no store can keep: NUL, half of a pair."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
