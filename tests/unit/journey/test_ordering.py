"""What somebody at the desk clicks is carried out as if it had been said."""

from dataclasses import replace

import pytest

from bot.desk.books.doubts import Doubtbook
from bot.desk.doorkeeper import HERE
from bot.domain.correction import OrderKind
from bot.domain.viewing import Viewer
from tests.builders import HE, private

DOUBTED = "3栋路灯坏了两天 晚上看不见路"


@pytest.fixture
def office_that_asks(rig):
    rig.with_settings(learning_consent=True, doubt_below=4.0, doubt_above=9.0)
    return rig


@pytest.fixture
def book(office_that_asks):
    office = office_that_asks.office
    return Doubtbook(
        store=office_that_asks.store,
        directory=lambda: office.directory,
        matters=office.matters,
        clock=office.clock,
        ids=office.ids,
        signals=office.signals,
    )


async def carry_out(rig) -> int:
    done = await rig.journey.ordering.run_once()
    await rig.settle()
    return done


async def test_a_doubt_is_shown_with_who_was_asked(office_that_asks, book):
    await office_that_asks.say(DOUBTED)
    (row,) = await book.doubts(HERE, 9)
    assert (row.words, row.asked, row.room) == (DOUBTED, "陈楼长", "富善花园业主群")
    assert (row.item_name, row.private) == ("路灯不亮", False)


@pytest.mark.parametrize(("grid", "rows"), [("g1", 1), ("g9", 0)])
async def test_of_a_whole_community_they_are_for_who_has_a_part_in_it(
    office_that_asks, book, grid, rows
):
    await office_that_asks.say(DOUBTED)

    async def widen(unit):
        (doubt,) = await unit.doubts.latest(9)
        await unit.doubts.settle(doubt.id)
        await unit.doubts.add(replace(doubt, grid=None))

    await office_that_asks.store.work(widen)
    viewer = Viewer(name="he", person=replace(HE, grids=(grid,)))
    assert len(await book.doubts(viewer, 9)) == rows


async def test_who_only_administers_does_not_read_the_words(office_that_asks, book):
    await office_that_asks.say(DOUBTED)
    (row,) = await book.doubts(Viewer(name="root", admin=True, all_open=True), 9)
    assert (row.words, row.hidden) == ("", True)


async def test_what_is_judged_is_not_shown_again(office_that_asks, book):
    await office_that_asks.say(DOUBTED)
    (row,) = await book.doubts(HERE, 9)
    await book.order(HERE, OrderKind.NO_REPORT, row.id)
    assert await book.doubts(HERE, 9) == []


async def test_of_a_private_one_the_words_are_not_even_read(office_that_asks, book):
    await office_that_asks.say("3栋那家工资没发 又说不想活了的那种话 艾滋病")
    for row in await book.doubts(HERE, 9):
        assert (row.words, row.item_name, row.private) == ("", "", True)


@pytest.mark.parametrize(
    ("kind", "cases"), [(OrderKind.IS_A_REPORT, ["GY-11"]), (OrderKind.NO_REPORT, [])]
)
async def test_a_doubt_is_judged_at_the_desk(office_that_asks, book, kind, cases):
    rig = office_that_asks
    await rig.say(DOUBTED)
    (row,) = await book.doubts(HERE, 9)
    await book.order(HERE, kind, row.id)
    assert await carry_out(rig) == 1
    assert await carry_out(rig) == 0
    assert [case.item for case in await rig.cases()] == cases
    assert [case.reporter for case in await rig.cases()] == ["wang"] * len(cases)
    assert await book.doubts(HERE, 9) == []
    await rig.say("1", "a-chen", address=private("a-chen"))
    assert len(await rig.cases()) == len(cases)


async def test_a_case_is_put_right_at_the_desk(office_that_asks, book):
    rig = office_that_asks
    rig.with_settings(doubt_above=0.0)
    await rig.say(DOUBTED)
    (case,) = await rig.cases()
    await book.order(HERE, OrderKind.OTHER_MATTER, case.key, "WY-03")
    await book.order(HERE, OrderKind.OTHER_MATTER, case.key, "XX-99")
    assert await carry_out(rig) == 2
    (after,) = await rig.cases()
    assert (after.item, after.category) == ("WY-03", "WY")
    history = await rig.store.look(lambda unit: unit.cases.history(case.key))
    assert [event.actor for event in history if event.detail.get("note") == "reclassified"] == [
        "desk"
    ]
    await book.order(HERE, OrderKind.NOT_A_REQUEST, case.key)
    await book.order(HERE, OrderKind.NOT_A_REQUEST, case.key)  # not possible any more: dropped
    assert await carry_out(rig) == 2
    (after,) = await rig.cases()
    assert after.status.value == "canceled"


async def test_orders_about_nothing_are_dropped(office_that_asks, book):
    for kind in OrderKind:
        await book.order(HERE, kind, "nothing", "WY-03")
    assert await carry_out(office_that_asks) == len(OrderKind)
    assert await carry_out(office_that_asks) == 0


@pytest.mark.parametrize(("who", "done"), [("he", True), ("chen", False)])
async def test_a_click_is_as_good_as_the_one_who_clicked(office_that_asks, book, who, done):
    rig = office_that_asks
    rig.with_settings(doubt_above=0.0)
    await rig.say(DOUBTED)
    (case,) = await rig.cases()
    person = rig.office.directory.person(who)
    viewer = Viewer(name=who, person=person)
    await book.order(viewer, OrderKind.NOT_A_REQUEST, case.key)
    assert await carry_out(rig) == 1
    (after,) = await rig.cases()
    assert (after.status.value == "canceled") is done
    history = await rig.store.look(lambda unit: unit.cases.history(case.key))
    assert (history[-1].actor == person.id) is done
