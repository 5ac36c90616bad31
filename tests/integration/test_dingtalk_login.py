"""Who somebody is, asked of the fake platform."""

import traceback
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.adapters.dingtalk.login import DingtalkLogin
from bot.clock import VirtualClock
from bot.domain.errors import ChannelError, ChannelRefused, ChannelUnavailable
from tests.fakes.dingtalk_login import EXCHANGE, MEMBER, MYSELF
from tests.fakes.dingtalk_platform import FakeDingtalk
from tests.fakes.dingtalk_rig import NOON, settings_for
from tests.fakes.dingtalk_robot import TOKEN
from tests.fakes.dingtalk_world import HTML, WANG, ZHAO, Fault, Reply


@pytest.fixture
async def platform():
    fake = FakeDingtalk(VirtualClock(NOON))
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
def login(platform):
    return DingtalkLogin(settings_for(platform.base_url), platform.world.clock)


def test_the_page_is_told_where_people_come_back_to():
    settings = settings_for("http://127.0.0.1:1", login_base="https://login.example/")
    address = DingtalkLogin(settings, VirtualClock(NOON)).address(
        "https://q.example/back?a=1", "s&1"
    )
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "login.example", "/oauth2/auth")
    assert parse_qs(parts.query, strict_parsing=True) == {
        "redirect_uri": ["https://q.example/back?a=1"],
        "response_type": ["code"],
        "client_id": ["ding-client"],
        "scope": ["openid"],
        "state": ["s&1"],
        "prompt": ["consent"],
    }


async def test_a_member_is_told(login, platform):
    assert await login.who(platform.login.new_code()) == "staff-wang"
    assert await login.who(platform.login.new_code(WANG)) == "staff-wang"
    assert platform.world.requests.count(TOKEN) == 1


async def test_whoever_is_not_of_the_organisation_is_nobody(login, platform):
    assert await login.who(platform.login.new_code(ZHAO)) is None


async def test_an_outside_contact_is_nobody(login, platform):
    platform.login.outside = {"staff-wang"}
    assert await login.who(platform.login.new_code()) is None


async def test_a_code_is_good_once(login, platform):
    code = platform.login.new_code()
    await login.who(code)
    with pytest.raises(ChannelRefused, match="authCode"):
        await login.who(code)


async def test_the_application_has_its_token_renewed_once(login, platform):
    await login.who(platform.login.new_code())
    platform.robot.revoke_tokens()
    assert await login.who(platform.login.new_code()) == "staff-wang"
    assert platform.robot.tokens_given == 2
    platform.login.error = 42001
    with pytest.raises(ChannelUnavailable, match="its own access token"):
        await login.who(platform.login.new_code())
    assert platform.world.requests.count(MEMBER) == 5


NOT_PERMITTED = Reply(status=403, text='{"code": "Forbidden.AccessDenied", "message": "x"}')
TOO_FAST = Reply(status=403, text='{"code": "Forbidden.AccessDenied.QpsLimitForApi"}')
PROBLEMS = [
    (EXCHANGE, Reply(status=500), ChannelUnavailable),
    (EXCHANGE, Reply(text="{}"), ChannelUnavailable),
    (EXCHANGE, HTML, ChannelUnavailable),
    (EXCHANGE, Fault.CUT, ChannelUnavailable),
    (EXCHANGE, Reply(status=400, text='{"code": "invalidClientIdOrSecret"}'), ChannelRefused),
    (EXCHANGE, Reply(status=302, headers={"Location": "/elsewhere"}), ChannelUnavailable),
    (MYSELF, NOT_PERMITTED, ChannelRefused),
    (MYSELF, TOO_FAST, ChannelUnavailable),
    (MYSELF, Reply(text='{"unionId": 7}'), ChannelUnavailable),
    (TOKEN, Reply(status=400, text='{"code": "x"}'), ChannelUnavailable),
    (MEMBER, Reply(status=502), ChannelUnavailable),
    (MEMBER, HTML, ChannelUnavailable),
    (MEMBER, Reply(text='{"errcode": "0"}'), ChannelUnavailable),
    (MEMBER, Reply(text='{"errcode": 0}'), ChannelUnavailable),
    (MEMBER, Reply(text='{"errcode": 0, "result": {"userid": 7}}'), ChannelUnavailable),
    (MEMBER, Reply(text='{"errcode": 90018}'), ChannelUnavailable),
    (MEMBER, Reply(text='{"errcode": 88, "sub_code": "60011"}'), ChannelRefused),
]


@pytest.mark.parametrize(("path", "problem", "kind"), PROBLEMS)
async def test_what_goes_wrong_is_noticed(login, platform, path, problem, kind):
    platform.fail(path, problem)
    with pytest.raises(ChannelError) as caught:
        await login.who(platform.login.new_code())
    assert type(caught.value) is kind
    assert await login.who(platform.login.new_code()) == "staff-wang"


@pytest.mark.parametrize("told", ['{"userid": "staff-wang"}', '{"userid": "", "contact_type": 0}'])
async def test_in_doubt_somebody_is_nobody(login, platform, told):
    platform.fail(MEMBER, Reply(text=f'{{"errcode": 0, "result": {told}}}'))
    assert await login.who(platform.login.new_code()) is None


@pytest.mark.parametrize("path", [EXCHANGE, MYSELF, TOKEN, MEMBER])
async def test_nobody_waits_for_ever(platform, path):
    patience = timedelta(milliseconds=200)
    settings = settings_for(platform.base_url, login_timeout=patience)
    login = DingtalkLogin(settings, platform.world.clock)
    platform.fail(path, Fault.HANG)
    with pytest.raises(ChannelUnavailable, match="in time"):
        await login.who(platform.login.new_code())


async def test_a_platform_that_is_gone_is_noticed(login, platform):
    code = platform.login.new_code()
    await platform.kill()
    with pytest.raises(ChannelUnavailable, match="cannot reach"):
        await login.who(code)


@pytest.mark.parametrize("problem", [Fault.CUT, HTML, Reply(status=500), NOT_PERMITTED])
@pytest.mark.parametrize("path", [EXCHANGE, MYSELF, TOKEN, MEMBER])
async def test_neither_secret_nor_token_nor_code_is_written_down(
    login, platform, path, problem, caplog
):
    platform.fail(path, problem, problem)  # the client asks by GET a second time where it is cut
    with pytest.raises(ChannelError) as caught:
        await login.who(platform.login.new_code())
    written = "".join(traceback.format_exception(caught.value))
    written += "".join(str(vars(record)) for record in caplog.records)
    for secret in ("ding-secret", "token-1", "auth-code-1", WANG.sender_id):
        assert secret not in written
