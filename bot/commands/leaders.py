"""`qunli leaders`: the register of who leads which building, and a change of it.

Comes in: checked configuration, what is wanted. Goes out: lines to print, a changed history of
people in the store. Does not: enter people (the configuration does).
"""

from datetime import datetime

from bot.areas.directory import directory_of
from bot.domain.deadlines import SHANGHAI
from bot.domain.errors import ConfigError
from bot.domain.grid import Directory
from bot.domain.records import edited, of_people
from bot.domain.register import Post, may_lead, register
from bot.domain.staffing import Led, as_change, as_detail
from bot.domain.viewing import AT_THE_DESK
from bot.journey.staffing import Staffing
from bot.options.config import Config
from bot.ports import Store
from bot.wiring.store import opened

NOBODY = "-"


async def listed(config: Config, now: datetime) -> tuple[str, bool]:
    """Every building with its leader, a line each; whether each has just one."""
    async with opened(config.store.url) as store:
        areas = await _areas(config, store, now)
    day = now.astimezone(SHANGHAI).date()
    posts = register(areas.on(day))
    lines = [_line(areas, post) for post in posts]
    return "\n".join(lines) or "no buildings", all(len(post.leaders) == 1 for post in posts)


async def lead(config: Config, post: tuple[str, str], person: str, now: datetime) -> str:
    """Somebody leads a building from today (`NOBODY`: nobody does), and nobody else."""
    grid, building = post
    who = "" if person == NOBODY else person
    async with opened(config.store.url) as store:
        areas = await _areas(config, store, now)
        problems = _problems(areas, grid, building, who)
        if problems:
            raise ConfigError(problems)
        since = now.astimezone(SHANGHAI).date()
        led = Led(person=who, grid=grid, building=building, since=since)
        line = edited(of_people(), now, AT_THE_DESK, as_detail(led))
        await store.work(lambda unit: unit.cases.record([line]))
    return f"{grid} {building}: {person}"


async def _areas(config: Config, store: Store, now: datetime) -> Directory:
    """Areas and people with what the office has changed about them."""
    lines = await store.look(lambda unit: unit.cases.history(of_people()))
    staffing = Staffing()
    staffing.refresh(as_change(line.detail) for line in lines)
    day = now.astimezone(SHANGHAI).date()
    return staffing.over(directory_of(config, day=day))


def _problems(areas: Directory, grid: str, building: str, person: str) -> list[str]:
    there = areas.grid(grid)
    if there is None or all(one.name != building for one in there.buildings):
        return [f"leaders: no such building (got {grid} {building})"]
    if not person:
        return []
    if person not in {one.id for one in areas.people}:
        return [f"leaders: no such person in people (got {person!r})"]
    if not may_lead(areas, areas.person(person), grid, building):
        return [f"leaders: {person} has a part in another grid with a {building}"]
    return []


def _line(areas: Directory, post: Post) -> str:
    return "\t".join([post.grid, post.building, ",".join(post.leaders) or NOBODY])
