"""Words on their way to the gateway, over a connection of their own.

Comes in: messages. Goes out: receipts, or kinds of `ChannelError`. Does not: retry, or listen.
"""

import asyncio
import logging

from bot.adapters.wechat.echoes import Echoes
from bot.adapters.wechat.line import Line
from bot.adapters.wechat.names import Names
from bot.adapters.wechat.official import Gateway, connect
from bot.adapters.wechat.settings import WechatSettings
from bot.adapters.wechat.wire import BAD_TOKEN, Problem, Refused, Unanswered, Unreachable
from bot.domain.errors import (
    ChannelError,
    ChannelRefused,
    ChannelUnavailable,
    OutcomeUnknown,
)
from bot.domain.message import (
    Address,
    Attachment,
    ConversationKind,
    OutboundMessage,
    Receipt,
)

log = logging.getLogger(__name__)

_MENTION_END = "\u2005"
_PICTURE_NAME = "picture.png"


class Sending:
    """The speaking half."""

    def __init__(
        self, settings: WechatSettings, *, line: Line, echoes: Echoes, names: Names
    ) -> None:
        self._settings = settings
        self._line = line
        self._echoes = echoes
        self._names = names
        self._gateway: Gateway | None = None

    def close(self) -> None:
        """End the connection; the next words open another."""
        if self._gateway is not None:
            self._gateway.close()
            self._gateway = None

    async def send(self, message: OutboundMessage) -> Receipt:
        """Say it."""
        if self._line.logged_out:
            wait = self._settings.mend_wait
            raise ChannelUnavailable("the account is not logged in", retry_after=wait)
        gateway, conversation = await self._connection(), _conversation(message.address)
        text = await self._words(gateway, message)
        at = asyncio.get_running_loop().time()
        self._echoes.begin(message.delivery_id, conversation, text, line=self._line.epoch, at=at)
        try:
            said = await gateway.say(conversation, text, message.mentions)
        except Unreachable as err:
            self._echoes.not_said(message.delivery_id)
            raise ChannelUnavailable(str(err)) from err
        except Unanswered as err:
            self.close()
            raise OutcomeUnknown(str(err)) from err
        except Refused as err:
            self._echoes.not_said(message.delivery_id)
            raise await self._refusal(gateway, message.address, err) from err
        receipt = Receipt(external_id=said)
        self._echoes.said(message.delivery_id, receipt)
        await self._show(gateway, conversation, message.picture)
        return receipt

    async def find(self, message: OutboundMessage) -> Receipt | None:
        """Whether it came back as an echo. OutcomeUnknown where nobody will ever know: an earlier
        process sent it, or the line that would have brought the echo broke.
        """
        attempt = self._echoes.of(message.delivery_id)
        if attempt is None:
            raise OutcomeUnknown("sent by a process that has ended")
        if attempt.receipt is not None:
            return attempt.receipt
        if attempt.line == 0 or attempt.line != self._line.epoch:
            raise OutcomeUnknown("the line broke before the words came back")
        wait = self._settings.look_wait
        if not self._line.stood_since(attempt.line, attempt.at + wait.total_seconds()):
            raise ChannelUnavailable("they may still come back", retry_after=wait)
        self._echoes.not_said(message.delivery_id)
        return None

    async def fetch(self, attachment: Attachment, most: int) -> bytes:
        """What came beside words."""
        gateway = await self._connection()
        try:
            await gateway.message(
                attachment.reference
            )  # asked for a file that is gone it is silent
            found = await gateway.file(attachment.reference, most)
        except Refused as err:
            if err.status in BAD_TOKEN:
                raise ChannelUnavailable(str(err)) from err
            raise ChannelRefused("there is no such file") from err
        except Problem as err:
            raise ChannelUnavailable(str(err)) from err
        if found is None:
            raise ChannelRefused(f"longer than {most} bytes")
        return found

    async def _words(self, gateway: Gateway, message: OutboundMessage) -> str:
        """A mention is seen by people only where the name stands in the words."""
        if message.address.kind is not ConversationKind.GROUP:
            return message.text
        room = message.address.conversation
        members = [await self._names.of(gateway, room, who) for who in message.mentions]
        called = "".join(f"@{member.name}{_MENTION_END}" for member in members if member.name)
        return called + message.text

    async def _refusal(self, gateway: Gateway, address: Address, err: Refused) -> ChannelError:
        """An error says little: a conversation that is gone is final, all else may be mended."""
        if err.status in BAD_TOKEN:
            wait = self._settings.mend_wait
            return ChannelUnavailable("the gateway refuses the token", retry_after=wait)
        is_room = address.kind is ConversationKind.GROUP
        try:
            known = await gateway.knows(_conversation(address), is_room=is_room)
        except Problem:
            known = True
        if known or self._line.logged_out:
            return ChannelUnavailable(str(err))
        return ChannelRefused("there is no such conversation")

    async def _show(self, gateway: Gateway, conversation: str, picture: bytes | None) -> None:
        """The words are said and say it all: a picture that cannot be sent is left out."""
        if picture is None or len(picture) > self._settings.send_limit:
            return
        try:
            await gateway.show(conversation, picture, _PICTURE_NAME)
        except Problem as err:
            log.warning("wechat_picture_not_sent", extra={"reason": str(err)})

    async def _connection(self) -> Gateway:
        if self._gateway is None:
            self._gateway = await connect(self._settings)
        return self._gateway


def _conversation(address: Address) -> str:
    return address.person or address.conversation
