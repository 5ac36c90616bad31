"""Requests to see or to erase one's data that come by telephone, answered at the desk."""

from datetime import timedelta

import pytest

from bot.desk.books.privacy import Databook
from bot.desk.books.privacy_rows import Step
from bot.domain.case import EventKind
from bot.domain.forgetting import STAND_IN
from bot.domain.records import of_data
from bot.domain.viewing import Viewer
from bot.domain.wishes import CameBy, WishKind
from tests.builders import HE, LIU, SUN, group, person, private

TOLD = "3栋602的路灯坏了，我电话13800138000"
LEADERS = group("lead1")
LEADER, MEMBER = Viewer(name="he", person=HE), Viewer(name="liu", person=LIU)
SECRETARY, CLERK = Viewer(name="sun", person=SUN), Viewer(name="clerk", admin=True, all_open=True)
STRANGER = Viewer(name="far", person=person("far", "远网格长", *HE.roles, grids=("g9",)))


@pytest.fixture
def book(rig):
    office = rig.office
    return Databook(
        store=rig.store,
        directory=lambda: office.directory,
        matters=lambda: office.matters,
        words=office.words,
        clock=office.clock,
        signals=office.signals,
        channels=("fake",),
        term=timedelta(days=15),
    )


async def lines(rig, key, kind):
    history = await rig.store.look(lambda unit: unit.cases.history(key))
    return [(line.actor, line.detail.get("step")) for line in history if line.kind is kind]


async def test_somebody_is_found_by_his_case_and_the_look_is_kept(rig, book):
    await rig.say(TOLD, sender="a-new")
    (case,) = await rig.cases()
    (found,) = await book.find(LEADER, f"#{case.number}")
    assert (found.person, found.number) == ("fake:a-new", case.number)
    assert await lines(rig, case.key, EventKind.SEEN) == [("he", None)]


@pytest.mark.parametrize("text", ["a-new", "fake:a-new"])
async def test_somebody_is_found_by_his_account(rig, book, text):
    await rig.say(TOLD, sender="a-new")
    (found,) = await book.find(LEADER, text)
    assert found.person == "fake:a-new"
    assert await lines(rig, of_data("fake:a-new"), EventKind.REQUESTED) == [("he", "found")]
    assert await book.find(LEADER, "a-nobody") == []


@pytest.mark.parametrize("who", [MEMBER, STRANGER, CLERK], ids=["member", "elsewhere", "admin"])
async def test_others_find_and_see_nothing(rig, book, who):
    await rig.say(TOLD)
    (case,) = await rig.cases()
    await book.ask(LEADER, "wang", WishKind.SEE, CameBy.PHONE)
    assert await book.find(who, str(case.number)) == []
    assert await book.find(who, "王秀兰") == []
    assert await book.requests(who) == []
    assert await book.dossier(who, "wang") is None
    assert await book.open(who, "wang", Step.LOOKED) is None
    assert not await book.ask(who, "wang", WishKind.ERASE, CameBy.PHONE)
    assert not await book.settle(who, "wang", Step.ANSWERED, "")
    assert await lines(rig, case.key, EventKind.SEEN) == []


async def test_a_request_waits_with_its_lamp_until_it_is_answered(rig, book):
    await rig.say(TOLD)
    assert await book.ask(LEADER, "wang", WishKind.SEE, CameBy.PAPER)
    assert await book.ask(SECRETARY, "wang", WishKind.SEE, CameBy.PHONE)
    (row,) = await book.requests(LEADER)
    assert (row.name, row.kind, row.came_by, row.lamp) == ("王秀兰", "see", "paper", "green")
    for days, lamp in ((12, "yellow"), (4, "red")):
        rig.clock.advance(timedelta(days=days))
        (row,) = await book.requests(LEADER)
        assert row.lamp == lamp
    assert not await book.settle(LEADER, "wang", Step.ERASED, "本人要求")
    assert await book.settle(LEADER, "wang", Step.ANSWERED, "打电话告诉了13800138000")
    assert not await book.settle(LEADER, "wang", Step.ANSWERED, "")
    assert await book.requests(LEADER) == []
    dossier = await book.dossier(LEADER, "wang")
    assert [line.step for line in dossier.history] == ["asked", "answered"]
    assert "13800138000" not in dossier.history[-1].reason


async def test_words_are_shown_with_a_trace_and_only_his_own(rig, book):
    await rig.say(TOLD)
    await rig.say("1我去看看", sender="a-liu", address=LEADERS)
    (case,) = await rig.cases()
    closed = await book.dossier(LEADER, "wang")
    assert (closed.opened, closed.cases[0].words, closed.cases[0].place) == (False, [], "")
    assert await lines(rig, case.key, EventKind.SEEN) == []
    opened = await book.open(LEADER, "wang", Step.LOOKED)
    assert [text for _, text in opened.cases[0].words] == [TOLD]
    assert await lines(rig, case.key, EventKind.SEEN) == [("he", None)]
    assert await lines(rig, of_data("wang"), EventKind.REQUESTED) == [("he", "looked")]


async def test_what_is_to_be_erased_goes_as_if_he_had_said_so(rig, book):
    await rig.say(TOLD)
    await rig.say("1修好了[图片]", sender="a-liu", address=LEADERS)
    await rig.say("1核查过了，结案", sender="a-he", address=LEADERS)
    await rig.say("好了，谢谢", address=private())
    await book.ask(LEADER, "wang", WishKind.ERASE, CameBy.PHONE)
    assert await book.settle(LEADER, "wang", Step.ERASED, "本人来电")
    await rig.settle()
    (case,) = await rig.cases()
    assert case.reporter == STAND_IN
    assert await rig.store.look(lambda unit: unit.wishes.all()) == []
    left = await book.dossier(LEADER, "wang")
    assert ([*left.cases], left.kept) == ([], 0)
    assert [(line.who, line.step) for line in left.history] == [
        ("何网格长", "asked"),
        ("何网格长", "erased"),
    ]


async def test_histories_of_data_are_chained_and_name_nobody(rig, book):
    await rig.say(TOLD)
    await book.ask(LEADER, "wang", WishKind.SEE, CameBy.PHONE)
    await book.open(LEADER, "wang", Step.EXPORTED)
    verified = await rig.store.look(lambda unit: unit.audit.verify())
    assert verified.findings == ()
    history = await rig.store.look(lambda unit: unit.cases.history(of_data("wang")))
    assert "wang" not in repr(history)


async def test_whom_the_office_cannot_know_nothing_is_entered_for(book):
    for nobody in ("", "wang2", "somebody"):
        assert not await book.ask(LEADER, nobody, WishKind.SEE, CameBy.PHONE)
    assert not await book.ask(LEADER, "wang", WishKind.FORGET, CameBy.PHONE)
