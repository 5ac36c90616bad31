"""`qunli figures`: the rates of a period for every grid, department, item, company or community.

Comes in: a configuration, days. Goes out: facts counted, as a table for people, CSV for workbooks
or JSON for programs. Does not: change the store; words are in `figures.yaml`.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any, Final
from unicodedata import east_asian_width

import yaml

from bot.areas.directory import directory_of, maps_of
from bot.areas.settings import figure_rules_of, settings_of
from bot.digests.departments import listed_name
from bot.domain.facts import Facts, Period
from bot.domain.figures import counts, rates
from bot.domain.gridmaps import GridMaps
from bot.domain.groups import By, grouped, renamed
from bot.domain.matters import Matter, OnSite
from bot.domain.people import Role
from bot.domain.value import FigureRules, Unit, Value
from bot.options.config import Config
from bot.ports.rows_figures import Asked
from bot.wiring.store import opened

_OF_GRID = frozenset({Role.GRID_MEMBER, Role.GRID_LEADER})
_SIGNS: Final = {Unit.PERCENT: "%", Unit.HOURS: "h", Unit.ALL_HOURS: "h", Unit.NUMBER: ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Days from `begin` through `end`, divided by what, by whose map of the grids."""

    begin: date
    end: date
    by: By
    map_day: date | None = None

    @property
    def period(self) -> Period:
        """The same in instants."""
        return Period.of_days(self.begin, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The figures of one group; `name` is what people call it."""

    id: str
    name: str
    counts: Mapping[str, int]
    rates: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Rows in order, and the figures of everything together."""

    wanted: Wanted
    rules: FigureRules
    rows: tuple[Row, ...]
    total: Row
    special: bool


async def collect(config: Config, matters: Mapping[str, Matter], wanted: Wanted) -> Facts:
    """What a store knows of a period."""
    async with opened(config.store.url) as store:
        return await store.look(lambda unit: unit.figures.facts(asked(config, matters, wanted)))


def asked(config: Config, matters: Mapping[str, Matter], wanted: Wanted) -> Asked:
    """What the store is asked for."""
    people = directory_of(config).people
    return Asked(
        period=wanted.period,
        maps=maps_of(config),
        map_day=wanted.map_day,
        staff=frozenset(person.id for person in people if person.is_staff),
        of_grid=frozenset(person.id for person in people if _OF_GRID & set(person.roles)),
        on_site=frozenset(m.item for m in matters.values() if m.on_site is OnSite.YES),
        live=settings_of(config).live_alarm_limit,
    )


def report(facts: Facts, wanted: Wanted, config: Config, matters: Mapping[str, Matter]) -> Report:
    """The figures of every group. Grids that hold stand there even where nothing happened."""
    maps, rules = maps_of(config), figure_rules_of(config)
    if wanted.by is By.DEPARTMENT:
        facts = renamed(facts, listed_name(matters))
    groups = grouped(facts, wanted.by)
    if wanted.by is By.GRID:
        groups = {id_: groups.get(id_, Facts()) for id_ in _grids(maps, wanted, groups)}
    names = maps.names if wanted.by is By.GRID else {item: m.name for item, m in matters.items()}
    shown = _words()
    rows = [
        _row(id_, names.get(id_, id_) or shown["nobody"][wanted.by.value], of, wanted, rules)
        for id_, of in groups.items()
    ]
    return Report(
        wanted=wanted,
        rules=rules,
        rows=tuple(row for row in rows if _tells(row) or row.id in maps.names),
        total=_row("", shown["total"], facts, wanted, rules),
        special=wanted.by is By.GRID and bool(maps.specials),
    )


def _tells(row: Row) -> bool:
    """Whether there is anything to tell of a group in this period."""
    return bool(row.counts["opened"] or any(value.whole for value in row.rates.values()))


def _row(id_: str, name: str, facts: Facts, wanted: Wanted, rules: FigureRules) -> Row:
    period = wanted.period
    return Row(id=id_, name=name, counts=counts(facts, period), rates=rates(facts, period, rules))


def _grids(maps: GridMaps, wanted: Wanted, found: Mapping[str, Facts]) -> list[str]:
    """Those that hold at the end of the period, or on the map's day, in the order in which they are
    written down; then others that cases lie in.
    """
    day = wanted.map_day or wanted.end
    areas = [*maps.grids, *(special.area for special in maps.specials)]
    holding = [area.id for area in areas if area.holds_on(day)]
    written = [area.id for area in areas if area.id in found]
    return list(dict.fromkeys([*holding, *written, *found]))


def _words() -> dict[str, Any]:
    text = resources.files("bot.replies").joinpath("figures.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def as_json(found: Report) -> str:
    """One object; a rate that is not told has a null value, and of how many it would be."""
    wanted = found.wanted
    whole = {
        "from": wanted.begin.isoformat(),
        "to": wanted.end.isoformat(),
        "by": wanted.by.value,
        "map": wanted.map_day and wanted.map_day.isoformat(),
        "rows": [_object(row, found.rules) for row in found.rows],
        "total": _object(found.total, found.rules),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _object(row: Row, rules: FigureRules) -> dict[str, Any]:
    told = {name: _told(value, rules) for name, value in row.rates.items()}
    return {"id": row.id, "name": row.name, "counts": dict(row.counts), "rates": told}


def _told(value: Value, rules: FigureRules) -> dict[str, Any]:
    tenths = value.tenths(rules.few)
    if tenths is None:
        return {"value": None, "unit": value.unit.value, "of": value.whole}
    whole = {"value": tenths / 10, "unit": value.unit.value, "of": value.whole}
    return whole | ({"part": float(value.part)} if value.unit is Unit.PERCENT else {})


def as_csv(found: Report) -> str:
    """One line a group, for workbooks: each rate with the number of its samples beside it."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(scorecard(found))
    return out.getvalue()


def scorecard(found: Report) -> list[list[str | int]]:
    """The same as rows of cells, titles first."""
    words = _words()
    header = [words["id"], words["by"][found.wanted.by.value], *words["counts"].values()]
    for name, value in found.total.rates.items():
        title = words["rates"][name]
        header += [words[value.unit.value].format(name=title), words["samples"].format(name=title)]
    lines: list[list[str | int]] = [header]
    for row in (*found.rows, found.total):
        cells: list[str | int] = [row.id, row.name, *(row.counts[name] for name in words["counts"])]
        for value in row.rates.values():
            cells += [value.shown(found.rules.few) or "", value.whole]
        lines.append(cells)
    return lines


def as_table(found: Report) -> str:
    """For people: blocks of a few columns each, one line a group."""
    words, wanted = _words(), found.wanted
    head = words["head"].format(begin=wanted.begin, end=wanted.end, by=words["by"][wanted.by.value])
    if wanted.map_day is not None:
        head += words["map"].format(day=wanted.map_day)
    lines = [head]
    for names in words["blocks"]:
        titles = [words["counts"].get(name) or words["rates"][name] for name in names]
        cells = [["", *titles]]
        cells += [
            [row.name, *(_cell(row, name, found.rules, words) for name in names)]
            for row in (*found.rows, found.total)
        ]
        lines += ["", *_aligned(cells)]
    notes = [note.format(few=found.rules.few) for note in words["notes"]]
    lines += ["", *notes, *([words["special"]] if found.special else [])]
    return "\n".join(lines) + "\n"


def _cell(row: Row, name: str, rules: FigureRules, words: Mapping[str, Any]) -> str:
    if name in row.counts:
        return str(row.counts[name])
    value = row.rates[name]
    shown = value.shown(rules.few)
    if shown is None:
        return str(words["few"] if value.whole else words["none"])
    return shown + _SIGNS[value.unit]


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        first, *others = (
            (cell, " " * (width - _width(cell))) for cell, width in zip(row, widths, strict=True)
        )
        yield "  ".join([first[0] + first[1], *(space + cell for cell, space in others)])


def _width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
