"""What points buy now: the goods of the configuration with what the office has changed.

Comes in: goods out of the history of goods. Goes out: the rules of points with them. Does not:
change anything, or read rows; it is refreshed from them.
"""

from collections.abc import Iterable

from bot.domain.goods import stocked
from bot.domain.points import Good, PointRules


class Stock:
    """What is changed as of now."""

    def __init__(self) -> None:
        self._changes: tuple[Good, ...] = ()

    def refresh(self, changes: Iterable[Good]) -> bool:
        """Know these changes, and no others; whether they are others than before."""
        known, self._changes = self._changes, tuple(changes)
        return known != self._changes

    def over(self, start: PointRules) -> PointRules:
        """The rules of the start with all that."""
        return stocked(start, self._changes) if self._changes else start
