"""Fields of a form with files in it, each read into memory and no further than it may be long.

Comes in: a request. Goes out: bytes by the names of fields. Does not: put anything on a disk, or
look at what is in it.
"""

from collections.abc import Mapping
from typing import Final

from aiohttp import BodyPartReader, web

from bot.desk.forms import NO_FORM

_CHUNK: Final = 64 * 1024


class TooLarge(Exception):
    """A field is longer than it may be."""


async def fields_of(request: web.Request, room: Mapping[str, int]) -> dict[str, bytes]:
    """The fields that have room, in bytes; others are left out. HTTPBadRequest where it is no such
    form."""
    fields: dict[str, bytes] = {}
    try:
        async for part in await request.multipart():
            if isinstance(part, BodyPartReader) and part.name and part.name in room:
                fields[part.name] = await _bytes_of(part, room[part.name])
    except NO_FORM:
        raise web.HTTPBadRequest from None
    return fields


async def _bytes_of(part: BodyPartReader, most: int) -> bytes:
    data = bytearray()
    while chunk := await part.read_chunk(_CHUNK):
        data += chunk
        if len(data) > most:
            raise TooLarge
    return bytes(data)
