"""Fetches what came beside words: first where it lies, then the bytes.

Comes in: an attachment's download code, and how many bytes at most. Goes out: bytes, or a kind of
`ChannelError`. Does not: look at what they are, or keep them.
"""

import aiohttp

from bot.adapters.dingtalk import answers
from bot.adapters.dingtalk.answers import Miss
from bot.adapters.dingtalk.robot import Call, RobotApi
from bot.adapters.dingtalk.settings import DingtalkSettings
from bot.adapters.dingtalk.wire import Answer, translated
from bot.domain.errors import ChannelRefused, ChannelUnavailable
from bot.domain.message import Attachment

PATH = "/v1.0/robot/messageFiles/download"
PIECE = 64 * 1024
GONE = frozenset({400, 401, 403, 404, 410})


class Media:
    """The code is good for about as long as the platform keeps the picture's address: hours."""

    def __init__(self, settings: DingtalkSettings, robot: RobotApi) -> None:
        self._settings = settings
        self._robot = robot

    async def fetch(self, attachment: Attachment, most: int) -> bytes:
        """The bytes behind a download code."""
        if not attachment.reference:
            raise ChannelRefused("media: nothing to fetch it by")
        if not self._settings.robot_code:
            raise ChannelRefused("media: no robot code")
        call = Call(
            path=PATH,
            body={
                "downloadCode": attachment.reference,
                "robotCode": self._settings.robot_code,
            },
            carries_words=False,
        )
        address = await self._robot.call(call, self._address)
        if isinstance(address, Miss):
            raise ChannelUnavailable("media: the platform does not tell where it lies")
        return await self._read(address, most)

    def _address(self, answer: Answer) -> str | Miss:
        if answers.of_call(answer, self._settings) is not None:
            return Miss.TOKEN_REFUSED
        url = answer.text("downloadUrl").strip()
        if not url.startswith(("https://", "http://")):
            raise ChannelRefused("media: the platform names no address")
        return url

    async def _read(self, url: str, most: int) -> bytes:
        """No more than is allowed is ever held, whatever length is announced."""
        settings = self._settings
        timeout = aiohttp.ClientTimeout(
            total=settings.media_timeout.total_seconds(),
            connect=settings.connect_timeout.total_seconds(),
        )
        with translated(carries_words=False):
            async with (
                aiohttp.ClientSession(timeout=timeout, auto_decompress=False) as session,
                session.get(url, allow_redirects=False) as response,
            ):
                if response.status in GONE:
                    raise ChannelRefused(f"media: status {response.status}")
                if response.status != 200:
                    raise ChannelUnavailable(f"media: status {response.status}")
                found = bytearray()
                async for piece in response.content.iter_chunked(PIECE):
                    found += piece
                    if len(found) > most:
                        raise ChannelRefused(f"media: more than {most} bytes")
                return bytes(found)
