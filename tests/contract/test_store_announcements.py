"""What other programs are told of cases, in the store."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.announcement import Announcement, AnnouncementState
from tests.builders import T0, after
from tests.contract.paging import pages

LEASE = timedelta(seconds=30)
ONE = Announcement(
    id="announcement-1",
    to="big_screen",
    case="case-1",
    type="case.opened",
    at=T0,
    text='{"type":"case.opened"}',
    due_at=T0,
)


def more(number, **fields):
    return replace(ONE, **{"id": f"announcement-{number}"} | fields)


async def add(store, *ones):
    await store.work(lambda unit: unit.announcements.add(ones))


async def claim(store, at=T0, limit=9):
    return await store.work(lambda unit: unit.announcements.claim(at, LEASE, limit))


async def test_they_come_back_as_they_were_and_leased(store):
    await add(store, ONE)
    assert await claim(store, after(-1)) == []
    assert await claim(store) == [replace(ONE, attempts=1, due_at=T0 + LEASE)]
    assert await claim(store, after(29)) == []
    (again,) = await claim(store, after(30))
    assert again.attempts == 2


async def test_of_one_case_a_program_hears_in_order(store):
    await add(store, ONE, more(2), more(3, to="other"), more(4, case="case-2"))
    first = await claim(store)
    assert [one.id for one in first] == ["announcement-1", "announcement-3", "announcement-4"]
    assert await claim(store) == []
    await store.work(lambda unit: unit.announcements.sent(ONE.id))
    assert [one.id for one in await claim(store)] == ["announcement-2"]


async def test_what_is_given_up_holds_nobody_up_and_is_listed(store):
    await add(store, ONE, more(2))
    await claim(store)
    await store.work(lambda unit: unit.announcements.later(ONE.id, after(60), "no answer"))
    assert await store.look(lambda unit: unit.announcements.next_due()) == T0
    assert await claim(store, after(59)) == []
    (again,) = await claim(store, after(60))
    assert again.reason == "no answer"
    await store.work(lambda unit: unit.announcements.bury(ONE.id, "gone"))
    assert [one.id for one in await claim(store, after(60))] == ["announcement-2"]
    (lost,) = await store.look(lambda unit: unit.announcements.lost(9))
    assert (lost.id, lost.state, lost.reason) == (ONE.id, AnnouncementState.DEAD, "gone")
    assert await store.look(lambda unit: unit.announcements.dead()) == 1
    assert await store.look(lambda unit: unit.announcements.waiting()) == 1


async def test_what_waits_and_what_was_given_up_is_read_in_pages(store):
    await add(store, ONE, *(more(n, at=after(n // 2), due_at=after(n // 2)) for n in range(2, 6)))
    assert await pages(store, "queued", "announcements") == [["1", "2"], ["3", "4"], ["5"]]
    for n in (1, 2, 3, 5):
        await store.work(lambda unit, n=n: unit.announcements.bury(f"announcement-{n}", "gone"))
    assert await pages(store, "queued", "announcements") == [["4"]]
    assert await pages(store, "lost", "announcements") == [["5", "3"], ["2", "1"], []]


async def test_what_is_not_to_be_told_any_more_keeps_no_text(store):
    await add(store, ONE)
    await store.work(lambda unit: unit.announcements.drop(ONE.id))
    await store.work(lambda unit: unit.announcements.later(ONE.id, after(5), "too late"))
    assert await claim(store, after(60)) == []
    assert await store.look(lambda unit: unit.announcements.waiting()) == 0
    assert await store.look(lambda unit: unit.announcements.lost(9)) == []


async def test_what_is_over_is_forgotten_and_what_waits_is_not(store):
    await add(store, ONE, more(2, case="case-2"), more(3, case="case-3", at=after(100)))
    for id_ in (ONE.id, "announcement-3"):
        await store.work(lambda unit, one=id_: unit.announcements.sent(one))
    assert await store.work(lambda unit: unit.announcements.forget(after(50), 9)) == 1
    assert await store.work(lambda unit: unit.announcements.forget(after(50), 9)) == 0
    assert [one.id for one in await claim(store, after(200))] == ["announcement-2"]
