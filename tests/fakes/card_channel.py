"""A platform in memory that shows cards.

Comes in: words of the bot with cards. Goes out: what each card shows now. Does not: press; a press
is a message that quotes the card.
"""

from dataclasses import replace

from bot.domain.cards import CaseCard
from bot.domain.errors import ChannelRefused
from bot.domain.message import OutboundMessage, Receipt
from tests.fakes.channel import DECLARATION, FakeChannel


class CardFake(FakeChannel):
    """`cards` is what stands there by reference, `drawn` counts how often one was drawn anew."""

    def __init__(self) -> None:
        super().__init__(replace(DECLARATION, cards=True))
        self.cards: dict[str, CaseCard] = {}
        self.places: dict[str, str] = {}
        self.drawn = 0
        self.draw_troubles: list[Exception] = []
        self.refuses_cards = False

    async def send(self, message: OutboundMessage) -> Receipt:
        receipt = await super().send(message)
        if message.card is None or self.refuses_cards:
            return receipt
        self.cards[message.delivery_id] = message.card
        address = message.address
        self.places[message.delivery_id] = address.person or address.conversation
        receipt = Receipt(external_id=message.delivery_id, card=True)
        self._receipts[message.delivery_id] = receipt
        return receipt

    async def redraw(self, reference: str, card: CaseCard) -> None:
        self.drawn += 1
        if self.draw_troubles:
            raise self.draw_troubles.pop(0)
        if reference not in self.cards:
            raise ChannelRefused("no such card")
        self.cards[reference] = card

    def at(self, place: str) -> list[CaseCard]:
        """The cards of one conversation or person."""
        return [self.cards[name] for name, where in self.places.items() if where == place]
