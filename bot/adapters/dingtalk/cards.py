"""Interactive cards: a case that changes in place, with buttons for those who handle it.

Comes in: an `OutboundMessage` with a card, or a card to draw anew. Goes out: a `Receipt`, None
where the words have to go another way, or a kind of `ChannelError`. Does not: know who may press.

The platform wants two requests: one makes the card, which nobody sees yet, one shows it in a
conversation. Our own name of a card (`outTrackId`) is the id of the delivery, so that making it
twice is seen to be the same. Where a card certainly was not shown - no right to send cards, an
unknown template - the words go out as text.
"""

import json
import logging
from collections import OrderedDict
from collections.abc import Mapping
from enum import StrEnum

from bot.adapters.dingtalk import answers, marking
from bot.adapters.dingtalk.answers import Miss
from bot.adapters.dingtalk.robot import Call, RobotApi
from bot.adapters.dingtalk.settings import OUTSIDER_PREFIX, DingtalkSettings
from bot.adapters.dingtalk.wire import Answer
from bot.domain.cards import CaseCard
from bot.domain.errors import ChannelRefused
from bot.domain.message import Address, ConversationKind, OutboundMessage, Receipt

log = logging.getLogger(__name__)

INSTANCES = "/v1.0/card/instances"
DELIVER = "/v1.0/card/instances/deliver"
REMEMBERED = 1_000


class _Shown(StrEnum):
    """What became of a card that was to be shown."""

    YES = "yes"
    NO = "no"


class Cards:
    """Sends cards and draws them anew."""

    def __init__(self, settings: DingtalkSettings, robot: RobotApi) -> None:
        self._settings = settings
        self._robot = robot
        self._made: OrderedDict[str, None] = OrderedDict()

    async def send(self, message: OutboundMessage) -> Receipt | None:
        """Make and show the card of a message."""
        space = self._space(message.address)
        if message.card is None or space is None or len(message.text) > self._settings.text_limit:
            return None
        name = message.delivery_id
        try:
            await self._make(name, message.card)
            shown = await self._robot.call(
                Call(path=DELIVER, body={"outTrackId": name, "userIdType": 1, **space}), self._show
            )
        except ChannelRefused as err:
            log.warning("dingtalk_card_refused", extra={"reason": str(err)})
            return None
        return Receipt(external_id=name, card=True) if shown is _Shown.YES else None

    async def redraw(self, name: str, card: CaseCard) -> None:
        """Let a card show this. Nothing is said by it, so it may be asked for again."""
        body = {
            "outTrackId": name,
            "cardData": {"cardParamMap": self._data(card)},
            "cardUpdateOptions": {"updateCardDataByKey": True},
        }
        await self._robot.call(
            Call(method="PUT", path=INSTANCES, body=body, carries_words=False), self._done
        )

    async def _make(self, name: str, card: CaseCard) -> None:
        if name in self._made:
            return
        with_buttons = {"callbackType": "STREAM"} if self._settings.hears_buttons else {}
        body = {
            "cardTemplateId": self._settings.card_template,
            "outTrackId": name,
            "cardData": {"cardParamMap": self._data(card)},
            "userIdType": 1,
            "imGroupOpenSpaceModel": {"supportForward": False},
            "imRobotOpenSpaceModel": {"supportForward": False},
            **with_buttons,
        }
        await self._robot.call(Call(path=INSTANCES, body=body, carries_words=False), self._done)
        self._made[name] = None
        if len(self._made) > REMEMBERED:
            self._made.popitem(last=False)

    def _space(self, address: Address) -> Mapping[str, object] | None:
        """Where a card is shown; None where there is no such place."""
        robot = self._settings.robot_code
        if not robot or not self._settings.card_template:
            return None
        if address.kind is ConversationKind.GROUP:
            return {
                "openSpaceId": f"dtv1.card//IM_GROUP.{address.conversation}",
                "imGroupOpenDeliverModel": {"robotCode": robot},
            }
        person = address.person or ""
        if not person or person.startswith(OUTSIDER_PREFIX):
            return None
        return {
            "openSpaceId": f"dtv1.card//IM_ROBOT.{person}",
            "imRobotOpenDeliverModel": {"spaceType": "IM_ROBOT", "robotCode": robot},
        }

    def _data(self, card: CaseCard) -> dict[str, str]:
        """Every value is text. The platform's own template of words and buttons reads `title`,
        `markdown`, `tips` and `sys_full_json_obj`; a template of the office's may use the others.
        """
        pressed = {
            button.act.value: f"{button.act.value}.{card.number}.{card.version}"
            for button in (card.buttons if self._settings.hears_buttons else ())
        }
        buttons = [
            {"text": button.label, "color": "blue", "id": pressed[button.act], "request": True}
            for button in card.buttons
            if button.act in pressed
        ]
        return {
            "title": marking.heading(card),
            "markdown": marking.body(card),
            "tips": "",
            "number": str(card.number),
            "state": card.state,
            "lamp": card.lamp,
            **{act: pressed.get(act, "") for act in ("take", "done", "pass_up")},
            "sys_full_json_obj": json.dumps({"msgButtons": buttons}, ensure_ascii=False),
        }

    def _done(self, answer: Answer) -> Miss | None:
        return answers.of_card(answer, self._settings, carries_words=False)

    def _show(self, answer: Answer) -> _Shown | Miss:
        miss = answers.of_card(answer, self._settings, carries_words=True)
        if miss is not None:
            return miss
        return _Shown.NO if answers.is_card_left_out(answer) else _Shown.YES
