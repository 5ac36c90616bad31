"""Who somebody is that signs in by DingTalk (OAuth 2, authorization code).

Comes in: where people come back to and a state, later the code that they bring. Goes out: the
address of DingTalk's page, the staff id of whoever agreed there. Does not: know accounts or
browsers, or keep anything that DingTalk tells of people beside the id.

A code says who agreed anywhere on DingTalk. Only whom the organisation itself has as a member is
told: its outside contacts have ids there, too.
"""

import asyncio
from urllib.parse import urlencode

from bot.adapters.dingtalk import answers
from bot.adapters.dingtalk.access import AccessToken
from bot.adapters.dingtalk.answers import Miss
from bot.adapters.dingtalk.settings import DingtalkSettings
from bot.adapters.dingtalk.wire import ask, post
from bot.domain.errors import ChannelUnavailable
from bot.ports import Clock

PAGE = "/oauth2/auth"
EXCHANGE = "/v1.0/oauth2/userAccessToken"
MYSELF = "/v1.0/contact/users/me"
MEMBER = "/topapi/user/getbyunionid"


class DingtalkLogin:
    """Any number of people at once. Raises only kinds of ChannelError: `ChannelRefused` where
    DingTalk does not take the code or does not permit the question, `ChannelUnavailable` where it
    does not answer in time. No code, token or secret is in what is raised.
    """

    def __init__(self, settings: DingtalkSettings, clock: Clock) -> None:
        self._settings = settings
        self._access = AccessToken(settings, clock)

    def address(self, back: str, state: str) -> str:
        """The page of DingTalk on which somebody agrees; it sends him to `back`, with `state`."""
        query = {
            "redirect_uri": back,
            "response_type": "code",
            "client_id": self._settings.client_id,
            "scope": "openid",
            "state": state,
            "prompt": "consent",
        }
        return f"{self._settings.login_base.rstrip('/')}{PAGE}?{urlencode(query)}"

    async def who(self, code: str) -> str | None:
        """The staff id of whoever agreed; None where he is no member of the organisation."""
        try:
            async with asyncio.timeout(self._settings.login_timeout.total_seconds()):
                return await self._member(await self._union(code))
        except TimeoutError:
            raise ChannelUnavailable("sign-in: no answer in time") from None

    async def _union(self, code: str) -> str:
        """What DingTalk calls him everywhere. His own token is good for that, and forgotten."""
        settings = self._settings
        agreed = {
            "clientId": settings.client_id,
            "clientSecret": settings.client_secret,
            "code": code,
            "grantType": "authorization_code",
        }
        answer = await post(settings, settings.api(EXCHANGE), agreed, carries_words=False)
        token = answers.of_sign_in(answer, "accessToken", settings)
        answer = await ask(
            settings,
            "GET",
            settings.api(MYSELF),
            None,
            headers={"x-acs-dingtalk-access-token": token},
            carries_words=False,
        )
        return answers.of_sign_in(answer, "unionId", settings)

    async def _member(self, union: str) -> str | None:
        """What the organisation calls him; with one new token where the old one is not taken."""
        settings, refused = self._settings, ""
        for _ in range(2):
            token = await self._access.get(refused=refused)
            url = f"{settings.oapi(MEMBER)}?{urlencode({'access_token': token})}"
            answer = await post(settings, url, {"unionid": union}, carries_words=False)
            outcome = answers.of_member(answer, settings)
            if not isinstance(outcome, Miss):
                return outcome
            refused = token
        raise ChannelUnavailable(
            "sign-in: the platform refuses its own access token", retry_after=settings.mend_wait
        )
