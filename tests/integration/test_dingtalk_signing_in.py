"""Signing in at the desk by DingTalk: the real doorkeeper over a store, the fake platform."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.adapters.dingtalk.login import DingtalkLogin
from bot.clock import VirtualClock
from bot.desk.doorkeeper import Doorkeeper
from bot.desk.gate import AWAY, BACK, COOKIE, VIEWER, DoorPages, make_gate
from bot.desk.guard import add_headers
from bot.desk.material import load_material
from bot.desk.seal import Seal
from bot.desk.vouching import KEPT, VouchedPages, Vouching
from bot.domain.accounts import Account, AccountRules
from bot.domain.grid import Directory
from bot.domain.people import Person, Role
from bot.wiring.store import open_store
from tests.fakes.dingtalk_login import EXCHANGE, MEMBER
from tests.fakes.dingtalk_platform import FakeDingtalk
from tests.fakes.dingtalk_rig import NOON, settings_for
from tests.fakes.dingtalk_world import ZHAO, Fault, Reply

HOME = "https://qunli.example"
WANG = Person(
    id="w1",
    name="王网格",
    roles=(Role.GRID_LEADER,),
    grids=("g3",),
    accounts=(("dingtalk", "staff-wang"),),
)
ACCOUNT = Account(name="wang", person="w1", secret="plain:pass word", admin=False, made_at=NOON)
MOST = 5


class PlainHasher:
    """Passwords as they are."""

    def hashed(self, password):
        return f"plain:{password}"

    def fits(self, password, secret):
        return secret == f"plain:{password}"


@pytest.fixture(scope="module")
def material():
    return load_material()


@pytest.fixture
async def platform():
    fake = FakeDingtalk(VirtualClock(NOON))
    await fake.start()
    fake.login.backs = {HOME + BACK}
    yield fake
    await fake.stop()


@pytest.fixture
async def store():
    made = await open_store("sqlite://")
    await made.work(lambda unit: unit.accounts.put(ACCOUNT))
    yield made
    await made.close()


@pytest.fixture
def office():
    """Its directory, which tests change."""
    return {"people": (WANG,)}


@pytest.fixture
def keeper(store, platform, office):
    with ThreadPoolExecutor(1) as executor:
        yield Doorkeeper(
            store=store,
            directory=lambda: Directory(street="", grids=(), rooms=(), people=office["people"]),
            clock=platform.world.clock,
            hasher=PlainHasher(),
            executor=executor,
            rules=AccountRules(tries=3),
            alone=False,
        )


def desk(keeper, platform, material, patience=timedelta(seconds=15), home=HOME):
    """The door with what lies behind it: a page that says who is there."""
    clock = platform.world.clock
    login = DingtalkLogin(settings_for(platform.base_url, login_timeout=patience), clock)
    seal = Seal("ding-secret")
    vouching = Vouching(channel="dingtalk", voucher=login, seal=seal, home=home)
    doorway = DoorPages(door=keeper, clock=clock, material=material, most=MOST, vouched=True)
    pages = VouchedPages(
        vouching=vouching, lodge=keeper, doorway=doorway, clock=clock, material=material
    )

    async def inside(request):
        return web.Response(text=request[VIEWER].name)

    app = web.Application(middlewares=[make_gate(keeper)])
    app.on_response_prepare.append(add_headers)
    app.add_routes([*doorway.routes(), *pages.routes(), web.get("/board", inside)])
    return TestServer(app)


@pytest.fixture
async def browser(keeper, platform, material):
    async with TestClient(desk(keeper, platform, material)) as client:
        yield client


async def leave(browser, after="/board"):
    """To DingTalk's page; what it was told, and what the browser keeps."""
    answer = await browser.get(AWAY, params={"next": after}, allow_redirects=False)
    assert answer.status == 303
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    return query["state"][0], answer.cookies[KEPT]


async def come_back(browser, kept, **query):
    """Browsers send the kept cookie; the client of these tests would not, over plain HTTP."""
    cookie = {"Cookie": f"{KEPT}={getattr(kept, 'value', kept)}"} if kept else {}
    url = f"{BACK}?{urlencode(query)}"
    return await browser.get(url, headers=cookie, allow_redirects=False)


async def sign_in(browser, platform, person=None, after="/board"):
    state, kept = await leave(browser, after)
    code = platform.login.new_code(person)
    return await come_back(browser, kept, authCode=code, state=state)


async def inside(browser, answer):
    """Who is seen behind the door with the cookie of an answer."""
    token = answer.cookies[COOKIE].value
    page = await browser.get("/board", headers={"Cookie": f"{COOKIE}={token}"})
    return await page.text()


async def test_whoever_agrees_comes_in_with_his_own_account(browser, platform):
    answer = await sign_in(browser, platform)
    assert answer.status == 200
    assert '<meta http-equiv="refresh" content="0;url=/board">' in await answer.text()
    cookie = answer.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Strict", True)
    assert await inside(browser, answer) == "wang"


async def test_dingtalk_takes_where_people_come_back_to(browser, platform):
    answer = await browser.get(AWAY, allow_redirects=False)
    async with browser.session.get(answer.headers["Location"]) as page:
        assert page.status == 200
        assert "王女士" in await page.text()


async def test_the_browser_keeps_a_sealed_cookie_for_a_while(browser):
    state, kept = await leave(browser)
    assert (kept["httponly"], kept["samesite"], kept["secure"]) == (True, "Lax", True)
    assert (kept["path"], kept["max-age"]) == (AWAY, "600")
    assert state not in kept.value


async def test_nothing_is_told_on(browser, platform):
    """Codes and states stand in addresses."""
    away = await browser.get(AWAY, allow_redirects=False)
    back = await sign_in(browser, platform)
    for answer in (away, back):
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
    assert back.cookies[KEPT]["max-age"] == "0"


async def refused(answer, status, words):
    """The door's page, with the reason, and nothing in the browser."""
    text = await answer.text()
    assert (answer.status, words in text, COOKIE in answer.cookies) == (status, True, False)
    assert answer.cookies[KEPT]["max-age"] == "0"
    assert 'name="password"' in text
    for secret in ("ding-secret", "auth-code", "token", "staff-", "union-", "邓", "王"):
        assert secret not in text


LOST = "没有接上"


async def test_a_wrong_state_lets_nobody_in(browser, platform):
    """A link with somebody else's code in it."""
    _, kept = await leave(browser)
    code = platform.login.new_code()
    await refused(await come_back(browser, kept, authCode=code, state="x"), 400, LOST)
    assert EXCHANGE not in platform.world.requests


async def test_another_browser_lets_nobody_in(browser, platform):
    state, _ = await leave(browser)
    _, other = await leave(browser)
    for kept in (None, other, "forged.cookie"):
        code = platform.login.new_code()
        await refused(await come_back(browser, kept, authCode=code, state=state), 400, LOST)
    assert EXCHANGE not in platform.world.requests


async def test_a_state_is_good_once(browser, platform):
    """Even where the code is a new one and somebody has kept the cookie."""
    state, kept = await leave(browser)
    first = await come_back(browser, kept, authCode=platform.login.new_code(), state=state)
    assert first.status == 200
    again = await come_back(browser, kept, authCode=platform.login.new_code(), state=state)
    await refused(again, 400, LOST)
    assert platform.world.requests.count(EXCHANGE) == 1


async def test_a_state_is_good_for_ten_minutes(browser, platform):
    state, kept = await leave(browser)
    platform.world.clock.move_to(NOON + timedelta(minutes=10))
    code = platform.login.new_code()
    await refused(await come_back(browser, kept, authCode=code, state=state), 400, LOST)


async def test_a_code_is_good_once(browser, platform):
    state, kept = await leave(browser)
    code = platform.login.new_code()
    await come_back(browser, kept, authCode=code, state=state)
    state, kept = await leave(browser)
    await refused(await come_back(browser, kept, authCode=code, state=state), 401, "没有同意")


@pytest.mark.parametrize("code", [None, "", "x" * 501, "代码", "a\nb"])
async def test_without_a_code_nobody_is_asked(browser, platform, code):
    """Where somebody says no, too."""
    state, kept = await leave(browser)
    given = {} if code is None else {"authCode": code}
    await refused(await come_back(browser, kept, **given, state=state), 401, "没有同意")
    assert EXCHANGE not in platform.world.requests


STRANGER = "这个钉钉号不能在这里登录"


async def test_whoever_is_nobody_here_is_told_so_and_no_more(browser, platform, store):
    """Not of the organisation; of it, and not staff; staff without an account: all alike."""
    await refused(await sign_in(browser, platform, ZHAO), 401, STRANGER)
    platform.login.outside = {"staff-wang"}
    await refused(await sign_in(browser, platform), 401, STRANGER)
    platform.login.outside = set()
    await store.work(lambda unit: unit.accounts.drop("wang"))
    await refused(await sign_in(browser, platform), 401, STRANGER)
    assert await store.look(lambda unit: unit.accounts.all()) == []


@pytest.mark.parametrize("roles", [(Role.RESIDENT,), ()])
async def test_whose_part_has_ended_does_not_come_in(browser, platform, office, roles):
    office["people"] = (replace(WANG, roles=roles),)
    await refused(await sign_in(browser, platform), 401, STRANGER)


async def test_a_switched_off_account_does_not_come_in(browser, platform, store):
    await store.work(lambda unit: unit.accounts.put(replace(ACCOUNT, active=False)))
    await refused(await sign_in(browser, platform), 401, STRANGER)


async def test_a_locked_account_does_not_come_in(browser, platform, keeper):
    for _ in range(3):
        await keeper.enter("wang", "wrong")
    await refused(await sign_in(browser, platform), 401, "暂时锁住了")
    platform.world.clock.move_to(NOON + timedelta(minutes=15))
    assert (await sign_in(browser, platform)).status == 200


async def test_a_switched_off_account_is_out_at_once(browser, platform, store):
    answer = await sign_in(browser, platform)
    await store.work(lambda unit: unit.accounts.put(replace(ACCOUNT, active=False)))
    assert "登录" in await inside(browser, answer)


async def test_passwords_and_dingtalk_are_tries_alike(browser, platform):
    """Five a minute from one address, by whatever way."""
    wrong = {"name": "wang", "password": "wrong", "next": "/"}
    for _ in range(2):
        await browser.post("/login", data=wrong)
    statuses = [(await come_back(browser, "forged", state="x")).status for _ in range(4)]
    assert statuses == [400, 400, 400, 429]
    await refused(await sign_in(browser, platform), 429, "太快")
    assert (await browser.post("/login", data=wrong)).status == 429
    platform.world.clock.move_to(NOON + timedelta(minutes=1))
    assert (await sign_in(browser, platform)).status == 200


async def test_other_sites_use_up_nobodys_tries(browser, platform):
    """A picture that is no picture: browsers ask for it without the cookie."""
    for _ in range(MOST + 1):
        code = platform.login.new_code()
        await refused(await come_back(browser, None, authCode=code, state="x"), 400, LOST)
    assert (await sign_in(browser, platform)).status == 200


@pytest.mark.parametrize("path", [EXCHANGE, MEMBER])
@pytest.mark.parametrize("problem", [Fault.ABORT, Reply(status=500), Reply(text="{half")])
async def test_where_dingtalk_is_down_it_is_said(browser, platform, path, problem):
    platform.fail(path, problem)
    await refused(await sign_in(browser, platform), 503, "连不上钉钉")
    assert (await sign_in(browser, platform)).status == 200


async def test_where_dingtalk_is_gone_it_is_said(browser, platform):
    state, kept = await leave(browser)
    await platform.kill()
    await refused(await come_back(browser, kept, authCode="x", state=state), 503, "连不上钉钉")


async def test_where_dingtalk_is_slow_nobody_waits_for_ever(keeper, platform, material):
    """Others come in meanwhile."""
    patience = timedelta(milliseconds=300)
    async with TestClient(desk(keeper, platform, material, patience)) as browser:
        platform.fail(EXCHANGE, Fault.HANG)
        await refused(await sign_in(browser, platform), 503, "连不上钉钉")
        assert (await sign_in(browser, platform)).status == 200


EVIL = ["https://evil.example/", "//evil.example", "/\\evil", "/\t/evil.example", "x"]


@pytest.mark.parametrize("after", EVIL)
async def test_coming_back_leads_to_no_other_site(browser, platform, after):
    text = await (await sign_in(browser, platform, after=after)).text()
    assert 'content="0;url=/">' in text
    assert "evil" not in text


async def test_the_way_on_is_no_markup(browser, platform):
    answer = await sign_in(browser, platform, after='/"><script>alert(1)</script>')
    assert "<script>" not in await answer.text()


async def test_a_refusal_leads_on_to_the_same_place(browser, platform):
    text = await (await sign_in(browser, platform, ZHAO, after="/cases/case-312")).text()
    assert 'value="/cases/case-312"' in text
    assert 'href="/login/dingtalk?next=%2Fcases%2Fcase-312"' in text


async def test_a_look_by_itself_uses_nothing_up(browser, platform):
    state, kept = await leave(browser)
    code = platform.login.new_code()
    query = urlencode({"authCode": code, "state": state})
    headers = {"Cookie": f"{KEPT}={kept.value}"}
    assert (await browser.head(f"{BACK}?{query}", headers=headers)).status == 405
    assert (await come_back(browser, kept, authCode=code, state=state)).status == 200


async def test_the_reason_is_logged_without_who_it_was(browser, platform, caplog):
    """As for passwords: why, and nothing that says who."""
    platform.fail(EXCHANGE, Reply(status=403, text='{"code": "Forbidden.AccessDenied"}'))
    await sign_in(browser, platform)
    await sign_in(browser, platform, ZHAO)
    lines = [vars(record) for record in caplog.records if record.message == "desk_refused"]
    assert [line["reason"] for line in lines] == ["declined", "stranger"]
    assert lines[0]["error"] == "sign-in: status 403 Forbidden.AccessDenied"
    written = str([{**line, "args": None} for line in lines])
    for secret in ("ding-secret", "auth-code", ZHAO.sender_id, "staff-"):
        assert secret not in written


async def test_over_plain_http_cookies_are_plain(keeper, platform, material):
    """On the machine itself."""
    home = "http://127.0.0.1:8311"
    platform.login.backs = {home + BACK}
    async with TestClient(desk(keeper, platform, material, home=home)) as browser:
        answer = await sign_in(browser, platform)
        assert answer.cookies[COOKIE]["secure"] == ""
