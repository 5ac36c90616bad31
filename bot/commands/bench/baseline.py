"""The same messages through bare nonebot2 dispatch: two matchers with empty handlers, nothing
stored.

Comes in: a number on the command line. Goes out: one JSON line. Does not: import anything of ours;
it runs in a process of its own, with nonebot2 from the development tools.
"""

import asyncio
import json
import sys
import time
from datetime import datetime
from typing import Any

import nonebot
from nonebot.adapters import Adapter as BaseAdapter
from nonebot.adapters import Bot as BaseBot
from nonebot.adapters import Event as BaseEvent
from nonebot.adapters import Message, MessageSegment
from nonebot.message import handle_event

_ROUNDS = 3


class Segment(MessageSegment["Words"]):
    """A piece of text."""

    @classmethod
    def get_message_class(cls) -> type["Words"]:
        """Its message."""
        return Words

    def __str__(self) -> str:
        return str(self.data["text"])

    def is_text(self) -> bool:
        """Always."""
        return True


class Words(Message[Segment]):
    """A message of text."""

    @classmethod
    def get_segment_class(cls) -> type[Segment]:
        """Its pieces."""
        return Segment

    @staticmethod
    def _construct(msg: str) -> Any:  # noqa: ANN401
        yield Segment("text", {"text": msg})


class Said(BaseEvent):
    """A group message."""

    text: str
    user: str
    time: datetime | None = None

    def get_type(self) -> str:
        """Message."""
        return "message"

    def get_event_name(self) -> str:
        """Message."""
        return "message"

    def get_event_description(self) -> str:
        """Its words."""
        return self.text

    def get_message(self) -> Words:
        """Its words."""
        return Words(self.text)

    def get_user_id(self) -> str:
        """Who speaks."""
        return self.user

    def get_session_id(self) -> str:
        """Who speaks."""
        return self.user

    def is_tome(self) -> bool:
        """Nothing is addressed."""
        return False


class Adapter(BaseAdapter):
    """Nothing but a name."""

    @classmethod
    def get_name(cls) -> str:
        """Its name."""
        return "bench"

    async def _call_api(self, bot: BaseBot, api: str, **data: Any) -> Any:  # noqa: ANN401
        return None


class Bot(BaseBot):
    """Nothing but a name."""

    async def send(self, event: BaseEvent, message: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """Nothing is said."""


def main(number: int) -> None:
    """Print the best rate of three rounds."""
    nonebot.init(driver="~none", log_level="ERROR")
    driver = nonebot.get_driver()
    bot = Bot(Adapter(driver), "bench")

    async def empty() -> None:
        """Nothing."""

    for _ in range(2):
        nonebot.on_message(priority=1, block=False).append_handler(empty)

    async def one_round() -> float:
        events = [Said(text=f"message {i}", user=f"u{i % 100}") for i in range(number)]
        begun = time.perf_counter()
        for event in events:
            await handle_event(bot, event)
        return number / (time.perf_counter() - begun)

    best = max(asyncio.run(one_round()) for _ in range(_ROUNDS))
    print(json.dumps({"rate": round(best, 1)}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
