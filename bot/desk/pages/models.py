"""The versions of the text model at the desk: figures, which is in use, what corrections wait.

Comes in: requests. Goes out: HTML; another version in use, with a line in the history of the
models. Does not: train, or compare on texts (`qunli model diff --texts` does).
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from aiohttp import web

from bot.desk.forms import posted
from bot.desk.gate import VIEWER
from bot.desk.material import Material
from bot.desk.sheets import Sheets
from bot.domain.errors import ModelError
from bot.domain.records import edited, of_models
from bot.ports import Clock, Store

_SHOWN: Final = ("request_f1", "category_accuracy", "item_top1", "item_top3", "ece")
_PLACE: Final = "/models"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version: how many lines it learnt from (`corpus` tells which), its held-out figures.
    `trouble`: why it cannot be read here.
    """

    name: str
    current: bool
    lines: int = 0
    encoder: str = ""
    corpus: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)
    trouble: str = ""


class Shelf(Protocol):
    """Where the versions are; it blocks."""

    def all(self) -> Sequence[Version]:
        """Every version, the newest first."""

    def use(self, name: str, /) -> None:
        """Make it the one that a service starts with; ModelError where it cannot be read."""


class ModelPages:
    """A part of the web application. `consent`: the office lets corrections be kept."""

    def __init__(
        self, *, shelf: Shelf, store: Store, clock: Clock, material: Material, consent: bool
    ) -> None:
        self._shelf = shelf
        self._store = store
        self._clock = clock
        self._sheets = Sheets(material)
        self._consent = consent

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        guarded = self._sheets.guarded
        return (web.get(_PLACE, guarded(self.list)), web.post(_PLACE, guarded(self.use)))

    async def list(self, request: web.Request) -> web.Response:
        """All versions; two of them side by side where two are named."""
        return await self._list(request)

    async def _list(self, request: web.Request, trouble: str = "") -> web.Response:
        versions = await asyncio.to_thread(self._shelf.all)
        by_name = {version.name: version for version in versions}
        old, new = (by_name.get(request.query.get(side, "")) for side in ("old", "new"))
        waiting = await self._store.look(lambda unit: unit.corrections.count())
        values = {
            "versions": versions,
            "shown": _SHOWN,
            "old": old,
            "new": new,
            "rows": _beside(old, new) if old and new else [],
            "waiting": waiting,
            "consent": self._consent,
            "may": request[VIEWER].admin,
            "trouble": trouble,
        }
        return self._sheets.page(request, "models.html", values, 422 if trouble else 200)

    async def use(self, request: web.Request) -> web.Response:
        """Another version, from the next start on."""
        viewer = request[VIEWER]
        if not viewer.admin:
            raise web.HTTPForbidden
        name = str((await posted(request)).get("version", ""))
        try:
            await asyncio.to_thread(self._shelf.use, name)
        except ModelError as err:
            return await self._list(request, str(err))
        by = viewer.actor
        detail = {"version": name, "account": viewer.name}
        line = edited(of_models(), self._clock.now(), by, detail)
        await self._store.work(lambda unit: unit.cases.record([line]))
        raise web.HTTPSeeOther(_PLACE)


def _beside(old: Version, new: Version) -> list[tuple[str, str, str, str]]:
    """Figures of two versions, and how they differ."""
    rows = []
    for name in dict.fromkeys((*old.figures, *new.figures)):
        was, now = old.figures.get(name), new.figures.get(name)
        change = "" if was is None or now is None else f"{now - was:+.4f}"
        rows.append((name, _number(was), _number(now), change))
    return rows


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"
