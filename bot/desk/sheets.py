"""Templates as answers to requests.

Comes in: the name of a template and its values. Goes out: responses; a page that says so where the
store fails. Does not: know what pages there are.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.desk.gate import VIEWER
from bot.desk.material import Material
from bot.domain.errors import StorageError

log = logging.getLogger(__name__)


class Sheets:
    """Over the templates of the desk."""

    def __init__(self, material: Material) -> None:
        self._templates = material.templates

    def page(
        self, request: web.Request, name: str, values: Mapping[str, object], status: int = 200
    ) -> web.Response:
        """A template filled in for whoever asks; every page knows its `viewer` and where it is
        (`here`)."""
        known = {"viewer": request[VIEWER], "here": request.path}
        text = self._templates[name].render({**values, **known})
        return web.Response(text=text, content_type="text/html", charset="utf-8", status=status)

    def trouble(self, request: web.Request, kind: str, status: int) -> web.Response:
        """The page that says what is wrong."""
        return self.page(request, "trouble.html", {"trouble": kind}, status=status)

    def guarded(self, page: Callable[[web.Request], Awaitable[web.Response]]) -> Handler:
        """The same, with a page for people where the store fails."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            try:
                return await page(request)
            except StorageError:
                log.warning("desk_storage", extra={"path": request.path})
                return self.trouble(request, "storage", 503)

        return guarded
