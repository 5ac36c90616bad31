"""Pages: what stands in them, escaped, with and without the simulated groups."""

import re
from datetime import time, timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.books.board import HistoryRow
from bot.desk.trial import Trial
from tests.unit.desk.fake_board import NOON, StillClock, case_row

EVIL = '<script>alert("x")</script>'


async def text_of(client, path):
    response = await client.get(path)
    assert response.content_type == "text/html"
    return response.status, await response.text()


async def test_without_the_simulator_there_are_only_cases(client):
    status, text = await text_of(client, "/")
    assert status == 200
    assert "#<b" in text
    assert "楼梯扶手缺失" in text
    assert "textarea" not in text
    assert "以谁的身份说话" not in text


async def test_with_the_simulator_the_two_groups_stand_beside_them(desk):
    app = desk(trial=Trial(now=StillClock().now))
    async with TestClient(TestServer(app)) as client:
        status, text = await text_of(client, "/")
    assert status == 200
    for title in ("业主群", "党员楼长群", "私聊群理", "工单", "本机试用", "会留下什么"):
        assert title in text


@pytest.mark.parametrize("path", ["/", "/cases/case-312"])
async def test_everything_is_escaped(client, board, path):
    board.put(
        case_row(312, item_name=EVIL, place=EVIL, owner=EVIL, lamp='"><hr>'),
        HistoryRow(at=NOON, event="case_opened", actor=EVIL, detail=EVIL),
    )
    _, text = await text_of(client, path)
    assert EVIL not in text
    assert '"><hr>' not in text
    assert "&lt;script&gt;" in text


async def test_a_case_has_a_page(client, board):
    event = HistoryRow(at=NOON, event="dispatched", actor="bot", detail="城管执法队")
    board.put(case_row(312), event)
    status, text = await text_of(client, "/cases/case-312")
    assert status == 200
    for words in ("楼梯扶手缺失", "富善路1号楼", "派单", "群理", "城管执法队", "03-02 12:00"):
        assert words in text


@pytest.mark.parametrize("path", ["/", "/cases/case-312"])
async def test_a_private_case_is_named_by_number_category_and_status(client, board, path):
    event = HistoryRow(at=NOON, event="case_opened", actor="有居民", detail="说了什么")
    board.put(case_row(312, private=True, place="9栋", owner="张三"), event)
    _, text = await text_of(client, path)
    assert "安全隐患" in text
    assert "处置中" in text
    for words in ("楼梯扶手缺失", "9栋", "张三", "说了什么"):
        assert words not in text


async def test_a_missing_case_is_said_in_words(client):
    status, text = await text_of(client, "/cases/nothing")
    assert status == 404
    assert "没有这件工单" in text


@pytest.mark.parametrize("path", ["/", "/cases/case-312"])
async def test_a_broken_store_is_said_in_words(client, board, path):
    board.broken = True
    status, text = await text_of(client, path)
    assert status == 503
    assert "暂时读不到数据库" in text


async def test_pages_load_nothing_from_elsewhere(desk):
    app = desk(trial=Trial(now=StillClock().now))
    async with TestClient(TestServer(app)) as client:
        _, text = await text_of(client, "/")
        links = re.findall(r'(?:src|href)="([^"#][^"]*)"', text)
        assert all(re.match(r"/(?!/)", link) for link in links)
        files = [link for link in links if link.startswith("/static/")]
        assert len(files) >= 4
        assert {(await client.get(link)).status for link in files} == {200}
    assert "style=" not in text
    assert not re.search(r"\son\w+=", text)


@pytest.mark.parametrize("path", ["/", "/board"])
async def test_pages_say_where_one_is_and_where_one_can_go(client, path):
    _, text = await text_of(client, path)
    (here,) = re.findall(r'href="([^"]*)" aria-current="page"', text)
    assert here == path
    for place in ("/", "/board", "/doubts", "/dead-letters"):
        assert f'<a href="{place}"' in text


async def test_files_are_kept_by_the_browser(client):
    _, text = await text_of(client, "/")
    (style,) = re.findall(r'href="([^"]+\.css[^"]*)"', text)
    first = await client.get(style)
    assert (first.status, first.content_type) == (200, "text/css")
    again = await client.get(style, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, await again.read()) == (304, b"")


@pytest.mark.parametrize("name", ["nothing.css", "../app.py", "%2e%2e%2fapp.py", "desk.py"])
async def test_there_are_no_other_files(client, name):
    assert (await client.get(f"/static/{name}")).status == 404


@pytest.mark.parametrize("name", ["home.js", "chat.js", "cases.js", "follow.js", "fill.js"])
async def test_scripts_put_no_markup_together(client, name):
    response = await client.get(f"/static/{name}")
    assert (response.status, response.content_type) == (200, "text/javascript")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|[\u4e00-\u9fff]",
        await response.text(),
    )


@pytest.mark.parametrize(
    ("hours", "begin", "shown"),
    [
        (0, 22, False),
        (9, 22, False),
        (10, 22, True),
        (18, 22, True),
        (19, 22, False),
        (9, 21, True),
    ],
)
async def test_at_night_the_page_says_why_nothing_is_said(desk, hours, begin, shown):
    """Noon and so many hours later."""
    clock = StillClock(NOON + timedelta(hours=hours))
    trial = Trial(night_begin=time(begin), now=clock.now)
    async with TestClient(TestServer(desk(trial=trial))) as client:
        _, text = await text_of(client, "/")
    note = re.search(r'<p class="night"[^>]*>', text)[0]
    assert ("hidden" not in note) is shown
    assert f'data-begin="{begin}:00" data-end="07:00"' in note
    assert "攒到早上 07:00 再说" in text


async def test_without_the_simulator_there_is_no_night(client):
    assert 'class="night"' not in (await text_of(client, "/"))[1]


@pytest.mark.parametrize("path", ["/", "/board"])
async def test_a_first_view_is_small_however_many_there_are(client, board, path):
    for number in range(300):
        board.put(case_row(number))
    body = await (await client.get(path, headers={"Accept-Encoding": "identity"})).read()
    assert len(body) < 100_000
