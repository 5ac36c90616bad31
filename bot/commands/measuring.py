"""What /metrics tells of a running service.

Comes in: the parts' states, the channels, the office's tally, the store. Goes out: the page. Does
not: serve it. Where the store cannot be asked, everything else is still told.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping

from bot.domain.errors import StorageError
from bot.journey.office import Office
from bot.metrics.page import Page, Reading
from bot.metrics.reading import Standing, standing
from bot.ports import Channel, PartHealth, Store
from bot.ports.edges import Figured
from bot.version import VERSION
from classifiers.api import Classifier

log = logging.getLogger(__name__)


class Measuring:
    """`parts` tells how everything is now."""

    def __init__(
        self,
        *,
        office: Office,
        store: Store,
        channels: Mapping[str, Channel],
        classifier: Classifier,
        parts: Callable[[], Mapping[str, PartHealth]],
    ) -> None:
        self._office = office
        self._store = store
        self._channels = channels
        self._classifier = classifier
        self._parts = parts
        self._page = Page()

    async def write(self) -> bytes:
        """The page of now."""
        classifier = self._classifier
        reading = Reading(
            version=VERSION,
            model=classifier.version,
            encoder=classifier.encoder,
            parts=self._parts(),
            tally=self._office.tally,
            figures={name: self._figures(name) for name in self._channels},
            standing=await self._standing(),
        )
        return await asyncio.to_thread(self._page.write, reading)

    def _figures(self, name: str) -> dict[str, float]:
        channel = self._channels[name]
        own = channel.figures() if isinstance(channel, Figured) else {}
        return self._office.tally.figures(name) | dict(own)

    async def _standing(self) -> Standing | None:
        office = self._office
        try:
            return await self._store.look(
                lambda unit: standing(unit, office.lamp, office.clock.now())
            )
        except StorageError as err:
            log.warning("metrics_without_rows", extra={"error": type(err).__name__})
            return None
