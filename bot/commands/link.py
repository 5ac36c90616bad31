"""`qunli link`: one-time codes with which groups are linked, the list of groups, the end of a link.

Comes in: checked configuration, which group is wanted. Goes out: a code (only its salted digest is
stored), lines for people. Does not: ask (link_line does), or link anything: whoever types the code
in the group does.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from bot.areas.directory import directory_of
from bot.areas.settings import settings_of
from bot.domain.case import EventKind
from bot.domain.deadlines import SHANGHAI
from bot.domain.errors import ConfigError
from bot.domain.grid import Directory, Room, RoomKind
from bot.domain.links import WHOEVER_LINKS, Link, Offer, digest_of, ended
from bot.domain.message import Address, ConversationKind
from bot.ids import TimedIds
from bot.journey.bound import Bound
from bot.journey.roombook import note
from bot.options.config import Config
from bot.ports import Clock, UnitOfWork
from bot.wiring.store import opened

_DIGITS = 8
_SALT = 16
_LOOK_EVERY = timedelta(seconds=1)
CONSOLE = "console"
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which group a code is for: one of the configuration by its id, or a new one."""

    group: str | None = None
    kind: str | None = None
    grid: str | None = None
    building: str | None = None
    name: str | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A code as it is shown, once; `offer` is what is stored of it."""

    code: str
    offer: Offer
    made_at: datetime

    @property
    def shown(self) -> str:
        """In two halves, easier to read out."""
        return f"{self.code[: _DIGITS // 2]} {self.code[_DIGITS // 2 :]}"


def problems_of(config: Config, wanted: Wanted) -> list[str]:
    """What is wrong with a wish."""
    people = {person.id for person in config.people} | {WHOEVER_LINKS, None}
    found = []
    if wanted.owner not in people:
        found.append(f"link: --owner: no such person (got {wanted.owner!r})")
    if wanted.group is not None:
        if wanted.group not in {group.id for group in config.groups}:
            found.append(f"link: --group: no such group (got {wanted.group!r})")
        return found
    kinds = [RoomKind.OWNERS.value, RoomKind.LEADERS.value]
    if wanted.kind not in kinds:
        found.append(f"link: --kind: must be {' or '.join(kinds)} (got {wanted.kind!r})")
    grid = next((grid for grid in config.community.grids if grid.id == wanted.grid), None)
    if grid is None:
        found.append(f"link: --grid: no such grid (got {wanted.grid!r})")
        return found
    buildings = [b.name for estate in grid.estates for b in estate.buildings]
    if wanted.building is not None and buildings and wanted.building not in buildings:
        found.append(f"link: --building: not in grid {grid.id} (got {wanted.building!r})")
    return found


async def offer_code(config: Config, wanted: Wanted, clock: Clock) -> Offered:
    """A new code; ConfigError lists what is wrong with the wish."""
    if problems := problems_of(config, wanted):
        raise ConfigError(problems)
    directory = directory_of(config)
    ids = TimedIds(clock)
    room = directory.room(wanted.group) if wanted.group else _room(directory, wanted, ids)
    if room is None:
        raise ConfigError([f"link: --group: no such group (got {wanted.group!r})"])
    now = clock.now()
    code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"
    salt = secrets.token_bytes(_SALT)
    offer = Offer(
        id=ids.new("offer"),
        salt=salt,
        digest=digest_of(code, salt),
        room=room.id,
        kind=room.kind,
        name=room.name,
        grid=room.grid,
        estate=room.estate,
        building=room.building,
        owner=wanted.owner or room.owner,
        until=now + settings_of(config).listening.code_lasts,
    )
    async with opened(config.store.url) as store:
        await store.work(lambda unit: unit.links.offer(offer))
    return Offered(code=code, offer=offer, made_at=now)


def _room(directory: Directory, wanted: Wanted, ids: TimedIds) -> Room:
    """A group that the configuration does not know."""
    grid = directory.grid(wanted.grid)
    if grid is None or wanted.kind is None:
        raise ConfigError([f"link: --grid: no such grid (got {wanted.grid!r})"])
    building = next((b for b in grid.buildings if b.name == wanted.building), None)
    return Room(
        id=ids.new("room"),
        kind=RoomKind(wanted.kind),
        name=wanted.name or grid.name + (wanted.building or ""),
        community=grid.community,
        grid=grid.id,
        estate=building.estate or None if building else None,
        building=wanted.building,
    )


async def wait_for(config: Config, offered: Offered, clock: Clock) -> Link | None:
    """The link that somebody makes with the code; None where its time is over first."""

    async def look(unit: UnitOfWork) -> Link | None:
        made = (link for link in await unit.links.all() if link.room == offered.offer.room)
        return next((link for link in made if _is_new(link, offered.made_at)), None)

    async with opened(config.store.url) as store:
        while clock.now() < offered.offer.until:
            if (made := await store.look(look)) is not None:
                return made
            await clock.sleep(_LOOK_EVERY)
        return None


def _is_new(link: Link, since: datetime) -> bool:
    return link.ended_at is None and link.linked_at >= since


async def rooms_of(config: Config) -> list[Room]:
    """Every group that is bound now, with how the bot listens there."""

    async def look(unit: UnitOfWork) -> Directory:
        bound = Bound()
        bound.refresh(await unit.links.all(), await unit.wishes.all())
        return bound.over(directory_of(config))

    async with opened(config.store.url) as store:
        directory = await store.look(look)
    return [room for room in directory.rooms if room.bindings]


async def end_links(config: Config, room_id: str, clock: Clock) -> int:
    """The bot is no longer in this group, on any platform; how many bindings ended."""
    room = next((room for room in await rooms_of(config) if room.id == room_id), None)
    if room is None:
        raise ConfigError([f"link: --end: no group of this id is bound (got {room_id!r})"])
    now = clock.now()

    async def work(unit: UnitOfWork) -> None:
        for channel, conversation in room.bindings:
            binding = (channel, conversation)
            await unit.links.put(ended(room, binding, by=CONSOLE, at=now))
            address = Address(
                channel=channel, kind=ConversationKind.GROUP, conversation=conversation
            )
            await unit.links.silence(address)
        facts = {"channels": [channel for channel, _ in room.bindings], "at": CONSOLE}
        await note(unit, room.id, EventKind.UNLINKED, by=None, at=now, detail=facts)

    async with opened(config.store.url) as store:
        await store.work(work)
    return len(room.bindings)


def local(at: datetime) -> str:
    """As clocks here show it."""
    return f"{at.astimezone(SHANGHAI):%H:%M}"
