"""DingTalk as a channel: what the journey sees of the platform.

Comes in: settings, a clock. Goes out: messages to `accept`, receipts or kinds of `ChannelError` for
words sent. Does not: do either by itself - `stream` or `callback` receives, `api` sends. The client
libraries are imported when `run` begins.
"""

from collections.abc import Mapping

from bot.adapters.dingtalk.api import DingtalkApi
from bot.adapters.dingtalk.callback import Callback
from bot.adapters.dingtalk.settings import DingtalkSettings, Receiving
from bot.adapters.dingtalk.stream import Stream
from bot.domain.cards import CaseCard
from bot.domain.message import Attachment, OutboundMessage, Receipt
from bot.ports import Accept, Clock, Declaration, PartHealth


class DingtalkChannel:
    """One robot of one organisation."""

    def __init__(self, settings: DingtalkSettings, clock: Clock) -> None:
        self._declaration = Declaration(
            name=settings.name,
            hears_unaddressed=False,  # only mentions and private chats are delivered
            can_mention=True,
            can_private=True,
            can_look_up=False,
            text_limit=settings.text_limit,
            messages_per_minute=settings.messages_per_minute,
            account_per_minute=settings.account_per_minute,
            pictures_in=bool(settings.robot_code),
            pictures_out=bool(settings.robot_code),
            cards=bool(settings.card_template and settings.robot_code),
        )
        is_stream = settings.receiving is Receiving.STREAM
        self._receiving = Stream(settings, clock) if is_stream else Callback(settings, clock)
        self._api = DingtalkApi(settings, clock)

    @property
    def declaration(self) -> Declaration:
        """What this platform can do."""
        return self._declaration

    async def run(self, accept: Accept) -> None:
        """Receive until cancelled."""
        await self._receiving.run(accept)

    async def send(self, message: OutboundMessage) -> Receipt:
        """Carry words out."""
        return await self._api.send(message)

    async def redraw(self, reference: str, card: CaseCard) -> None:
        """Let a card that was sent show this now."""
        await self._api.redraw(reference, card)

    async def fetch(self, attachment: Attachment, most: int) -> bytes:
        """The bytes of something that came beside words."""
        return await self._api.fetch(attachment, most)

    async def find(self, message: OutboundMessage) -> Receipt | None:
        """Not to be known: the platform has no way to look for words by our own id (`can_look_up`
        is not declared).
        """
        del message
        return None

    def figures(self) -> Mapping[str, float]:
        """What the line missed; a callback address has no line."""
        return self._receiving.figures() if isinstance(self._receiving, Stream) else {}

    def health(self) -> PartHealth:
        """The line's state; a line that stands is degraded where words cannot be sent."""
        line = self._receiving.health()
        if line.status == "ok" and self._api.problem:
            return PartHealth(status="degraded", since=line.since, detail=self._api.problem)
        return line
