"""Sends words to DingTalk, by the best way that is open.

Comes in: an `OutboundMessage`. Goes out: a `Receipt`, or a kind of `ChannelError`. Does not: pace
(the outbox does), try again later, or choose words.

The ways to a group: the session webhook while it lives, the robot API, the group's custom robot. To
a person: the session webhook of that chat, the robot API. A way that certainly did not take the
words gives over to the next.
"""

import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass

from bot.adapters.dingtalk import answers, marking
from bot.adapters.dingtalk.answers import Miss
from bot.adapters.dingtalk.cards import Cards
from bot.adapters.dingtalk.media import Media
from bot.adapters.dingtalk.pictures import Pictures
from bot.adapters.dingtalk.robot import Call, RobotApi
from bot.adapters.dingtalk.settings import OUTSIDER_PREFIX, DingtalkSettings
from bot.adapters.dingtalk.signing import signed_url
from bot.adapters.dingtalk.splitting import split
from bot.adapters.dingtalk.wire import Answer, post
from bot.domain.cards import CaseCard
from bot.domain.errors import AddressExpired, ChannelRefused, ChannelUnavailable
from bot.domain.message import Address, Attachment, ConversationKind, OutboundMessage, Receipt
from bot.ports import Clock

GROUP_PATH = "/v1.0/robot/groupMessages/send"
PRIVATE_PATH = "/v1.0/robot/oToMessages/batchSend"
REMEMBERED = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """One message's worth of words and who is mentioned in it; with a heading it is markdown."""

    text: str
    mentions: tuple[str, ...] = ()
    heading: str = ""


Way = Callable[[Address, _Part], Awaitable[Receipt | Miss]]


class DingtalkApi:
    """The sending half. `problem` is empty, or says in a few words what an administrator has to
    mend.
    """

    def __init__(self, settings: DingtalkSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._robot = RobotApi(settings, clock)
        self._cards = Cards(settings, self._robot)
        self._media = Media(settings, self._robot)
        self._pictures = Pictures(settings, self._robot)
        self._parts_sent: OrderedDict[str, int] = OrderedDict()

    @property
    def problem(self) -> str:
        """What the robot's own interface has to complain of."""
        return self._robot.problem

    async def redraw(self, name: str, card: CaseCard) -> None:
        """Let a card show this now."""
        await self._cards.redraw(name, card)

    async def fetch(self, attachment: Attachment, most: int) -> bytes:
        """The bytes of something that came beside words."""
        return await self._media.fetch(attachment, most)

    async def send(self, message: OutboundMessage) -> Receipt:
        """Carry the words out, in as many messages as they need.

        Where a later part fails, the next attempt goes on from there: what has been said is not
        said again. That is remembered in this process only; after a restart all parts are sent once
        more.
        """
        if message.card is not None and (shown := await self._cards.send(message)) is not None:
            return shown
        parts = self._parts(message)
        receipt = Receipt()
        for number in range(self._parts_sent.get(message.delivery_id, 0), len(parts)):
            receipt = await self._send(message.address, parts[number])
            self._remember(message.delivery_id, number + 1)
        self._parts_sent.pop(message.delivery_id, None)
        if message.picture is not None:
            await self._pictures.send(message.address, message.picture)
        return receipt

    def _parts(self, message: OutboundMessage) -> tuple[_Part, ...]:
        """Words without a card; those of a case that was to have one are set in markdown."""
        limit, card = self._settings.text_limit, message.card
        if card is not None and len(told := marking.body(card)) <= limit:
            heading = marking.heading(card)
            return (_Part(text=told, mentions=message.mentions, heading=heading),)
        first, *others = split(message.text, limit)
        return (
            _Part(text=first, mentions=message.mentions),
            *(_Part(text=other) for other in others),
        )

    def _remember(self, delivery_id: str, sent: int) -> None:
        self._parts_sent[delivery_id] = sent
        if len(self._parts_sent) > REMEMBERED:
            self._parts_sent.popitem(last=False)

    async def _send(self, address: Address, part: _Part) -> Receipt:
        too_fast = False
        for way in self._ways(address):
            try:
                outcome = await way(address, part)
            except ChannelRefused:
                if too_fast:
                    break  # the first way is only closed for a while
                raise
            if isinstance(outcome, Receipt):
                return outcome
            too_fast = too_fast or outcome is Miss.TOO_FAST
        if too_fast:
            wait = self._settings.too_fast_wait
            raise ChannelUnavailable("too many messages a minute", retry_after=wait)
        raise AddressExpired("no way is left to this conversation")

    def _ways(self, address: Address) -> Iterator[Way]:
        ends = address.route_until
        margin = self._settings.route_margin
        if address.route and (ends is None or self._clock.now() < ends - margin):
            yield self._by_session
        if address.kind is ConversationKind.PRIVATE:
            person = address.person
            if self._settings.robot_code and person and not person.startswith(OUTSIDER_PREFIX):
                yield self._in_private
            return
        if self._settings.robot_code and address.conversation:
            yield self._to_group
        if address.conversation in self._settings.custom_webhooks:
            yield self._by_custom_robot

    async def _by_session(self, address: Address, part: _Part) -> Receipt | Miss:
        return await self._by_webhook(address.route or "", part)

    async def _by_custom_robot(self, address: Address, part: _Part) -> Receipt | Miss:
        webhook = self._settings.custom_webhooks[address.conversation]
        return await self._by_webhook(signed_url(webhook, self._clock.now()), part)

    async def _by_webhook(self, url: str, part: _Part) -> Receipt | Miss:
        body: dict[str, object] = {"msgtype": "text", "text": {"content": part.text}}
        if part.heading:
            body = {"msgtype": "markdown", "markdown": {"title": part.heading, "text": part.text}}
        if part.mentions:
            body["at"] = {"atUserIds": list(part.mentions), "isAtAll": False}
        answer = await post(self._settings, url, body, carries_words=True)
        return answers.of_webhook(answer, self._settings)

    async def _to_group(self, address: Address, part: _Part) -> Receipt | Miss:
        """Mentions are left out: the robot API shows them as plain characters."""
        target = {"openConversationId": address.conversation}

        def read(answer: Answer) -> Receipt | Miss:
            return answers.of_group(answer, self._settings)

        return await self._by_robot(GROUP_PATH, target, part, read)

    async def _in_private(self, address: Address, part: _Part) -> Receipt | Miss:
        person = address.person or ""

        def read(answer: Answer) -> Receipt | Miss:
            return answers.of_private(answer, person, self._settings)

        return await self._by_robot(PRIVATE_PATH, {"userIds": [person]}, part, read)

    async def _by_robot(
        self,
        path: str,
        target: Mapping[str, object],
        part: _Part,
        read: Callable[[Answer], Receipt | Miss],
    ) -> Receipt | Miss:
        key, words = "sampleText", {"content": part.text}
        if part.heading:
            key, words = "sampleMarkdown", {"title": part.heading, "text": part.text}
        body = {
            "robotCode": self._settings.robot_code,
            "msgKey": key,
            "msgParam": json.dumps(words, ensure_ascii=False),
            **target,
        }
        return await self._robot.call(Call(path=path, body=body), read)
