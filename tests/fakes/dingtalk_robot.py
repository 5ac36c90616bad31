"""The sending half of the fake DingTalk: access tokens, session webhooks, the robot API, custom
robots.

Comes in: requests of our client. Goes out: what was said where, in `World.sent`, and the platform's
own way of saying no: HTTP 200 with an errcode from webhooks, 400 and 403 with a code from the robot
API. Does not: receive.
"""

import base64
import hashlib
import hmac
import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web

from tests.fakes.dingtalk_world import World

TOKEN = "/v1.0/oauth2/accessToken"
GROUP = "/v1.0/robot/groupMessages/send"
PRIVATE = "/v1.0/robot/oToMessages/batchSend"
SESSION = "/robot/sendBySession"
CUSTOM = "/robot/send"
DOWNLOAD = "/v1.0/robot/messageFiles/download"
FILES = "/files/{code}"
UPLOAD = "/media/upload"

WORDS = {"sampleText": "content", "sampleMarkdown": "text", "sampleImageMsg": "photoURL"}
"""Where each kind of message has its words."""

TOO_FAST = {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"}
EXPIRED = {"errcode": 300001, "errmsg": "token is not exist"}
BAD_SIGN = {"errcode": 310000, "errmsg": "sign not match"}


class RateLimit:
    """Twenty a minute for each conversation, then nothing for ten minutes."""

    def __init__(self, a_minute: int = 20) -> None:
        self.a_minute = a_minute
        self._taken: dict[str, list[datetime]] = defaultdict(list)
        self._blocked_until: dict[str, datetime] = {}
        self.refused = 0

    def admits(self, key: str, now: datetime) -> bool:
        """Whether one more is taken."""
        admitted = self._counts(key, now)
        self.refused += not admitted
        return admitted

    def _counts(self, key: str, now: datetime) -> bool:
        if now < self._blocked_until.get(key, now):
            return False
        recent = [at for at in self._taken[key] if now - at < timedelta(minutes=1)]
        self._taken[key] = [*recent, now]
        if len(recent) < self.a_minute:
            return True
        self._blocked_until[key] = now + timedelta(minutes=10)
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session webhook: where its words go, and how long."""

    conversation: str
    until: datetime


class RobotDesk:
    """`a_second` is the robot API's limit of requests a second."""

    def __init__(self, world: World, *, a_second: int = 20) -> None:
        self._world = world
        self.a_second = a_second
        self._tokens: dict[str, datetime] = {}
        self._sessions: dict[str, Session] = {}
        self._recent: list[datetime] = []
        self.limit = RateLimit()
        self.tokens_given = 0
        self.custom_robots: dict[str, tuple[str, str]] = {}
        self.held_back: set[str] = set()
        self.files: dict[str, bytes] = {}
        self.uploaded: dict[str, bytes] = {}
        self.unknown_people: set[str] = set()
        self.groups: frozenset[str] = frozenset()
        """The groups that the robot is in, for the robot API; none named: any."""

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post(TOKEN, self._token),
            web.post(GROUP, self._group),
            web.post(PRIVATE, self._private),
            web.post(SESSION, self._session),
            web.post(CUSTOM, self._custom),
            web.post(DOWNLOAD, self._download),
            web.get(FILES, self._file),
            web.post(UPLOAD, self._upload),
        ]

    def new_session(self, conversation: str) -> tuple[str, datetime]:
        """A session webhook, good for ninety minutes."""
        until = self._world.clock.now() + timedelta(minutes=90)
        key = f"session-{len(self._sessions) + 1}"
        self._sessions[key] = Session(conversation=conversation, until=until)
        return f"{self._world.base_url}{SESSION}?session={key}", until

    def end_sessions(self) -> None:
        """All session webhooks end now, earlier than they said."""
        self._sessions.clear()

    def revoke_tokens(self) -> None:
        self._tokens.clear()

    def is_token(self, token: str) -> bool:
        """Whether it is one of ours, and good still."""
        now = self._world.clock.now()
        return now < self._tokens.get(token, now)

    def custom_robot(self, conversation: str, secret: str) -> str:
        """A custom robot in a group; its webhook."""
        token = f"custom-{len(self.custom_robots) + 1}"
        self.custom_robots[token] = (conversation, secret)
        return f"{self._world.base_url}{CUSTOM}?access_token={token}"

    async def _token(self, request: web.Request) -> web.Response:
        body = await request.json()
        if (body["appKey"], body["appSecret"]) != (
            self._world.client_id,
            self._world.client_secret,
        ):
            return no(400, "invalidClientIdOrSecret")
        self.tokens_given += 1
        token = f"token-{self.tokens_given}"
        self._tokens[token] = self._world.clock.now() + timedelta(hours=2)
        return web.json_response({"accessToken": token, "expireIn": 7200})

    async def _session(self, request: web.Request) -> web.Response:
        session = self._sessions.get(request.query.get("session", ""))
        now = self._world.clock.now()
        if session is None or now >= session.until:
            return web.json_response(EXPIRED)
        return self._say("session", session.conversation, await request.json())

    async def _custom(self, request: web.Request) -> web.Response:
        known = self.custom_robots.get(request.query.get("access_token", ""))
        if known is None:
            return web.json_response(EXPIRED)
        conversation, secret = known
        if not self._is_signed(request, secret):
            return web.json_response(BAD_SIGN)
        return self._say("custom", conversation, await request.json())

    async def _download(self, request: web.Request) -> web.Response:
        """Where a file lies that came beside words, for a while."""
        body = await request.json()
        if (refusal := self.token_refusal(request)) is not None:
            return refusal
        if body["robotCode"] != self._world.robot_code or body["downloadCode"] not in self.files:
            return no(400, "unknownDownloadCode")
        url = f"{self._world.base_url}/files/{body['downloadCode']}?Signature=s"
        return web.json_response({"downloadUrl": url})

    async def _upload(self, request: web.Request) -> web.Response:
        """The old interface: the token in the address, HTTP 200 with an errcode."""
        token = request.query.get("access_token", "")
        if not self.is_token(token) or request.query.get("type") != "image":
            return web.json_response({"errcode": 40014, "errmsg": "invalid access_token"})
        field = await (await request.multipart()).next()
        assert field.name == "media"
        name = f"@media-{len(self.uploaded) + 1}"
        self.uploaded[name] = bytes(await field.read())
        return web.json_response({"errcode": 0, "media_id": name, "type": "image"})

    async def _file(self, request: web.Request) -> web.Response:
        if request.query.get("Signature") != "s":
            return web.Response(status=403)
        return web.Response(body=self.files[request.match_info["code"]])

    def _is_signed(self, request: web.Request, secret: str) -> bool:
        stamp = request.query.get("timestamp", "0")
        age = abs(self._world.milliseconds() - int(stamp))
        mac = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256)
        right = base64.b64encode(mac.digest()).decode()
        return age <= 3_600_000 and hmac.compare_digest(request.query.get("sign", ""), right)

    def _say(self, way: str, conversation: str, body: dict) -> web.Response:
        if not self.limit.admits(conversation, self._world.clock.now()):
            return web.json_response(TOO_FAST)
        kind = body.get("msgtype")
        if kind not in ("text", "markdown") or len(json.dumps(body).encode()) > 40_000:
            return web.json_response({"errcode": 400105, "errmsg": "unsupported message"})
        words = body["text"]["content"] if kind == "text" else body["markdown"]["text"]
        mentions = tuple(body.get("at", {}).get("atUserIds", ()))
        self._world.take(way, conversation, words, mentions)
        return web.json_response({"errcode": 0, "errmsg": "ok"})

    async def _group(self, request: web.Request) -> web.Response:
        body = await request.json()
        if (refusal := self._refusal(request, body)) is not None:
            return refusal
        if self.groups and body["openConversationId"] not in self.groups:
            return no(400, "invalidParameter.openConversationId")
        self._world.take("group", body["openConversationId"], _words(body))
        return web.json_response({"processQueryKey": f"query-{len(self._world.sent)}"})

    async def _private(self, request: web.Request) -> web.Response:
        body = await request.json()
        if (refusal := self._refusal(request, body)) is not None:
            return refusal
        people = body["userIds"]
        if not 1 <= len(people) <= 20:
            return no(400, "invalidParameter.userIds")
        missing = [person for person in people if person in self.unknown_people]
        held = [person for person in people if person in self.held_back]
        for person in people:
            if person not in missing and person not in held:
                self._world.take("private", person, _words(body))
        return web.json_response(
            {
                "processQueryKey": f"query-{len(self._world.sent)}",
                "invalidStaffIdList": missing,
                "flowControlledStaffIdList": held,
            }
        )

    def token_refusal(self, request: web.Request) -> web.Response | None:
        """What every request with a token is refused for."""
        now = self._world.clock.now()
        if not self.is_token(request.headers.get("x-acs-dingtalk-access-token", "")):
            return no(400, "InvalidAuthentication")
        self._recent = [at for at in self._recent if now - at < timedelta(seconds=1)]
        if len(self._recent) >= self.a_second:
            return no(403, "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi")
        self._recent.append(now)
        return None

    def _refusal(self, request: web.Request, body: dict) -> web.Response | None:
        if (refusal := self.token_refusal(request)) is not None:
            return refusal
        if body["robotCode"] != self._world.robot_code:
            return no(400, "invalidParameter.robotCode")
        if not isinstance(body["msgParam"], str) or body["msgKey"] not in WORDS:
            return no(400, "invalidParameter.msgParam")
        return None


def _words(body: dict) -> str:
    return json.loads(body["msgParam"])[WORDS[body["msgKey"]]]


def no(status: int, code: str) -> web.Response:
    """How the robot API says no."""
    return web.json_response(
        {"code": code, "requestid": "request-1", "message": code}, status=status
    )
