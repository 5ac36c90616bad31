"""What is wrong with the chain of one history.

Comes in: its lines as they are stored. Goes out: findings. Does not: query, or know anchors.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.domain.anchors import Fault
from bot.domain.case import CaseEvent
from bot.storage.cases import event_digest

_MANY = 20
"""Among more broken lines than this nobody looks for where each was moved from."""


class Link(NamedTuple):
    """A stored line (None: nobody could have written it), its place and its digest."""

    event: CaseEvent | None
    position: int
    digest: str


class Break(NamedTuple):
    """What is wrong at which line."""

    fault: Fault
    line: int
    moved_from: int | None = None


def breaks(chain: Sequence[Link]) -> list[Break]:
    """Every line that is missing or does not follow from the one before it, in order."""
    found: list[Break] = []
    broken: list[Link] = []
    last = Link(None, 0, "")
    for link in chain:
        found += [Break(Fault.MISSING, n) for n in range(last.position + 1, link.position)]
        if not _follows(link, last.digest, link.position):
            broken.append(link)
        last = link
    found += _told(broken, chain, {line.line for line in found})
    return sorted(found, key=lambda line: line.line)


def _follows(link: Link, before: str, place: int) -> bool:
    return link.event is not None and link.digest == event_digest(before, link.event, place)


def _told(broken: list[Link], chain: Sequence[Link], missing: set[int]) -> Iterator[Break]:
    """After a missing line the next one cannot follow; that is no alteration of its own."""
    before = {"", *(link.digest for link in chain)}
    places = [link.position for link in broken] + sorted(missing)
    for link in broken:
        whence = _whence(link, before, places) if len(broken) <= _MANY else None
        if whence is not None:
            yield Break(Fault.REORDERED, link.position, whence)
        elif link.position - 1 not in missing:
            yield Break(Fault.ALTERED, link.position)


def _whence(link: Link, before: set[str], places: list[int]) -> int | None:
    """The other place at which a line would be right."""
    for place in places:
        if place != link.position and any(_follows(link, digest, place) for digest in before):
            return place
    return None
