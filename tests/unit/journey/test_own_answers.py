"""What the office writes, changes or retires at the desk counts with the next question."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.app import Entrance, make_app
from bot.desk.books.answers import Answerbook
from bot.desk.material import load_material
from bot.desk.pages.answers import AnswerPages
from bot.domain.knowledge import Entry, Proposal, Source, SourceKind, entry_key
from bot.domain.people import Role
from bot.domain.records import of_answers
from bot.domain.viewing import Viewer
from bot.knowledge.retrieval import Index
from tests.builders import HE, T0, WANG, person
from tests.fakes.classifier import FakeClassifier
from tests.fakes.door import FakeDoor
from tests.unit.desk.fake_board import FakeBoard

ADMIN, LEADER = Viewer(name="root", admin=True), Viewer(name="he", person=HE)
RESIDENT = Viewer(name="wang", person=WANG)
PROPERTY = Viewer(name="wu", person=person("wu", "物业", Role.PROPERTY, grids=("g1",)))
ASKED = "请问居住证怎么办"
LISTED = Entry(
    id="permit",
    item="MS-06",
    questions=("居住证在哪里办", ASKED),
    answer="带身份证到派出所。",
    source=Source(kind=SourceKind.LAW, name="《居住证暂行条例》", date=date(2016, 1, 1)),
)
PERMIT = entry_key("permit")


@pytest.fixture(scope="module")
def material():
    return load_material()


@pytest.fixture
def classifier():
    return FakeClassifier(dict.fromkeys(("居住证", "老年卡", "敬老卡"), "MS-06"))


@pytest.fixture
def asking(rig):
    rig.office = replace(rig.office, answers=Index([LISTED]))
    rig.with_settings(answer_threshold=0.4)
    return rig


@pytest.fixture
def book(asking):
    office = asking.office
    return Answerbook(
        store=asking.store,
        entries=office.answers.entries,
        directory=lambda: office.directory,
        matters=lambda: office.matters,
        clock=office.clock,
        ids=office.ids,
    )


@pytest.fixture
def door():
    return FakeDoor(viewer=LEADER)


@pytest.fixture
async def client(book, door, material):
    app = make_app(
        board=FakeBoard(),
        health=None,
        entrance=Entrance(door=door),
        parts=[AnswerPages(book=book, material=material)],
        material=material,
    )
    async with TestClient(TestServer(app)) as client:
        yield client


async def answer_to(rig, text=ASKED) -> str:
    before = len(await rig.deliveries())
    await rig.say(text, sender=f"a-{before}")
    rig.clock.advance(timedelta(hours=1))
    return " ".join(sent.text for sent in (await rig.deliveries())[before:])


async def test_the_list_answers_until_it_is_retired_and_again_when_it_is_restored(asking, client):
    assert "派出所" in await answer_to(asking)
    await client.post("/knowledge/decide", data={"key": PERMIT, "act": "retire"})
    assert "派出所" not in await answer_to(asking)
    text = await (await client.get("/knowledge")).text()
    assert "不再回答" in text
    assert ASKED in text
    await client.post("/knowledge/decide", data={"key": PERMIT, "act": "drop"})
    assert "派出所" in await answer_to(asking)


async def test_own_words_take_the_place_of_the_lists(asking, client):
    form = {"key": PERMIT, "item": "ms-06", "questions": ASKED, "answer": "到社区一楼2号窗口。"}
    response = await client.post("/knowledge/entry", data=form, allow_redirects=False)
    assert response.status == 303
    told = await answer_to(asking)
    assert "2号窗口" in told
    assert "派出所" not in told
    page = await (await client.get("/knowledge/entry", params={"key": PERMIT})).text()
    assert "到社区一楼2号窗口。" in page


async def test_a_new_one_answers_each_way_of_asking_and_is_retired(asking, client):
    form = {"key": "", "item": "MS-06 某某", "answer": "逢周三下午办。"}
    form["questions"] = "请问老年卡怎么办\r\n\r\n 敬老卡怎么换新的 "
    await client.post("/knowledge/entry", data=form)
    for question in ("请问老年卡怎么办", "请问敬老卡怎么换新的"):
        assert "逢周三下午" in await answer_to(asking, question)
    page = await (await client.get("/knowledge", params={"q": "老年卡 周三"})).text()
    assert "本单位的（1）" in page
    key = page.partition('name="key" value="')[2].partition('"')[0]
    await client.post("/knowledge/decide", data={"key": key, "act": "drop"})
    assert "逢周三下午" not in await answer_to(asking, "请问老年卡怎么办")
    history = await asking.store.look(lambda unit: unit.cases.history(of_answers()))
    assert [line.detail["state"] for line in history] == ["accepted", "declined"]
    assert {line.actor for line in history} == {"he"}
    assert (await asking.store.look(lambda unit: unit.audit.verify())).findings == ()


@pytest.mark.parametrize(("act", "state"), [("take", "own"), ("drop", "")])
async def test_what_staff_offered_is_taken_in_by_a_click(asking, book, client, act, state):
    offered = Proposal(
        case="case-1",
        number=312,
        community="桥头社区",
        grid="g1",
        item="MS-06",
        question="暂住证去哪换",
        answer="带旧证到一楼。",
        proposed_at=T0,
    )
    await asking.store.work(lambda unit: unit.proposals.put(offered))
    assert "待收：工作人员的答复（1）" in await (await client.get("/knowledge")).text()
    await client.post("/knowledge/decide", data={"key": "case-1", "act": act})
    assert [row.state for row in await book.all("暂住证")] == ([state] if state else [])


@pytest.mark.parametrize(
    "wrong",
    [
        {"item": "XX-01"},
        {"questions": " \n "},
        {"answer": " "},
        {"answer": "字" * 201},
        {"key": "?"},
    ],
)
async def test_what_is_not_whole_is_not_kept(book, client, wrong):
    form = {"key": "", "item": "MS-06", "questions": "问", "answer": "答"} | wrong
    response = await client.post("/knowledge/entry", data=form)
    assert response.status == 422
    assert "没有存" in await response.text()
    assert len(await book.all()) == 1


@pytest.mark.parametrize("viewer", [RESIDENT, PROPERTY], ids=["resident", "property"])
async def test_others_only_read(client, door, viewer):
    door.viewer = viewer
    page = await (await client.get("/knowledge")).text()
    assert "派出所" in page
    assert "停用" not in page
    for path, form in (("decide", {"key": PERMIT, "act": "retire"}), ("entry", {"key": PERMIT})):
        assert (await client.post(f"/knowledge/{path}", data=form)).status == 403
    assert (await client.get("/knowledge/entry")).status == 403


async def test_what_is_not_there_is_told_so(client, door):
    door.viewer = ADMIN
    for key, act in (("nothing", "take"), ("nothing", "retire"), (PERMIT, "drop")):
        response = await client.post("/knowledge/decide", data={"key": key, "act": act})
        assert response.status == 404
    assert (await client.get("/knowledge/entry", params={"key": "nothing"})).status == 404
    assert (await client.post("/knowledge/decide", data={"act": "eat"})).status == 400
