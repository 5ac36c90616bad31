"""The board's cases, in the store."""

import pytest

from bot.domain.case import CaseStatus
from bot.domain.matters import Level, Privacy
from bot.domain.place import Place
from bot.domain.viewing import NONE, CaseFilter, Scope
from tests.builders import after, case

ALL = Scope(grids=None)
LIFT = case(
    1, department="物业", grid="g1", item="WY-01", category="WY", words="电梯又停了", owner="he"
)
LAMP = case(
    2,
    grid="g2",
    item="GY-11",
    category="GY",
    words="路灯不亮",
    department="市政",
    level=Level.COMMUNITY,
    place=Place(building="3栋", spot="车棚"),
    opened_at=after(60),
)
DONE = case(
    3,
    department="城管",
    grid=None,
    item="CG-02",
    category="CG",
    words="100%的垃圾",
    status=CaseStatus.EVALUATED,
    opened_at=after(120),
)
SECRET = case(
    4,
    department="公安",
    grid="g1",
    item="ZZ-03",
    category="ZZ",
    words="电梯里的事",
    privacy=Privacy.RESTRICTED,
    opened_at=after(180),
)


@pytest.fixture
async def board(store):
    for one in (LIFT, LAMP, DONE, SECRET):
        await store.work(lambda unit, c=one: unit.cases.add(c))

    async def numbers(scope=ALL, limit=9, **wanted):
        found = await store.look(lambda unit: unit.board.latest(scope, limit, CaseFilter(**wanted)))
        return [one.number for one in found]

    return numbers


async def test_only_those_that_are_named(board):
    assert await board(keys=(LIFT.key, DONE.key, "nothing")) == [3, 1]
    assert await board(keys=(LIFT.key, DONE.key), open_only=True) == [1]
    assert await board(keys=()) == []


async def test_the_newest_first(board):
    assert await board() == [4, 3, 2, 1]
    assert await board(limit=2) == [4, 3]


@pytest.mark.parametrize(
    ("scope", "numbers"),
    [
        (Scope(grids=("g1",)), [4, 3, 1]),
        (Scope(), []),
        (Scope(owner="he"), [1]),
        (Scope(department="市政", department_grids=None), [2]),
        (Scope(department="市政", department_grids=("g1",)), []),
        (Scope(grids=("g2",), owner="he"), [3, 2, 1]),
    ],
)
async def test_each_his_own(board, scope, numbers):
    assert await board(scope) == numbers


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ({"open_only": True}, [4, 2, 1]),
        ({"grid": "g1"}, [4, 1]),
        ({"category": "GY"}, [2]),
        ({"level": "community"}, [2]),
        ({"words": "电梯"}, [1]),
        ({"words": "车棚"}, [2]),
        ({"words": "0%的"}, [3]),
        ({"words": "%"}, [3]),
        ({"words": "扶手", "items": ("GY-11",)}, [2]),
        ({"words": "没有"}, []),
    ],
)
async def test_filters(board, wanted, numbers):
    assert await board(**wanted) == numbers


async def test_what_was_opened_in_a_period(store):
    for one in (LIFT, LAMP, DONE, case(5, drill=True)):
        await store.work(lambda unit, c=one: unit.cases.add(c))

    async def opened(begin, end, grid=None):
        found = await store.look(lambda unit: unit.board.opened(after(begin), after(end), grid))
        return [one.number for one in found]

    assert await opened(0, 120) == [1, 2]
    assert await opened(60, 121) == [2, 3]
    assert await opened(0, 999, "g2") == [2]


async def test_bounds_are_kept(board):
    assert await board(Scope(grids=None, within=("g1",))) == [4, 1]
    assert await board(Scope(grids=("g2",), owner="he", within=("g1", "g2"))) == [2, 1]
    assert await board(Scope(grids=None, within=())) == []


async def test_a_list_goes_on_where_a_page_ended(board):
    assert await board(before=(DONE.opened_at, DONE.number)) == [2, 1]
    assert await board(before=(DONE.opened_at, 4)) == [3, 2, 1]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (CaseFilter(building="3栋"), {1, 4}),
        (CaseFilter(building="3"), set()),
        (CaseFilter(building='3%"栋'), {2}),
        (CaseFilter(building=NONE), {3}),
        (CaseFilter(building="3栋", grid="g1"), {1}),
        (CaseFilter(building="3栋", grid=NONE), {4}),
    ],
)
async def test_cases_of_a_building(store, wanted, found):
    async def work(unit):
        for number, building, grid in (
            (1, "3栋", "g1"),
            (2, '3%"栋', "g1"),
            (3, None, "g1"),
            (4, "3栋", None),
        ):
            place = Place(building=building, spot="电梯")
            await unit.cases.add(case(number, place=place, grid=grid))

    await store.work(work)
    rows = await store.look(lambda unit: unit.board.latest(Scope(grids=None), 9, wanted))
    assert {row.number for row in rows} == found


async def test_an_outline_tells_what_the_case_does(store):
    """Every value of it, in every state, those of older rows too."""
    some = [
        case(1, status=CaseStatus.PENDING_CHECK, check_until=after(9), lapses=2, drill=True),
        case(2, privacy=Privacy.RESTRICTED, accused=("person:wang",), place=Place(building="3栋")),
        case(3, emergency="EM01", released_by="he", paused_at=after(3), owner="liu"),
    ]

    async def write(unit):
        for one in some:
            await unit.cases.add(one)

    await store.work(write)
    found = await store.look(lambda unit: unit.board.outlines(Scope(grids=None), 9))
    assert [one.number for one in found] == [3, 2, 1]
    for one, whole in zip(reversed(found), some, strict=True):
        for name in set(one._fields) - {"building"}:
            assert getattr(one, name) == getattr(whole, name), name
        assert one.building == whole.place.building
        assert (one.is_open, one.is_restricted) == (whole.is_open, whole.is_restricted)


async def test_what_was_said_is_searched_only_where_it_may_be(store):
    async def write(unit):
        await unit.cases.add(LIFT)
        await unit.cases.add(LAMP)

    await store.work(write)
    for wanted, numbers in (
        (CaseFilter(words="路灯"), [2]),
        (CaseFilter(words="路灯", said=False), []),
        (CaseFilter(words="车棚", said=False), []),
        (CaseFilter(words="电梯", items=("WY-01",), said=False), [1]),
    ):
        found = await store.look(lambda unit, wanted=wanted: unit.board.latest(ALL, 9, wanted))
        assert [one.number for one in found] == numbers
