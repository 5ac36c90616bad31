"""Calls of the robot's own interface (v1.0), with the access token it wants.

Comes in: a method, a path, a body, and how to read the answer. Goes out: what was read. Does not:
know what it asks for, or try again where anything but the token is the trouble.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from bot.adapters.dingtalk.access import AccessToken
from bot.adapters.dingtalk.answers import Miss
from bot.adapters.dingtalk.settings import DingtalkSettings
from bot.adapters.dingtalk.wire import Answer, ask
from bot.domain.errors import ChannelUnavailable
from bot.ports import Clock

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request; where it `carries_words` nobody may ask twice without knowing what became of
    the first.
    """

    path: str
    body: Mapping[str, object]
    method: str = "POST"
    carries_words: bool = True


class RobotApi:
    """`problem` is empty, or says in a few words what an administrator has to mend."""

    def __init__(self, settings: DingtalkSettings, clock: Clock) -> None:
        self._settings = settings
        self._access = AccessToken(settings, clock)
        self.problem = ""

    async def call(self, call: Call, read: Callable[[Answer], T | Miss]) -> T | Miss:
        """With one new token where the platform no longer takes the old one."""
        settings, refused = self._settings, ""
        for _ in range(2):
            token = await self.token(refused)
            answer = await ask(
                settings,
                call.method,
                settings.api(call.path),
                call.body,
                headers={"x-acs-dingtalk-access-token": token},
                carries_words=call.carries_words,
            )
            outcome = read(answer)
            if outcome is not Miss.TOKEN_REFUSED:
                self.problem = ""
                return outcome
            refused = token
        self.problem = "the platform refuses its own access token"
        raise ChannelUnavailable(self.problem, retry_after=settings.mend_wait)

    async def token(self, refused: str = "") -> str:
        """A token for a call of another shape."""
        try:
            return await self._access.get(refused=refused)
        except ChannelUnavailable as err:
            self.problem = str(err)
            raise
