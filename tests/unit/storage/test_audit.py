"""Whoever alters the store behind the program's back is noticed, also one who links anew."""

import asyncio
import json
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.anchors import Fault, Finding, compared
from bot.domain.case import CaseEvent, EventKind
from bot.storage.cases import event_digest
from tests.builders import T0, case, case_event

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
FIRST, SECOND = "case-000001", "case-000002"


def lines(key: str, begin: int, end: int) -> list[CaseEvent]:
    return [case_event(number, case=key) for number in range(begin, end + 1)]


@pytest.fixture
async def audited(store):
    """Four lines of one case were sealed on Monday, two of another on Tuesday."""

    async def work(unit):
        await unit.cases.add(case(1))
        await unit.cases.record(lines(FIRST, 1, 4))
        await unit.audit.take(MONDAY, T0)
        await unit.cases.add(case(2))
        await unit.cases.record(lines(SECOND, 1, 2))
        await unit.audit.take(TUESDAY, T0)
        await unit.cases.record(lines(FIRST, 5, 6))

    await store.work(work)
    return store


@pytest.fixture
def alter(query):
    async def run(*statements: str) -> None:
        for statement in statements:
            await asyncio.to_thread(query, statement)

    return run


async def verified(store, number=None):
    return await store.look(lambda unit: unit.audit.verify(number))


async def told(store):
    return [(f.fault, f.case, f.line) for f in (await verified(store)).findings]


async def test_nothing_is_wrong(audited):
    found = await verified(audited)

    assert (found.cases, found.lines, found.anchors, found.findings) == (2, 8, 2, ())
    assert found.forgotten == ()


async def test_one_case_alone(audited, alter):
    await alter(f"update case_events set actor = 'x' where case_key = '{FIRST}' and position = 2")

    assert (await verified(audited, 2)).findings == ()
    assert (await verified(audited, 2)).lines == 2
    assert (await verified(audited, 1)).findings == (
        Finding(fault=Fault.ALTERED, case="1", line=2),
    )


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'he'",
        "at = at + 1",
        "at = 'yesterday'",
        "kind = 'rated'",
        "kind = 'nothing'",
        "message = 'message-000009'",
        """detail = '{"note":"n9"}'""",
        "detail = 'n9'",
        "digest = 'abc'",
    ],
)
async def test_an_altered_line(audited, alter, change):
    await alter(f"update case_events set {change} where case_key = '{FIRST}' and position = 3")

    assert (Fault.ALTERED, "1", 3) in await told(audited)
    assert {case for _, case, _ in await told(audited)} == {"1"}


async def test_a_missing_line(audited, alter):
    await alter(f"delete from case_events where case_key = '{FIRST}' and position = 3")

    assert await told(audited) == [(Fault.MISSING, "1", 3)]


async def test_a_line_that_was_taken_out_and_the_gap_closed(audited, alter):
    await alter(
        f"delete from case_events where case_key = '{FIRST}' and position = 3",
        f"update case_events set position = 3 where case_key = '{FIRST}' and position = 4",
        f"update case_events set position = 4 where case_key = '{FIRST}' and position = 5",
        f"update case_events set position = 5 where case_key = '{FIRST}' and position = 6",
    )

    assert [line for _, _, line in await told(audited)] == [3, 4, 5]


async def test_lines_that_changed_places(audited, alter):
    await alter(
        f"update case_events set position = 99 where case_key = '{FIRST}' and position = 2",
        f"update case_events set position = 2 where case_key = '{FIRST}' and position = 3",
        f"update case_events set position = 3 where case_key = '{FIRST}' and position = 99",
    )
    findings = (await verified(audited)).findings

    assert [(f.fault, f.line, f.moved_from) for f in findings[:2]] == [
        (Fault.REORDERED, 2, 3),
        (Fault.REORDERED, 3, 2),
    ]


async def test_the_end_was_cut_off(audited, alter):
    await alter(f"delete from case_events where case_key = '{FIRST}' and position > 2")

    assert (await verified(audited)).findings == (
        Finding(fault=Fault.CUT, case="1", line=3, day=MONDAY),
    )


async def test_a_case_without_its_history_and_a_history_without_its_case(audited, alter):
    await alter(
        f"delete from case_events where case_key = '{FIRST}'",
        f"delete from cases where key = '{SECOND}'",
    )

    assert await told(audited) == [
        (Fault.STRAY, SECOND, None),
        (Fault.EMPTY, "1", None),
    ]


async def test_a_case_that_is_gone_with_all_its_lines(audited, alter):
    await alter(
        f"delete from case_events where case_key = '{SECOND}'",
        f"delete from cases where key = '{SECOND}'",
    )

    assert await told(audited) == [(Fault.CUT, SECOND, 1)]


def relinked(rows, change) -> list[tuple]:
    """What somebody does who knows how the chain is made: alter a line, then link all anew."""
    digest, found = "", []
    for position, at, kind, actor, detail, message in rows:
        event = CaseEvent(
            case=FIRST,
            at=datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at),
            kind=EventKind(kind),
            actor=change(position, actor),
            detail=json.loads(detail),
            message=message,
        )
        digest = event_digest(digest, event, position)
        found.append((event.actor, digest, position))
    return found


@pytest.fixture
def relink(query):
    async def run(wanted: int) -> None:
        rows = await asyncio.to_thread(
            query,
            "select position, at, kind, actor, detail, message from case_events"
            f" where case_key = '{FIRST}' order by position",
        )
        for row in relinked(rows, lambda line, who: "zhao" if line == wanted else who):
            await asyncio.to_thread(
                query,
                "update case_events set actor = ?, digest = ?"
                f" where case_key = '{FIRST}' and position = ?",
                *row,
            )

    return run


async def test_a_history_linked_anew_does_not_fit_its_anchor(audited, relink):
    await relink(2)

    assert (await verified(audited)).findings == (
        Finding(fault=Fault.RELINKED, case="1", line=4, day=MONDAY),
    )


async def test_since_the_last_anchor_it_shows_only_at_the_next(audited, relink):
    await relink(6)

    assert (await verified(audited)).findings == ()


async def test_whoever_changes_the_anchors_of_the_store_too_is_seen_by_the_file(
    audited, relink, alter, query
):
    before = await audited.look(lambda unit: unit.audit.anchors())
    await relink(2)
    ((digest,),) = await asyncio.to_thread(
        query, f"select digest from case_events where case_key = '{FIRST}' and position = 4"
    )
    await alter(f"update leaves set digest = '{digest}' where case_key = '{FIRST}'")
    assert await told(audited) == [(Fault.ANCHOR_ALTERED, None, None)]

    await alter("delete from anchors", "delete from leaves")
    await audited.work(lambda unit: unit.audit.take(MONDAY, T0))
    await audited.work(lambda unit: unit.audit.take(TUESDAY, T0))
    assert await told(audited) == []
    after = await audited.look(lambda unit: unit.audit.anchors())
    assert compared(after, [anchor.written for anchor in before]) == [
        Finding(fault=Fault.OTHERWISE_WRITTEN, day=MONDAY),
        Finding(fault=Fault.OTHERWISE_WRITTEN, day=TUESDAY),
    ]


async def test_an_anchor_that_was_taken_away(audited, alter):
    await alter("delete from anchors where day = '2026-03-02'")

    findings = (await verified(audited)).findings
    assert {(f.fault, f.day) for f in findings} == {
        (Fault.ANCHOR_ALTERED, MONDAY),
        (Fault.ANCHOR_ALTERED, TUESDAY),
    }


async def test_a_day_is_sealed_once(audited):
    assert await audited.work(lambda unit: unit.audit.take(TUESDAY, T0)) is None
    assert await audited.work(lambda unit: unit.audit.take(MONDAY, T0)) is None
    anchor = await audited.work(lambda unit: unit.audit.take(date(2026, 3, 4), T0))

    assert (anchor.cases, anchor.lines) == (1, 6)
    quiet = await audited.work(lambda unit: unit.audit.take(date(2026, 3, 5), T0))
    assert (quiet.cases, quiet.previous) == (0, anchor.head)
    assert (await verified(audited)).findings == ()


async def test_many_histories_are_read_in_parts(audited, monkeypatch):
    monkeypatch.setattr("bot.storage.audit._AT_ONCE", 1)

    assert (await verified(audited)).lines == 8


@pytest.fixture
def forget(audited):
    """Link a history anew as forgetting does."""

    async def run(key: str = FIRST) -> None:
        last = case_event(9, case=key, kind=EventKind.FORGOTTEN, detail={})

        def change(event: CaseEvent) -> CaseEvent:
            return case_event(case=event.case, at=event.at, actor="stranger")

        await audited.work(lambda unit: unit.personal.rewrite_history(key, change, last))

    return run


async def test_who_asked_to_be_forgotten_is_no_fault_but_told(audited, forget):
    await forget()
    found = await verified(audited)

    assert (found.findings, found.forgotten) == ((), ("1",))


async def test_it_holds_through_a_second_forgetting_and_the_next_anchor(audited, forget):
    await forget(SECOND)
    await audited.work(lambda unit: unit.audit.take(date(2026, 3, 4), T0))
    await forget(SECOND)

    assert (await verified(audited)).findings == ()


async def test_nobody_hides_a_change_behind_a_forgetting(audited, forget, alter):
    await alter(f"update case_events set digest = 'x' where case_key = '{SECOND}' and position = 2")
    await forget(SECOND)

    assert (await verified(audited)).findings == (
        Finding(fault=Fault.RELINKED, case="2", line=2, day=TUESDAY),
    )
