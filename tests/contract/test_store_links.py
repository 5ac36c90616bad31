"""What one-time codes stand for, and the groups that were linked."""

from dataclasses import replace

from bot.domain.grid import RoomKind
from bot.domain.links import Link, Offer, digest_of
from tests.builders import T0, after

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
    async with store.unit() as unit:
        for offer in (later, OFFER):
            await unit.links.offer(offer)
        assert await unit.links.offers(after(899)) == [OFFER, later]
        assert await unit.links.offers(after(900)) == [later]
        assert await unit.links.offers(after(901)) == []
        assert await unit.links.forget_offers(after(900)) == 1
        assert await unit.links.offers(T0) == [later]


async def test_a_code_is_used_once(store):
    async with store.unit() as unit:
        await unit.links.offer(OFFER)
        for _ in range(2):
            await unit.links.spend(OFFER.id)
            assert await unit.links.offers(T0) == []


async def test_a_conversation_is_linked_once_and_ends_once(store):
    other = replace(LINK, conversation="new2", linked_at=after(1))
    ended = replace(LINK, ended_at=after(5), ended_by="he")
    async with store.unit() as unit:
        for link in (other, LINK, ended):
            await unit.links.put(link)
        assert await unit.links.all() == [ended, other]
        await unit.links.put(replace(LINK, room="room-2"))
        assert [link.room for link in await unit.links.all()] == ["room-2", "room-1"]


async def test_what_was_not_committed_is_not_linked(store):
    async with store.unit() as unit:
        await unit.links.put(LINK)
        await unit.links.offer(OFFER)
    async with store.reading() as unit:
        assert await unit.links.all() == []
        assert await unit.links.offers(T0) == []
