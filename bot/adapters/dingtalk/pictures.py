"""Sends a picture after the words it belongs to: uploaded first, then shown by the robot API.

Comes in: an address and a PNG. Goes out: nothing. Does not: raise where it fails, for the words,
which say it all, have been taken and must not be said again.
"""

import json
import logging

import aiohttp

from bot.adapters.dingtalk import answers
from bot.adapters.dingtalk.answers import Miss
from bot.adapters.dingtalk.robot import Call, RobotApi
from bot.adapters.dingtalk.settings import OUTSIDER_PREFIX, DingtalkSettings
from bot.adapters.dingtalk.wire import Answer, read_answer, translated
from bot.domain.errors import ChannelError, ChannelUnavailable
from bot.domain.message import Address, ConversationKind

log = logging.getLogger(__name__)

UPLOAD = "/media/upload"
GROUP = "/v1.0/robot/groupMessages/send"
PRIVATE = "/v1.0/robot/oToMessages/batchSend"


class Pictures:
    """By the robot API only: webhooks carry no pictures of ours."""

    def __init__(self, settings: DingtalkSettings, robot: RobotApi) -> None:
        self._settings = settings
        self._robot = robot

    async def send(self, address: Address, picture: bytes) -> None:
        """Show it, if that can be."""
        person = address.person or ""
        alone = address.kind is ConversationKind.PRIVATE
        if not self._settings.robot_code or (alone and person.startswith(OUTSIDER_PREFIX)):
            return
        target = {"userIds": [person]} if alone else {"openConversationId": address.conversation}
        try:
            media = await self._upload(picture)
            body = {
                "robotCode": self._settings.robot_code,
                "msgKey": "sampleImageMsg",
                "msgParam": json.dumps({"photoURL": media}),
                **target,
            }
            await self._robot.call(Call(path=PRIVATE if alone else GROUP, body=body), self._done)
        except ChannelError as err:
            log.warning("dingtalk_picture_not_sent", extra={"reason": str(err)})

    async def _upload(self, picture: bytes) -> str:
        """The platform's name of the picture. The old interface takes the token in the address."""
        settings = self._settings
        timeout = aiohttp.ClientTimeout(
            total=settings.media_timeout.total_seconds(),
            connect=settings.connect_timeout.total_seconds(),
        )
        form = aiohttp.FormData()
        form.add_field("media", picture, filename="picture.png", content_type="image/png")
        query = {"access_token": await self._robot.token(), "type": "image"}
        with translated(carries_words=False):
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(
                    settings.oapi_base.rstrip("/") + UPLOAD,
                    params=query,
                    data=form,
                    allow_redirects=False,
                ) as response,
            ):
                answer = await read_answer(response)
        media = answer.text("media_id")
        if not media:
            code = (answer.body or {}).get("errcode", answer.status)
            raise ChannelUnavailable(f"picture: errcode {code}")
        return media

    def _done(self, answer: Answer) -> Miss | None:
        return answers.of_call(answer, self._settings)
