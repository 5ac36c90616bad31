"""What one-time codes stand for, and the groups that were linked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.case import CaseStatus
from bot.domain.grid import RoomKind
from bot.domain.links import Link, Offer, digest_of
from tests.builders import T0, after, case, delivery, group, private, stored, turn

SALT = b"\x00salt\xff"
OFFER = Offer(
    id="offer-1",
    salt=SALT,
    digest=digest_of("12345678", SALT),
    room="room-1",
    kind=RoomKind.OWNERS,
    name="富善花园3栋群",
    grid="g1",
    estate="富善花园",
    building="3栋",
    owner="*",
    until=after(900),
)
LINK = Link(
    channel="fake",
    conversation="new1",
    room="room-1",
    kind=RoomKind.OWNERS,
    name="富善花园3栋群",
    grid="g1",
    building="3栋",
    owner="wang",
    linked_at=T0,
    linked_by="wang",
)


async def test_a_code_is_good_until_its_time_is_over(store):
    later = replace(OFFER, id="offer-2", until=after(901))

    async def write(unit):
        for offer in (later, OFFER):
            await unit.links.offer(offer)
        assert await unit.links.offers(after(899)) == [OFFER, later]
        assert await unit.links.offers(after(900)) == [later]
        assert await unit.links.offers(after(901)) == []
        assert await unit.links.forget_offers(after(900)) == 1
        assert await unit.links.offers(T0) == [later]

    await store.work(write)


async def test_a_code_is_used_once(store):
    async def write(unit):
        await unit.links.offer(OFFER)
        for _ in range(2):
            await unit.links.spend(OFFER.id)
            assert await unit.links.offers(T0) == []

    await store.work(write)


async def test_a_conversation_is_linked_once_and_ends_once(store):
    other = replace(LINK, conversation="new2", linked_at=after(1))
    ended = replace(LINK, ended_at=after(5), ended_by="he")

    async def write(unit):
        for link in (other, LINK, ended):
            await unit.links.put(link)
        assert await unit.links.all() == [ended, other]
        await unit.links.put(replace(LINK, room="room-2"))
        assert [link.room for link in await unit.links.all()] == ["room-2", "room-1"]

    await store.work(write)


async def test_what_waits_for_a_conversation_is_not_said(store):
    async def write(unit):
        await unit.deliveries.add(
            [delivery(1), delivery(2, urgent=True), delivery(3, address=private())]
        )
        await unit.deliveries.claim_due(T0, timedelta(seconds=60), 1)
        assert await unit.links.silence(group()) == 1
        assert await unit.links.silence(group()) == 0
        return [one.id for one in await unit.deliveries.all(9) if one.state.value == "queued"]

    left = await store.work(write)
    assert left == ["delivery-000002", "delivery-000003"]


async def test_what_waits_for_a_room_is_not_said_but_what_is_urgent(store):
    async def write(unit):
        await unit.deliveries.add(
            [
                delivery(1, room="own"),
                delivery(2, room="own", urgent=True),
                delivery(3, room="own", due_at=after(60)),
                delivery(4, room="lead"),
            ]
        )
        assert await unit.links.hush("own", after(60)) == 1
        return [one.id for one in await unit.deliveries.all(9) if one.state.value == "queued"]

    left = await store.work(write)
    assert left == ["delivery-000002", "delivery-000004", "delivery-000003"]


async def test_which_cases_of_groups_were_none(store):
    gone = CaseStatus.CANCELED

    async def write(unit):
        for one in (
            case(1, status=gone, opened_at=after(10)),
            case(2, status=gone, opened_at=T0),
            case(3, opened_at=after(10)),
            case(4, status=gone, opened_at=after(10), opened_in="lead"),
            case(5, status=gone, opened_at=after(10), emergency="EM01"),
        ):
            await unit.cases.add(one)
        lately = await unit.links.taken_back(after(10))
        assert lately == {"own": [after(10)], "lead": [after(10)]}
        assert sorted((await unit.links.taken_back(T0))["own"]) == [T0, after(10)]

    await store.work(write)


async def test_how_much_talk_is_erased_next(store):
    talk = [stored(1), stored(2), stored(3, addressed=True), stored(4, room=None)]
    more = [stored(5), stored(6, room="lead")]

    async def write(unit):
        await unit.messages.add([*talk, *more])
        await unit.turns.save(
            [turn(1), turn(2)],
            [],
            {one.id: "turn-000001" for one in talk} | {one.id: "turn-000002" for one in more},
        )
        await unit.messages.decided({"message-000002": ("report", "case-000001")})
        await unit.turns.finish({"turn-000001": None}, after(300))
        await unit.turns.finish({"turn-000002": None}, after(600))
        assert await unit.messages.talk_due(after(299), 9) == {}
        assert await unit.messages.talk_due(after(300), 9) == {"own": 1}
        assert await unit.messages.talk_due(after(600), 9) == {"own": 2, "lead": 1}

    await store.work(write)


async def test_what_was_undone_is_not_linked(store):
    async def fail(unit):
        await unit.links.put(LINK)
        await unit.links.offer(OFFER)
        raise LookupError

    with pytest.raises(LookupError):
        await store.work(fail)

    async def read(unit):
        assert await unit.links.all() == []
        assert await unit.links.offers(T0) == []

    await store.look(read)
