"""The directory of the fake DingTalk: the old interface that dingtalk-sdk speaks.

Comes in: GET requests with a token in the address. Goes out: HTTP 200 with an errcode. Does not:
send or receive messages.
"""

from aiohttp import web

from tests.fakes.dingtalk_world import World

GET_TOKEN = "/gettoken"
PERSON = "/user/get"
PEOPLE = "/user/list"
DEPARTMENTS = "/department/list"


class OldApi:
    """`people` by department, `departments` as rows; both are the platform's own shape."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._tokens: set[str] = set()
        self.tokens_given = 0
        self.refuse_tokens = False
        """Every token is refused, however new."""
        self.departments: list[dict] = []
        self.people: list[dict] = []

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(GET_TOKEN, self._token),
            web.get(PERSON, self._guarded(self._person)),
            web.get(PEOPLE, self._guarded(self._people)),
            web.get(DEPARTMENTS, self._guarded(self._departments)),
        ]

    def revoke_tokens(self) -> None:
        self._tokens.clear()

    async def _token(self, request: web.Request) -> web.Response:
        given = (request.query["appkey"], request.query["appsecret"])
        if given != (self._world.client_id, self._world.client_secret):
            return _no(40089, "invalid appkey or appsecret")
        self.tokens_given += 1
        token = f"old-token-{self.tokens_given}"
        self._tokens.add(token)
        return _yes(access_token=token, expires_in=7200)

    def _guarded(self, handler):
        async def guarded(request: web.Request) -> web.Response:
            if self.refuse_tokens or request.query.get("access_token") not in self._tokens:
                return _no(40014, "invalid access_token")
            return handler(request)

        return guarded

    def _person(self, request: web.Request) -> web.Response:
        for row in self.people:
            if row["userid"] == request.query["userid"]:
                return _yes(**row)
        return _no(60121, "user not found")

    def _people(self, request: web.Request) -> web.Response:
        department = int(request.query["department_id"])
        offset, size = int(request.query["offset"]), int(request.query["size"])
        rows = [row for row in self.people if department in row["department"]]
        more = len(rows) > offset + size
        return _yes(userlist=rows[offset : offset + size], hasMore=more)

    def _departments(self, request: web.Request) -> web.Response:
        assert (request.query["id"], request.query["fetch_child"]) == ("1", "true")
        return _yes(department=self.departments)


def _yes(**fields) -> web.Response:
    return web.json_response({"errcode": 0, "errmsg": "ok", **fields})


def _no(code: int, words: str) -> web.Response:
    return web.json_response({"errcode": code, "errmsg": words})
