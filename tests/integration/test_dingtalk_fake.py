"""The fake platform is as hard as the real one: checked without our adapter."""

import json
from datetime import timedelta

import aiohttp
import pytest

from bot.clock import VirtualClock
from tests.fakes.dingtalk_gateway import OPEN, TOPIC
from tests.fakes.dingtalk_login import EXCHANGE, MEMBER, MYSELF, PAGE
from tests.fakes.dingtalk_platform import OWNERS, FakeDingtalk
from tests.fakes.dingtalk_rig import NOON
from tests.fakes.dingtalk_robot import GROUP, TOKEN

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def platform():
    fake = FakeDingtalk(VirtualClock(NOON), redeliver_after=MINUTE)
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
async def http(platform):
    async with aiohttp.ClientSession(platform.base_url) as session:
        yield session


async def ticket(http, *, secret: str = "ding-secret") -> dict:
    request = {
        "clientId": "ding-client",
        "clientSecret": secret,
        "subscriptions": [{"type": "CALLBACK", "topic": TOPIC}],
        "ua": "dingtalk-sdk-python/v0.24.3-union",
        "localIp": "127.0.0.1",
    }
    async with http.post(OPEN, json=request) as response:
        return {"status": response.status, **await response.json()}


async def test_a_ticket_is_good_for_one_use(http):
    opened = await ticket(http)
    query = {"ticket": opened["ticket"]}
    async with http.ws_connect(opened["endpoint"], params=query):
        pass
    with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
        await http.ws_connect(opened["endpoint"], params=query)
    assert caught.value.status == 401


async def test_a_wrong_secret_gets_no_ticket(http):
    refused = await ticket(http, secret="another")
    assert (refused["status"], refused["code"]) == (401, "authFailed")


async def test_what_is_not_acknowledged_comes_again_with_another_frame_id(platform, http):
    opened = await ticket(http)
    async with http.ws_connect(opened["endpoint"], params={"ticket": opened["ticket"]}) as socket:
        await platform.connected()
        await platform.say("路灯坏了")
        first = await socket.receive_json()
        assert await platform.redeliver() == 0
        platform.world.clock.move_to(NOON + MINUTE)
        assert await platform.redeliver() == 1
        second = await socket.receive_json()
        assert first["data"] == second["data"]
        assert json.loads(first["data"])["text"]["content"] == " 路灯坏了"
        assert first["headers"]["messageId"] != second["headers"]["messageId"]


async def test_nothing_unaddressed_is_delivered(platform, http):
    opened = await ticket(http)
    async with http.ws_connect(opened["endpoint"], params={"ticket": opened["ticket"]}) as socket:
        await platform.connected()
        await platform.say("今天天气不错", mention=False)
        heard = await platform.say("路灯坏了")
        frame = await socket.receive_json()
        assert json.loads(frame["data"])["msgId"] == heard


async def errcode(http, url: str, text: str = "好") -> int:
    body = {"msgtype": "text", "text": {"content": text}}
    async with http.post(url, json=body) as response:
        assert response.status == 200
        return (await response.json())["errcode"]


async def test_a_session_webhook_ends(platform, http):
    url, until = platform.robot.new_session(OWNERS)
    platform.world.clock.move_to(until - timedelta(seconds=1))
    assert await errcode(http, url) == 0
    platform.world.clock.move_to(until)
    assert await errcode(http, url) == 300001


async def test_twenty_a_minute_then_nothing_for_ten_minutes(platform, http):
    url, _ = platform.robot.new_session(OWNERS)
    assert [await errcode(http, url) for _ in range(21)] == [0] * 20 + [130101]
    platform.world.clock.move_to(NOON + 9 * MINUTE)
    assert await errcode(http, url) == 130101
    platform.world.clock.move_to(NOON + 10 * MINUTE)
    assert await errcode(http, url) == 0


@pytest.mark.parametrize(
    ("changed", "token", "status", "code"),
    [
        ({}, "token-1", 200, None),
        ({}, "stale", 400, "InvalidAuthentication"),
        ({"msgParam": {"content": "好"}}, "token-1", 400, "invalidParameter.msgParam"),
        ({"robotCode": "another"}, "token-1", 400, "invalidParameter.robotCode"),
    ],
)
async def test_the_robot_api_is_strict(http, changed, token, status, code):
    async with http.post(TOKEN, json={"appKey": "ding-client", "appSecret": "ding-secret"}):
        pass
    body = {
        "robotCode": "ding-robot",
        "openConversationId": OWNERS,
        "msgKey": "sampleText",
        "msgParam": '{"content": "好"}',
    }
    headers = {"x-acs-dingtalk-access-token": token}
    async with http.post(GROUP, json=body | changed, headers=headers) as response:
        assert response.status == status
        assert (await response.json()).get("code") == code


async def test_it_redelivers_by_itself_where_it_is_told_to():
    """As a test of the whole service needs it, whose clock is the real one."""
    platform = FakeDingtalk(VirtualClock(NOON), redeliver_after=timedelta(0), redeliver_every=0.01)
    base = await platform.start()
    async with aiohttp.ClientSession(base) as http:
        opened = await ticket(http)
        query = {"ticket": opened["ticket"]}
        async with http.ws_connect(opened["endpoint"], params=query) as socket:
            await platform.connected()
            said = await platform.say("路灯坏了")
            frames = [(await socket.receive_json())["headers"]["messageId"] for _ in range(3)]
            assert len(set(frames)) == 3
            data = json.dumps({"response": "OK"})
            await socket.send_json(
                {"code": 200, "headers": {"messageId": frames[0]}, "message": "", "data": data}
            )
            await platform.acknowledged(said)
    await platform.stop()


async def exchanged(http, code: str, *, secret: str = "ding-secret") -> dict:
    """What a code is good for."""
    asked = {
        "clientId": "ding-client",
        "clientSecret": secret,
        "code": code,
        "grantType": "authorization_code",
    }
    async with http.post(EXCHANGE, json=asked) as response:
        return await response.json()


async def test_a_code_is_good_once_for_a_while_with_the_secret(platform, http):
    first, second, third = (platform.login.new_code() for _ in range(3))
    assert "accessToken" in await exchanged(http, first)
    assert (await exchanged(http, first))["code"] == "invalidParameter.authCode.notFound"
    assert (await exchanged(http, second, secret="x"))["code"] == "invalidClientIdOrSecret"
    assert "accessToken" in await exchanged(http, second)
    platform.world.clock.move_to(NOON + 5 * MINUTE)
    assert (await exchanged(http, third))["code"] == "invalidParameter.authCode.notFound"


async def test_people_are_sent_back_to_known_addresses_only(platform, http):
    platform.login.backs = {"https://qunli.example/back"}
    query = {
        "redirect_uri": "https://qunli.example/back",
        "response_type": "code",
        "client_id": "ding-client",
        "scope": "openid",
        "state": "state-1",
        "prompt": "consent",
    }
    statuses = []
    for changed in ({}, {"redirect_uri": "https://evil.example/"}, {"client_id": "x"}):
        async with http.get(PAGE, params=query | changed) as response:
            statuses.append(response.status)
    assert statuses == [200, 400, 400]


async def test_who_somebody_is_takes_two_kinds_of_tokens(platform, http):
    """His own for what he is called everywhere, the application's for what he is called here."""
    token = (await exchanged(http, platform.login.new_code()))["accessToken"]
    headers = {"x-acs-dingtalk-access-token": token}
    async with http.get(MYSELF, headers=headers) as response:
        union = (await response.json())["unionId"]
    async with http.get(MYSELF, headers={"x-acs-dingtalk-access-token": "x"}) as response:
        assert (await response.json())["code"] == "InvalidAuthentication"
    own = {"appKey": "ding-client", "appSecret": "ding-secret"}
    async with http.post(TOKEN, json=own) as response:
        ours = (await response.json())["accessToken"]
    found = []
    for given in (token, ours):
        url = f"{MEMBER}?access_token={given}"
        async with http.post(url, json={"unionid": union}) as response:
            found.append((await response.json())["errcode"])
    assert found == [40014, 0]
