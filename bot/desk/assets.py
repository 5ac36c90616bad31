"""Style, script and icon of the pages, served from memory.

Comes in: files of static/, read once. Goes out: responses that a browser may keep and asks again
for. Does not: touch the disk while serving.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final, Self

from aiohttp import web

TYPES: Final = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A file in memory; `tag` changes with its content."""

    body: bytes
    content_type: str
    tag: str


class Assets:
    """All files of static/ by name."""

    def __init__(self, found: dict[str, Asset]) -> None:
        self._found = found

    @classmethod
    def load(cls) -> Self:
        """Read the package's files."""
        folder = files("bot.desk").joinpath("static")
        found = {}
        for file in folder.iterdir():
            content_type = TYPES.get(file.name[file.name.rfind(".") :])
            if content_type is not None:
                body = file.read_bytes()
                tag = hashlib.sha256(body).hexdigest()[:16]
                found[file.name] = Asset(body=body, content_type=content_type, tag=tag)
        return cls(found)

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        return (web.get("/static/{name}", self.serve),)

    def url(self, name: str) -> str:
        """Where a page finds a file, as it is now."""
        return f"/static/{name}?v={self._found[name].tag}"

    async def serve(self, request: web.Request) -> web.Response:
        """A file, or 304 where the browser has it."""
        asset = self._found.get(request.match_info["name"])
        if asset is None:
            raise web.HTTPNotFound
        tag = f'"{asset.tag}"'
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers=headers)
        response = web.Response(
            body=asset.body, content_type=asset.content_type, charset="utf-8", headers=headers
        )
        response.enable_compression()
        return response
