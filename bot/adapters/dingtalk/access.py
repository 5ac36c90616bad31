"""The access token of the robot API: fetched once, kept until shortly before its end.

Comes in: the settings and a clock. Goes out: a token. Does not: send words or decide when a token
is bad.
"""

import asyncio
from datetime import datetime, timedelta

from bot.adapters.dingtalk import answers
from bot.adapters.dingtalk.settings import DingtalkSettings
from bot.adapters.dingtalk.wire import post
from bot.ports import Clock

PATH = "/v1.0/oauth2/accessToken"
MARGIN = timedelta(minutes=5)
USUAL_LIFE = timedelta(hours=2)


class AccessToken:
    """One token for all who ask; while one asks the platform the others wait for its answer."""

    def __init__(self, settings: DingtalkSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._lock = asyncio.Lock()
        self._token = ""
        self._until: datetime | None = None

    async def get(self, *, refused: str = "") -> str:
        """A token that is good as far as we know; another one than `refused`, which the platform
        did not take.
        """
        async with self._lock:
            if self._is_good() and self._token != refused:
                return self._token
            self._token = ""
            settings = self._settings
            answer = await post(
                settings,
                settings.api(PATH),
                {"appKey": settings.client_id, "appSecret": settings.client_secret},
                carries_words=False,
            )
            token = answers.of_token(answer, settings)
            seconds = (answer.body or {}).get("expireIn")
            if isinstance(seconds, int) and 0 < seconds < 10**7:
                life = timedelta(seconds=seconds)
            else:
                life = USUAL_LIFE
            self._token, self._until = token, self._clock.now() + max(life - MARGIN, life / 2)
            return token

    def _is_good(self) -> bool:
        return bool(self._token) and self._until is not None and self._clock.now() < self._until
