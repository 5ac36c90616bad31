"""Digests in the store: planned once, made once, found again."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.case import CaseStatus, EventKind
from bot.domain.digest import Digest, DigestKind, DigestState, Undo
from bot.domain.facts import Period
from tests.builders import T0, after, case, case_event, delivery, private

SLOT = T0
BEHIND = {"opened": ("case-1", "case-2"), "red": ()}
LEASE = timedelta(seconds=60)


def digest(number=1, **fields):
    fields = {
        "id": f"digest-{number:06d}",
        "kind": DigestKind.DAILY,
        "person": f"p{number}",
        "slot": SLOT,
        "since": SLOT - timedelta(hours=15),
        "order": number,
        "grids": ("g1", "g2"),
    } | fields
    return Digest(**fields)


async def want(store, *wanted):
    await store.work(lambda unit: unit.digests.want(wanted))


async def claim(store, now=SLOT, limit=9):
    return await store.work(lambda unit: unit.digests.claim(now, LEASE, limit))


async def say(store, id_, cases=("case-1",), at=SLOT):
    done = replace(digest(1), id=id_, cases=cases, behind=BEHIND)
    return await store.work(lambda unit: unit.digests.settle(done, DigestState.SAID, at))


async def test_nobody_is_planned_twice_for_one_round(store):
    await want(store, digest(1))
    await want(store, digest(2), digest(7, person="p1"))
    assert await claim(store) == [digest(1), digest(2)]


async def test_each_is_leased_once_and_free_again_later(store):
    await want(store, digest(1), digest(2), digest(3))
    assert [one.id for one in await claim(store, limit=2)] == [digest(1).id, digest(2).id]
    assert [one.id for one in await claim(store)] == [digest(3).id]
    assert await claim(store) == []
    assert len(await claim(store, after(61))) == 3


async def test_what_is_planned_for_later_is_not_given_out(store):
    await want(store, digest(1, slot=after(60)))
    assert await claim(store) == []
    assert len(await claim(store, after(60))) == 1


async def test_it_is_said_once(store):
    await want(store, digest(1))
    assert await say(store, digest(1).id)
    assert not await say(store, digest(1).id, cases=("other",))
    told = {"cases": ("case-1",), "behind": BEHIND}
    said = replace(digest(1), **told, state=DigestState.SAID, said_at=SLOT)
    assert await store.look(lambda unit: unit.digests.said(9)) == [said]
    assert await store.look(lambda unit: unit.digests.get(said.id)) == said
    assert await store.look(lambda unit: unit.digests.get("digest-9")) is None
    assert await claim(store, after(600)) == []


async def test_failures_are_counted_until_it_is_left_out(store):
    await want(store, digest(1))
    await claim(store)
    await store.work(lambda unit: unit.digests.failed(digest(1).id, give_up=False))
    assert [one.attempts for one in await claim(store)] == [1]
    await store.work(lambda unit: unit.digests.failed(digest(1).id, give_up=True))
    assert await claim(store, after(600)) == []


async def test_the_newest_of_a_person(store):
    later = digest(2, person="p1", slot=after(hours=9))
    await want(store, digest(1), later, digest(3, person="p1", slot=after(hours=18)))
    for one in (digest(1), later):
        await say(store, one.id)
    newest = await store.look(lambda unit: unit.digests.newest("p1"))
    assert newest is not None
    assert newest.id == later.id
    assert await store.look(lambda unit: unit.digests.newest("nobody")) is None


async def test_the_one_that_is_quoted(store):
    await want(store, digest(1))
    sent = delivery(1, cause=digest(1).id, address=private())
    await store.work(lambda unit: unit.deliveries.add([sent, delivery(2)]))
    await store.work(lambda unit: unit.deliveries.claim_due(SLOT, LEASE, 9))
    await store.work(lambda unit: unit.deliveries.sent(sent.id, "out-1", SLOT))
    found = await store.look(lambda unit: unit.digests.quoted("fake", "out-1"))
    assert found is not None
    assert found.id == digest(1).id
    assert await store.look(lambda unit: unit.digests.quoted("other", "out-1")) is None
    assert await store.look(lambda unit: unit.digests.quoted("fake", "out-2")) is None


async def test_whether_there_was_a_round_before(store):
    assert not await store.look(lambda unit: unit.digests.any_before(SLOT))
    await want(store, digest(1))
    assert not await store.look(lambda unit: unit.digests.any_before(SLOT))
    assert await store.look(lambda unit: unit.digests.any_before(after(1)))


async def test_cases_that_are_not_over_and_those_of_late(store):
    old = {"opened_at": after(days=-9), "touched_at": after(days=-9)}
    over = old | {"status": CaseStatus.EVALUATED}
    lots = [
        case(1, **old),
        case(2, **over),
        case(3, **over, done_at=T0),
        case(4, status=CaseStatus.CANCELED),
        case(5, grid="g3"),
        case(6, grid=None),
        case(7, **old, drill=True),
    ]
    for one in lots:
        await store.work(lambda unit, one=one: unit.cases.add(one))
    found = await store.look(lambda unit: unit.digests.cases(["g1", "g2"], after(days=-1)))
    assert sorted(one.number for one in found) == [1, 3, 4]


async def test_what_was_done_last_can_be_taken_back(store):
    first = Undo(person="he", case="case-1", at=T0, version=3, before={"owner": None})
    second, third = replace(first, case="case-2", draft="draft-1"), replace(first, case="case-3")
    other = replace(first, person="sun")
    for person, undos in (("he", [first]), ("sun", [other]), ("he", [third, second])):
        await store.work(lambda unit, p=person, u=undos: unit.digests.keep_undos(p, u))
    assert await store.look(lambda unit: unit.digests.undos_of("he")) == [second, third]
    await store.work(lambda unit: unit.digests.keep_undos("he", []))
    assert await store.look(lambda unit: unit.digests.undos_of("he")) == []
    assert await store.look(lambda unit: unit.digests.undos_of("sun")) == [other]


async def test_a_picture_is_kept_for_a_while(store):
    for id_, at in (("digest-1", T0), ("digest-2", after(60)), ("digest-1", after(90))):
        await store.work(lambda unit, i=id_, a=at: unit.digests.keep_picture(i, b"png", a))
    await store.work(lambda unit: unit.digests.drop_pictures(after(60)))
    assert await store.look(lambda unit: unit.digests.picture("digest-1")) is None
    assert await store.look(lambda unit: unit.digests.picture("digest-2")) == b"png"


async def test_tasks_that_were_given_back(store):
    await store.work(lambda unit: unit.cases.add(case(1)))
    events = [
        case_event(1, kind=EventKind.ADMISSION_REFUSED, detail={"department": "市政"}),
        case_event(2, kind=EventKind.ADMISSION_REFUSED, detail={"department": "城管"}),
        case_event(3, detail={"department": "环卫"}),
        case_event(900, kind=EventKind.ADMISSION_REFUSED, detail={"department": "水务"}),
    ]
    await store.work(lambda unit: unit.cases.record(events))
    period = Period(begin=T0, end=after(900))
    assert await store.look(lambda unit: unit.digests.refused(period)) == ["市政", "城管"]
