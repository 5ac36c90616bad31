"""The sign-in of the fake DingTalk: its own page, codes, what people allow to be told of them.

Comes in: browsers on its page, our requests with codes and tokens. Goes out: people sent back with
a code, who they are. Does not: send or receive messages.

It is as hard as the real one: people are sent back to addresses only that were entered beforehand;
a code is good for five minutes, once, and with the application's secret; a person's own token tells
his id everywhere, only the application's token tells what the organisation calls him; outside
contacts have ids there, too.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from urllib.parse import urlencode

from aiohttp import web

from tests.fakes.dingtalk_robot import RobotDesk, no
from tests.fakes.dingtalk_world import WANG, Person, World

PAGE = "/oauth2/auth"
AGREE = "/oauth2/agree"
EXCHANGE = "/v1.0/oauth2/userAccessToken"
MYSELF = "/v1.0/contact/users/me"
MEMBER = "/topapi/user/getbyunionid"
LIFE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What somebody brings back."""

    person: Person
    until: datetime


class LoginDesk:
    """`here` is who sits at the browser. `backs` are the addresses that were entered. `outside`
    are staff ids of people who are contacts of the organisation and no members. `error` is what
    every question about a member is answered with, None for none.
    """

    def __init__(self, world: World, robot: RobotDesk) -> None:
        self._world = world
        self._robot = robot
        self._codes: dict[str, Code] = {}
        self._tokens: dict[str, Person] = {}
        self._given = 0
        self.here = WANG
        self.backs: set[str] = set()
        self.outside: set[str] = set()
        self._people: dict[str, Person] = {}
        self.error: int | None = None

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(PAGE, self._page),
            web.get(AGREE, self._agree),
            web.post(EXCHANGE, self._exchange),
            web.get(MYSELF, self._myself),
            web.post(MEMBER, self._member),
        ]

    def new_code(self, person: Person | None = None) -> str:
        """Somebody agrees; the code he is sent back with."""
        self._given += 1
        code = f"auth-code-{self._given}"
        until = self._world.clock.now() + LIFE
        self._codes[code] = Code(person=person or self.here, until=until)
        return code

    async def _page(self, request: web.Request) -> web.Response:
        """Whoever is here is asked, by name."""
        query = request.query
        right = (
            query.get("client_id") == self._world.client_id
            and query.get("response_type") == "code"
            and query.get("scope") == "openid"
            and query.get("prompt") == "consent"
            and query.get("redirect_uri") in self.backs
        )
        if not right:
            return web.Response(status=400, text="url不合法，请检查回调域名")
        kept = {"back": query["redirect_uri"], "state": query["state"]}
        links = "".join(
            f'<p><a href="{AGREE}?{escape(urlencode(kept | {"yes": yes}))}">{word}</a></p>'
            for yes, word in (("1", "同意"), ("", "拒绝"))
        )
        page = f'<!doctype html><meta charset="utf-8"><p>{self.here.nick}</p>{links}'
        return web.Response(text=page, content_type="text/html")

    async def _agree(self, request: web.Request) -> web.Response:
        agreed = {"authCode": self.new_code()} if request.query["yes"] else {}
        answer = urlencode({**agreed, "state": request.query["state"]})
        raise web.HTTPFound(f"{request.query['back']}?{answer}")

    async def _exchange(self, request: web.Request) -> web.Response:
        body = await request.json()
        given = (body["clientId"], body["clientSecret"])
        if given != (self._world.client_id, self._world.client_secret):
            return no(400, "invalidClientIdOrSecret")
        if body["grantType"] != "authorization_code":
            return no(400, "invalidParameter.grantType")
        code = self._codes.pop(body["code"], None)
        if code is None or self._world.clock.now() >= code.until:
            return no(400, "invalidParameter.authCode.notFound")
        token = f"user-token-{len(self._tokens) + 1}"
        self._tokens[token] = code.person
        return web.json_response({"accessToken": token, "refreshToken": "r", "expireIn": 7200})

    async def _myself(self, request: web.Request) -> web.Response:
        assert not request.can_read_body
        person = self._tokens.get(request.headers.get("x-acs-dingtalk-access-token", ""))
        if person is None:
            return no(400, "InvalidAuthentication")
        self._people[f"union-{person.sender_id}"] = person
        return web.json_response(
            {"nick": person.nick, "unionId": f"union-{person.sender_id}", "openId": "open-1"}
        )

    async def _member(self, request: web.Request) -> web.Response:
        body = await request.json()
        if not self._robot.is_token(request.query.get("access_token", "")):
            return web.json_response({"errcode": 40014, "errmsg": "invalid access_token"})
        if self.error is not None:
            return web.json_response({"errcode": self.error, "errmsg": "no", "sub_code": "60011"})
        person = self._people.get(body["unionid"])
        if person is None or person.staff_id is None:
            return web.json_response({"errcode": 60121, "errmsg": "找不到该用户"})
        kind = int(person.staff_id in self.outside)
        found = {"contact_type": kind, "userid": person.staff_id}
        return web.json_response({"errcode": 0, "errmsg": "ok", "result": found})
