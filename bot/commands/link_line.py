"""The arguments of `qunli link`, and how it guides an office through linking a group.

Comes in: parsed arguments, what somebody at the console answers. Goes out: lines for him, in
Chinese. Does not: link anything; the words are in `linking.yaml`.
"""

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from bot.clock import SystemClock
from bot.config.reading import read_config
from bot.domain.errors import ConfigError
from bot.options.config import Config

if TYPE_CHECKING:
    from bot.commands.link import Wanted


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `qunli link`."""
    parser.add_argument("--config", type=Path, default=Path("config.yaml"))
    parser.add_argument("--group", help="id of a group of the configuration; else a new one")
    parser.add_argument("--kind", choices=["owners", "leaders"], help="which kind of group")
    parser.add_argument("--grid", help="id of its grid")
    parser.add_argument("--building", help="where it is one building's own")
    parser.add_argument("--name", help="what people call it")
    parser.add_argument("--owner", help="id of the person who owns it; *: whoever types the code")
    parser.add_argument("--list", action="store_true", help="every group that is linked or bound")
    parser.add_argument("--end", metavar="GROUP", help="end every binding of a group")


def link(options: argparse.Namespace) -> bool:
    """List, end, or guide to a code and wait until somebody has typed it."""
    config, words = read_config(options.config), _words()
    if options.list:
        _list(config, words)
    elif options.end:
        _end(config, words, options.end)
    else:
        _offer(config, words, options)
    return True


def _words() -> dict[str, Any]:
    text = resources.files("bot.replies").joinpath("linking.yaml").read_text(encoding="utf-8")
    words: dict[str, Any] = yaml.safe_load(text)
    return words


def _list(config: Config, words: Mapping[str, Any]) -> None:
    from bot.commands.link import rooms_of

    grids = {grid.id: grid.name for grid in config.community.grids}
    rooms = asyncio.run(rooms_of(config))
    for room in rooms:
        for channel, _ in room.bindings:
            row = words["row"].format(
                room=room.id,
                kind=words["kinds"][room.kind.value],
                grid=grids.get(room.grid or "", room.community),
                building=room.building or "",
                name=room.name,
                channel=channel,
                listening=words["listening"][room.listening.value],
            )
            print(row)
    if not rooms:
        print(words["none"])


def _end(config: Config, words: Mapping[str, Any], room: str) -> None:
    from bot.commands.link import end_links

    count = asyncio.run(end_links(config, room, SystemClock()))
    print(words["ended"].format(room=room, count=count))


def _offer(config: Config, words: Mapping[str, Any], options: argparse.Namespace) -> None:
    from bot.commands.link import Wanted, local, offer_code, wait_for

    names = ("group", "kind", "grid", "building", "name", "owner")
    wanted = Wanted(**{name: getattr(options, name) for name in names})
    alone = not sys.stdin.isatty()
    if wanted.group is None and not (wanted.kind and wanted.grid):
        if alone:
            raise ConfigError(["link: --kind and --grid (or --group) are needed, nobody is asked"])
        asked = Guide(config, words).ask(vars(options))
        wanted = replace(wanted, **asked)
    wanted = replace(wanted, name=wanted.name or _name(config, words, wanted))
    clock = SystemClock()
    offered = asyncio.run(offer_code(config, wanted, clock))
    until, name = local(offered.offer.until), offered.offer.name
    print(words["code"].format(code=offered.shown, until=until, name=name))
    if alone:
        return
    print(words["waiting"])
    with suppress(KeyboardInterrupt):
        made = asyncio.run(wait_for(config, offered, clock))
        print(words["linked"].format(name=made.name) if made else words["over"])


def _name(config: Config, words: Mapping[str, Any], wanted: "Wanted") -> str | None:
    """What people may call it: the grid, the building, the kind."""
    grids = {grid.id: grid.name for grid in config.community.grids}
    if wanted.kind is None or wanted.grid not in grids:
        return None
    return f"{grids[wanted.grid]}{wanted.building or ''}{words['kinds'][wanted.kind]}"


class Guide:
    """Asks what was not given as an argument."""

    def __init__(self, config: Config, words: Mapping[str, Any]) -> None:
        self._config = config
        self._words = words

    def ask(self, given: Mapping[str, Any]) -> dict[str, str | None]:
        """Kind, grid, building and owner."""
        kinds = self._words["kinds"]
        grids = {grid.id: grid.name for grid in self._config.community.grids}
        kind = given["kind"] or self._pick("kind", list(kinds), list(kinds.values()))
        grid = given["grid"] or self._pick("grid", list(grids), list(grids.values()))
        building = given["building"] or self._building(grid)
        owner = given["owner"] or input(self._words["ask"]["owner"] + "\n") or None
        return {"kind": kind, "grid": grid, "building": building, "owner": owner}

    def _building(self, grid_id: str | None) -> str | None:
        estates = [e for g in self._config.community.grids if g.id == grid_id for e in g.estates]
        names = [building.name for estate in estates for building in estate.buildings]
        return self._pick("building", names, names, may_skip=True) if names else None

    def _pick(
        self, what: str, values: Sequence[str], shown: Sequence[str], *, may_skip: bool = False
    ) -> str | None:
        """One of these, by its number."""
        print(self._words["ask"][what])
        for number, name in enumerate(shown, start=1):
            print(f"  {number} {name}")
        while True:
            said = input(self._words["pick"]).strip()
            if may_skip and not said:
                return None
            if said.isdecimal() and 1 <= int(said) <= len(values):
                return values[int(said) - 1]
            print(self._words["again"])
