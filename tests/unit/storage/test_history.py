"""The chain of a case's history: whoever alters a line behind the program's back breaks it."""

import asyncio
import json

import pytest

from bot.domain.case import EventKind
from bot.storage.cases import event_digest
from tests.builders import case_event

EVENTS = [
    case_event(1, kind=EventKind.CASE_OPENED, actor="wang", message="message-000001"),
    case_event(2, detail={"place": {"building": "3栋", "spot": "门口"}, "n": 1.5, "to": None}),
    case_event(3, kind=EventKind.CLOSED, actor="liu"),
]


@pytest.fixture
async def recorded(store, query):
    await store.work(lambda unit: unit.cases.record(EVENTS[:1]))
    await store.work(lambda unit: unit.cases.record(EVENTS[1:]))

    async def broken_at() -> list[int]:
        """The positions whose digest does not follow from the lines up to there."""
        rows = await asyncio.to_thread(
            query, "select digest from case_events order by case_key, position"
        )
        history = await store.look(lambda unit: unit.cases.history("case-000001"))
        wrong, previous = [], ""
        for position, ((digest,), event) in enumerate(zip(rows, history, strict=True), start=1):
            if digest != event_digest(previous, event, position):
                wrong.append(position)
            previous = digest
        return wrong

    return broken_at


async def test_the_chain_holds(recorded):
    assert await recorded() == []


@pytest.mark.parametrize(
    "alteration",
    [
        "actor = 'he'",
        "kind = 'rated'",
        "at = at + 1",
        "message = 'message-000009'",
        """detail = '{"note":"nothing"}'""",
    ],
)
async def test_an_altered_line_breaks_it(recorded, query, alteration):
    await asyncio.to_thread(query, f"update case_events set {alteration} where position = 2")
    assert await recorded() == [2]


async def test_a_missing_line_breaks_it(recorded, query):
    await asyncio.to_thread(query, "delete from case_events where position = 2")
    await asyncio.to_thread(query, "update case_events set position = 2 where position = 3")
    assert await recorded() == [2]


async def test_each_case_has_a_chain_of_its_own(store, query):
    other = case_event(1, case="case-000002")
    await store.work(lambda unit: unit.cases.record([*EVENTS, other]))
    rows = await asyncio.to_thread(
        query, "select position, digest from case_events where case_key = 'case-000002'"
    )
    assert rows == [(1, event_digest("", other, 1))]


async def test_details_are_kept_readable(recorded, query):
    rows = await asyncio.to_thread(query, "select detail from case_events where position = 2")
    assert "3栋" in rows[0][0]
    assert json.loads(rows[0][0]) == dict(EVENTS[1].detail)
