"""The desk's list of groups: which there are, where they are bound, how the bot listens in each;
and the same as JSON.

Comes in: requests. Goes out: HTML, JSON. Does not: link, end or change anything (`qunli link` and
the owner of a group do), or show a platform's id of a group.
"""

from collections.abc import Callable, Sequence

from aiohttp import web

from bot.desk.material import Material
from bot.desk.sheets import Sheets
from bot.domain.grid import Directory, Room


class GroupPages:
    """A part of the web application beside the board's pages; `directory` gives it as it is now."""

    def __init__(self, *, directory: Callable[[], Directory], material: Material) -> None:
        self._directory = directory
        self._sheets = Sheets(material)

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        return web.get("/groups", self.page), web.get("/api/groups", self.json)

    async def page(self, request: web.Request) -> web.Response:
        """For people."""
        return self._sheets.page(request, "groups.html", {"groups": self._shown()})

    async def json(self, _request: web.Request) -> web.Response:
        """For programs."""
        return web.json_response({"groups": self._shown()})

    def _shown(self) -> list[dict[str, object]]:
        directory = self._directory()
        return [_row(directory, room) for room in directory.rooms if room.bindings]


def _row(directory: Directory, room: Room) -> dict[str, object]:
    grid = directory.grid(room.grid)
    return {
        "id": room.id,
        "name": room.name,
        "kind": room.kind.value,
        "grid": grid.name if grid else room.community,
        "building": room.building or "",
        "platforms": [channel for channel, _ in room.bindings],
        "listening": room.listening.value,
    }
