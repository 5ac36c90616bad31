"""A platform in memory that shows cards.

Comes in: words of the bot with cards. Goes out: what each card shows now. Does not: press; a press
is a message that quotes the card.
"""

from dataclasses import replace

from bot.domain.cards import CaseCard
from bot.domain.errors import ChannelRefused, OutcomeUnknown
from bot.domain.message import OutboundMessage, Receipt
from tests.fakes.channel import DECLARATION, FakeChannel


class CardFake(FakeChannel):
    """`cards` is what stands there by reference, `drawn` counts how often one was drawn anew."""

    def __init__(self, *, can_look_up: bool = True) -> None:
        super().__init__(replace(DECLARATION, cards=True, can_look_up=can_look_up))
        self.cards: dict[str, CaseCard] = {}
        self.places: dict[str, str] = {}
        self.drawn = 0
        self.draw_troubles: list[Exception] = []
        self.refuses_cards = False

    async def send(self, message: OutboundMessage) -> Receipt:
        shown = message.card is not None and not self.refuses_cards
        try:
            receipt = await super().send(message)
        except OutcomeUnknown:
            if shown:
                self._show(message)
            raise
        if not shown:
            return receipt
        self._show(message)
        receipt = Receipt(external_id=message.delivery_id, card=True)
        self._receipts[message.delivery_id] = receipt
        return receipt

    def _show(self, message: OutboundMessage) -> None:
        address = message.address
        self.cards[message.delivery_id] = message.card
        self.places[message.delivery_id] = address.person or address.conversation

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
