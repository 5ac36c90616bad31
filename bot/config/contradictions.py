"""Options that are right by themselves and contradict each other.

Comes in: options. Goes out: a line for each problem. Does not: read files.
"""

from collections.abc import Iterator
from itertools import pairwise

from bot.config.areas import doubled_leaders, wrong_grids
from bot.config.dingtalk import impossible_dingtalk
from bot.config.duty import wrong_duties
from bot.config.phone import wrong_phones
from bot.config.repeated import twice
from bot.config.webhooks import wrong_webhooks
from bot.config.wechat import wrong_wechat
from bot.config.wecom import wrong_wecom
from bot.options.config import Config
from bot.options.machine import EMBEDDED


def contradictions(config: Config) -> Iterator[str]:
    """Every problem between options that are right by themselves, as a line."""
    grids = [grid.id for grid in config.community.grids]
    yield from twice("community.grids", grids)
    yield from twice("groups", [group.id for group in config.groups])
    yield from twice("people", [person.id for person in config.people])
    bindings = [f"{k}={v}" for group in config.groups for k, v in group.bindings.items()]
    yield from twice("groups.bindings", bindings)
    accounts = [f"{k}={v}" for person in config.people for k, v in person.accounts.items()]
    yield from twice("people.accounts", accounts)
    yield from _unknown_areas(config, grids)
    yield from wrong_grids(config)
    yield from wrong_duties(config)
    yield from wrong_phones(config)
    yield from wrong_wechat(config)
    yield from wrong_wecom(config)
    yield from wrong_webhooks(config)
    yield from _unknown_buildings(config)
    yield from doubled_leaders(config)
    yield from impossible_dingtalk(config, grids)
    yield from _impossible_times(config)
    if config.queue.url != EMBEDDED and not config.store.url.startswith("postgresql"):
        yield "queue.url: a broker takes a store that processes can share (postgresql://...)"


def _unknown_areas(config: Config, grids: list[str]) -> Iterator[str]:
    listed = f"Known: {', '.join(grids)}"
    for number, group in enumerate(config.groups):
        if group.grid is not None and group.grid not in grids:
            yield f"groups.{number}.grid: no such grid (got {group.grid!r}). {listed}"
    people = {person.id for person in config.people}
    for number, group in enumerate(config.groups):
        if group.owner is not None and group.owner not in people:
            yield f"groups.{number}.owner: no such person (got {group.owner!r})"
    known = {group.id for group in config.groups}
    for number, person in enumerate(config.people):
        for grid in set(person.grids) - set(grids):
            yield f"people.{number}.grids: no such grid (got {grid!r}). {listed}"
        for group_id in set(person.groups) - known:
            yield f"people.{number}.groups: no such group (got {group_id!r})"


def _unknown_buildings(config: Config) -> Iterator[str]:
    """A building leader leads buildings that exist."""
    known = {b.name for g in config.community.grids for e in g.estates for b in e.buildings}
    for number, person in enumerate(config.people):
        for name in person.buildings:
            if known and name not in known:
                yield f"people.{number}.buildings: no such building (got {name!r})"


def _impossible_times(config: Config) -> Iterator[str]:
    assembly = config.assembly
    if assembly.longest_seconds < assembly.quiet_seconds:
        yield (
            "assembly.longest_seconds: must not be shorter than assembly.quiet_seconds"
            f" (got {assembly.longest_seconds} and {assembly.quiet_seconds})"
        )
    for begin, end in config.hours.office:
        if begin >= end:
            yield f"hours.office: a span must end after it begins (got {begin} to {end})"
    for (_, end), (begin, _) in pairwise(config.hours.office):
        if begin < end:
            yield f"hours.office: spans must be in order (got {begin} after one until {end})"
