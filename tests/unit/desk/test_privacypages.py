"""The pages of the privacy desk."""

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.pages.privacy import PrivacyPages
from bot.domain.viewing import Viewer
from tests.builders import HE, LIU
from tests.fakes.databook import PERSON, FakeDatabook

LEADER, MEMBER = Viewer(name="he", person=HE), Viewer(name="liu", person=LIU)
PLACE = "/privacy/of/wechat%3Awxid_1%26b"
THERE = "/privacy/of/wechat:wxid_1&b"


@pytest.fixture
def book():
    return FakeDatabook("see", "erase", "forget")


@pytest.fixture
async def client(desk, door, book, material):
    door.viewer = LEADER
    app = desk(parts=[PrivacyPages(book=book, material=material)])
    async with TestClient(TestServer(app)) as client:
        yield client


async def test_what_waits_is_listed_with_its_lamp(client):
    text = await (await client.get("/privacy")).text()
    assert text.count('data-lamp="yellow"') == 3
    for words in ("要看", "要删", "正在删", "（电话）", "快到期", "&lt;b&gt;wxid", PLACE):
        assert words in text


async def test_nothing_waits(client, book):
    book.rows = []
    assert "没有在等的请求" in await (await client.get("/privacy")).text()


@pytest.mark.parametrize(("wanted", "shown"), [(" 312 ", "要删</button>"), ("nobody", "找不到")])
async def test_somebody_is_looked_for(client, book, wanted, shown):
    response = await client.post("/privacy/find", data={"wanted": wanted})
    assert shown in await response.text()
    assert book.told == [("find", wanted.strip())]


async def test_a_request_is_entered(client, book):
    form = {"person": PERSON, "kind": "erase", "came_by": "paper"}
    response = await client.post("/privacy/requests", data=form, allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (303, THERE)
    assert book.told == [("ask", PERSON, "erase", "paper")]


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/privacy/requests", {"person": PERSON, "kind": "eat", "came_by": "paper"}),
        ("/privacy/requests", {"person": PERSON, "kind": "see"}),
        (f"{PLACE}/settle", {"step": "burnt", "reason": "x"}),
        (f"{PLACE}/settle", {"step": "looked", "reason": "x"}),
        (f"{PLACE}/settle", {"step": "refused", "reason": " "}),
        (f"{PLACE}/settle", {"step": "erased", "checked": "yes"}),
        (f"{PLACE}/settle", {"step": "erased", "reason": "本人来电"}),
    ],
)
async def test_what_is_not_whole_is_refused(client, book, path, form):
    assert (await client.post(path, data=form)).status == 400
    assert book.told == []


async def test_before_anything_is_erased_it_is_shown_what_goes_and_what_stays(client):
    text = await (await client.get(PLACE)).text()
    for words in ("办结的 1 件 #300", "在办的 1 件 #312", "那是单位的记录", "删了找不回来"):
        assert words in text
    assert "13800138000" not in text


async def test_the_words_are_shown_when_asked_for(client, book):
    text = await (await client.post(f"{PLACE}/words")).text()
    assert "路灯坏了 &amp; 13800138000" in text
    assert "看他说的原话" not in text
    assert book.told == [("open", PERSON, "looked")]


async def test_the_file_for_him_is_plain_text(client, book):
    response = await client.post(f"{PLACE}/file")
    text = (await response.read()).decode("utf-8-sig")
    assert response.content_type == "text/plain"
    assert "attachment" in response.headers["Content-Disposition"]
    assert "#312 路灯不亮 3栋\r\n" in text
    assert "您说：路灯坏了 & 13800138000\r\n" in text
    assert "别的网格的，请向社区或街道要" in text
    assert book.told == [("open", PERSON, "exported")]


@pytest.mark.parametrize(
    "form",
    [
        {"step": "answered", "reason": ""},
        {"step": "refused", "reason": "不是本人"},
        {"step": "erased", "reason": "本人来电", "checked": "yes"},
    ],
)
async def test_a_request_is_settled(client, book, form):
    response = await client.post(f"{PLACE}/settle", data=form, allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (303, THERE)
    assert book.told == [("settle", PERSON, form["step"], form["reason"])]


async def test_who_has_no_right_is_told_so(client, book, door):
    door.viewer, book.may = MEMBER, False
    form = {"person": PERSON, "kind": "see", "came_by": "phone"}
    answers = [
        await client.get("/privacy"),
        await client.post("/privacy/find", data={"wanted": "312"}),
        await client.post("/privacy/requests", data=form),
        await client.get(PLACE),
        await client.post(f"{PLACE}/words"),
        await client.post(f"{PLACE}/file"),
        await client.post(f"{PLACE}/settle", data={"step": "answered"}),
    ]
    for response in answers:
        assert response.status == 403
        assert "这里没有您能办的" in await response.text()
