"""`qunli digest`: what a grid leader would be told now.

Comes in: a configuration, a grid or a person. Goes out: one digest, its words and picture. Does
not: send it, or change the store: the numbers in it answer nothing, and it has no page.
"""

import asyncio
from dataclasses import dataclass, replace

from bot.areas.digests import digests_of
from bot.areas.directory import directory_of, maps_of
from bot.areas.settings import figure_rules_of, settings_of
from bot.clock import SystemClock
from bot.digests.community_words import told
from bot.digests.facts import Seen
from bot.digests.meetings import Agenda
from bot.digests.overviews import agenda_of, material_of, overview_of
from bot.digests.papers import paper
from bot.digests.rounds import Beside, beside_of, cases_for, picture_of, words_of
from bot.domain.deadlines import SHANGHAI
from bot.domain.digest import Digest, DigestKind
from bot.domain.errors import ConfigError
from bot.domain.grid import Directory
from bot.domain.matters import Matters
from bot.domain.people import Person, Role
from bot.ids import TimedIds
from bot.journey.office import Office
from bot.options.config import Config
from bot.ports import Clock
from bot.replies.catalogue import Catalogue
from bot.signals import LocalSignals
from bot.wiring.journey import office_hours
from bot.wiring.store import opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """For whom: the leader of a grid, or a person by his id."""

    grid: str | None
    person: str | None
    kind: DigestKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Words, empty where the office wants nothing said, and the picture beside them."""

    text: str
    picture: bytes | None


def digest(config: Config, matters: Matters, wanted: Wanted) -> Made:
    """One digest as it would be now."""
    office = _office(config, matters, SystemClock())
    if wanted.kind is DigestKind.COMMUNITY:
        return Made(text=asyncio.run(_of_community(config, office)), picture=None)
    person = _whose(office.directory, wanted)
    grids = tuple(g.id for g in office.directory.grids if person.holds(Role.GRID_LEADER, g.id))
    now = office.clock.now()
    slot = office.digests.last_slot(now)
    made = Digest(
        id="digest",
        kind=wanted.kind,
        person=person.id,
        slot=now,
        since=office.digests.since(slot[0] if slot else now, wanted.kind),
        order=0,
        grids=(wanted.grid,) if wanted.grid else grids,
    )
    found, beside = asyncio.run(_found(config, office, made))
    said = words_of(office, made, found, beside)
    return Made(text="" if said is None else said.text, picture=picture_of(office, made, found))


async def _found(
    config: Config, office: Office, made: Digest
) -> tuple[dict[str, list[Seen]], Beside]:
    async with opened(config.store.url) as store:
        found = await store.look(lambda unit: cases_for(office, unit, [made]))
        return found, await store.look(lambda unit: beside_of(office, unit, made))


async def _of_community(config: Config, office: Office) -> str:
    now = office.clock.now()
    async with opened(config.store.url) as store:
        material = await store.look(lambda unit: material_of(office, unit, now))
    found = await asyncio.to_thread(overview_of, office, material, now)
    return told(office, found, office.digests)


def meeting(config: Config, matters: Matters) -> bytes:
    """The paper of a joint meeting, as of now."""
    office = _office(config, matters, SystemClock())
    return paper(office, asyncio.run(_agenda(config, office)))


async def _agenda(config: Config, office: Office) -> Agenda:
    now = office.clock.now()
    async with opened(config.store.url) as store:
        return await store.look(lambda unit: agenda_of(office, unit, now))


def _whose(directory: Directory, wanted: Wanted) -> Person:
    """ConfigError where nobody leads the grid, or the person leads none."""
    if wanted.grid is not None and directory.grid(wanted.grid) is None:
        known = ", ".join(grid.id for grid in directory.grids)
        raise ConfigError([f"digest: no such grid (got {wanted.grid!r}). Known: {known}"])
    leaders = [
        person
        for person in directory.people
        if wanted.person in (None, person.id) and person.holds(Role.GRID_LEADER, wanted.grid)
    ]
    if not leaders:
        raise ConfigError([f"digest: no grid leader (got {wanted.person or wanted.grid!r})"])
    return leaders[0]


def _office(config: Config, matters: Matters, clock: Clock) -> Office:
    return Office(
        areas=directory_of(config, day=clock.now().astimezone(SHANGHAI).date()),
        listed=matters,
        maps=maps_of(config),
        words=Catalogue.load(),
        settings=settings_of(config),
        digests=replace(digests_of(config), pages=""),
        figures=figure_rules_of(config),
        hours=office_hours(config),
        clock=clock,
        ids=TimedIds(clock),
        signals=LocalSignals(),
        channels={},
    )
