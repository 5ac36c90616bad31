"""Numbers that cases have elsewhere, in the store."""

from dataclasses import replace

from bot.domain.exchange import ForeignNumber
from bot.domain.viewing import CaseFilter, Scope
from tests.builders import T0, after, case

TICKET = ForeignNumber(platform="hotline12345", number="GD1", noted_at=T0, case="case-1")
WAITING = ForeignNumber(platform="yuepingan", number="GD1", noted_at=after(1))


async def put(store, *numbers):
    for one in numbers:
        await store.work(lambda unit, n=one: unit.exchange.put(n))


async def test_numbers_are_known_by_their_platform(store):
    await put(store, TICKET, WAITING)
    known = await store.look(lambda unit: unit.exchange.known("hotline12345", ["GD1", "GD2"]))
    assert known == {"GD1": TICKET}
    assert await store.look(lambda unit: unit.exchange.of_cases(["case-1", "case-2"])) == [TICKET]
    assert await store.look(lambda unit: unit.exchange.pending(9)) == [WAITING]
    assert await store.look(lambda unit: unit.exchange.known("x", [])) == {}


async def test_a_number_finds_its_case_later(store):
    await put(store, WAITING, replace(WAITING, case="case-3"))
    assert await store.look(lambda unit: unit.exchange.pending(9)) == []
    found = await store.look(lambda unit: unit.exchange.of_cases(["case-3"]))
    assert found == [replace(WAITING, case="case-3")]


async def test_the_board_finds_a_case_by_such_a_number(store):
    one = case(1, grid="g1")
    await store.work(lambda unit: unit.cases.add(one))
    await put(store, replace(TICKET, case=one.key))
    scope = Scope(grids=None)
    for words, found in (("GD1", [one.number]), ("GD", [])):
        wanted = CaseFilter(words=words)
        rows = await store.look(lambda unit, w=wanted: unit.board.latest(scope, 9, w))
        assert [row.number for row in rows] == found
