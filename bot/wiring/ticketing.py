"""Tickets of other platforms at the desk, read by the text model of the process.

Comes in: the configuration, the office, the store, the tools of the journey. Goes out: a part of
the web application. Does not: load a model (every process has one).
"""

import asyncio
from collections.abc import Sequence
from typing import Final

from bot.areas.directory import place_names
from bot.desk.material import Material
from bot.desk.pages.tickets import TicketPages
from bot.exchange.fates import Judge
from bot.exchange.mapping import shipped_mappings
from bot.exchange.ticketbook import Items, Ticketbook, likeliest
from bot.exchange.ticketdesk import Desktools, Ticketdesk
from bot.journey.office import Office
from bot.options.config import Config
from bot.ports import Store
from bot.wiring.journey import Tools

_AT_ONCE: Final = 50
"""Tickets that are read before messages of residents get their turn again."""


def ticket_pages(
    config: Config, office: Office, store: Store, tools: Tools, material: Material
) -> TicketPages:
    """The page on which a file is tried and taken in."""

    async def items(texts: Sequence[str]) -> list[str | None]:
        loop = asyncio.get_running_loop()
        found: list[str | None] = []
        for first in range(0, len(texts), _AT_ONCE):
            some = texts[first : first + _AT_ONCE]
            found += await loop.run_in_executor(tools.executor, likeliest, tools.classifier, some)
        return found

    book = Ticketbook(
        store=store,
        judge=lambda items: _judge(office, items),
        items=items,
        community=config.community.name,
        ids=office.ids,
    )
    beside = Desktools(
        mappings=shipped_mappings,
        directory=lambda: office.directory,
        clock=office.clock,
        ids=office.ids,
        signals=office.signals,
    )
    return TicketPages(book=Ticketdesk(book=book, tools=beside), material=material)


def _judge(office: Office, items: Items) -> Judge:
    directory = office.directory
    return Judge(
        directory=directory,
        matters=office.matters,
        names=lambda grid: place_names(directory, directory.grid(grid)),
        items=items,
        now=office.clock.now(),
        window=office.settings.incident_window,
    )
