"""The official client's own pieces, put together: the only module that imports dingtalk-stream.

Comes in: the settings and what to do with a payload. Goes out: a client of one connection, which
takes frames apart and makes the acknowledgements, and a check of frames that keeps it from raising.
Does not: connect, wait, or read a socket.

Its `DingTalkStreamClient.start` is not used (0.24.3, stream.py:58): it opens connections with a
blocking request, reopens without a pause after a clean close, loses the connection for a bad frame,
swallows its cancellation, sends acknowledgements of an old connection into a new one, and keeps no
reference to its tasks. What remains - subscriptions, frames, routing by topic, acknowledging after
the handler has returned - is sound and is used as it is.
"""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from dingtalk_stream import (
    AckMessage,
    CallbackHandler,
    CallbackMessage,
    ChatbotMessage,
    Credential,
    DingTalkStreamClient,
)
from dingtalk_stream.card_callback import Card_Callback_Router_Topic
from dingtalk_stream.frames import Headers
from dingtalk_stream.version import VERSION_STRING

from bot.adapters.dingtalk.settings import DingtalkSettings

TOPIC: str = ChatbotMessage.TOPIC
PRESSES: str = Card_Callback_Router_Topic
VERSION: str = VERSION_STRING
DISCONNECT: str = DingTalkStreamClient.TAG_DISCONNECT

Take = Callable[[object], Awaitable[None]]
"""Returns when the payload is stored, or is known to be nothing to store; raises where it must come
again.
"""


class _Listener(CallbackHandler):  # type: ignore[misc]
    """Acknowledges what was taken. Where `take` raises, the library sends no acknowledgement: the
    platform redelivers.
    """

    def __init__(self, take: Take) -> None:
        super().__init__()
        self._take = take

    async def process(self, message: CallbackMessage) -> tuple[int, str]:
        await self._take(message.data)
        return AckMessage.STATUS_OK, "OK"


def make_client(settings: DingtalkSettings, takes: Mapping[str, Take]) -> Any:  # noqa: ANN401 - the library has no types
    """A client for one connection, which takes the payloads of each topic; its `websocket` is to be
    set before frames are routed.
    """
    silent = logging.getLogger(f"{__name__}.client")
    silent.setLevel(logging.CRITICAL)  # it writes whole frames, that is people's words, as warnings
    client = DingTalkStreamClient(
        Credential(settings.client_id, settings.client_secret), logger=silent
    )
    for topic, take in takes.items():
        client.register_callback_handler(topic, _Listener(take))
    return client


def read_frame(raw: str | bytes) -> dict[str, object] | None:
    """A frame that the library can take apart, or None for anything else."""
    try:
        frame = json.loads(raw)
        if not isinstance(frame, dict):
            return None
        headers, data = frame.get("headers"), frame.get("data") or ""
        if not isinstance(headers, dict) or not isinstance(headers.get("topic"), str | None):
            return None
        Headers.from_dict(headers)  # its times must be numbers
        if data:
            json.loads(data)
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None
    return frame
