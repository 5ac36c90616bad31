"""What goes out as one message: a delivery, and those that waited behind it in its conversation.

Comes in: deliveries in their order. Goes out: which of them travel together, and the message they
make. Does not: send, or decide how long words have to wait before they are put together.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from bot.domain.cards import CaseCard
from bot.domain.delivery import Delivery
from bot.domain.message import Address, OutboundMessage

_BETWEEN: Final = "\n"
_NEVER: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One message. The platform knows it by the id of its `head`, at every attempt."""

    head: Delivery
    rest: tuple[Delivery, ...] = ()
    card: CaseCard | None = None
    picture: bytes | None = None

    @property
    def all(self) -> tuple[Delivery, ...]:
        """Every delivery in it, in order."""
        return (self.head, *self.rest)

    @property
    def ids(self) -> tuple[str, ...]:
        """Their ids."""
        return tuple(delivery.id for delivery in self.all)

    @property
    def message(self) -> OutboundMessage:
        """As adapters are given it."""
        head = self.head
        return OutboundMessage(
            delivery_id=head.id,
            address=max((one.address for one in self.all), key=_route_until),
            text=_BETWEEN.join(delivery.text for delivery in self.all),
            mentions=head.mentions,
            urgent=head.urgent,
            card=self.card,
            picture=self.picture,
        )


def together(
    head: Delivery, behind: Iterable[Delivery], *, text_limit: int, now: datetime
) -> tuple[Delivery, ...]:
    """Those of `behind` that can be said with the head in one message; order is kept, so that the
    first that cannot ends it. Emergencies are said alone, and so is what mentions others, is to
    be shown on a card or comes with a picture.
    """
    if head.urgent or head.card or head.picture:
        return ()
    found: list[Delivery] = []
    length = len(head.text)
    for one in behind:
        length += len(_BETWEEN) + len(one.text)
        plain = not (one.urgent or one.card or one.picture)
        alike = plain and one.mentions == head.mentions
        if not alike or now >= one.until or length > text_limit or _place(one) != _place(head):
            break
        found.append(one)
    return tuple(found)


def _route_until(address: Address) -> datetime:
    """The way that is open longest is taken."""
    return address.route_until or _NEVER


def _place(delivery: Delivery) -> Address:
    """Where it goes, whatever way leads there at the moment."""
    return replace(delivery.address, route=None, route_until=None)
