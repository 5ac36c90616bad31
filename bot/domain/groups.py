"""Facts divided by grid, community, department, item or property company.

Comes in: facts. Goes out: the facts of each group, by name; "" is the group of those that have
none. Does not: count. A case of a special grid stands in that grid and in its ordinary one, and
once in its community (domain rules §9).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, Protocol, TypeVar

from bot.domain.facts import CaseFact, DispatchFact, Facts, WhistleFact


class By(StrEnum):
    """What figures are divided by."""

    GRID = "grid"
    COMMUNITY = "community"
    DEPARTMENT = "department"
    ITEM = "item"
    PROPERTY = "property"


_OF_CASE: Final[Mapping[By, Callable[[CaseFact], Iterable[str]]]] = MappingProxyType(
    {
        By.GRID: lambda fact: fact.grids or ("",),
        By.COMMUNITY: lambda fact: (fact.community,),
        By.DEPARTMENT: lambda fact: (plain(fact.department),),
        By.ITEM: lambda fact: (fact.item,),
        By.PROPERTY: lambda fact: (fact.company,) if fact.company else (),
    }
)


def _of_dispatch(fact: DispatchFact, by: By) -> Iterable[str]:
    """To a department or company: the one it was sent to, wherever it lies now."""
    match by:
        case By.DEPARTMENT:
            return (plain(fact.department),)
        case By.PROPERTY:
            return (fact.company,) if fact.company else ()
        case _:
            return _OF_CASE[by](fact.case)


_OF_WHISTLE: Final[Mapping[By, Callable[[WhistleFact], Iterable[str]]]] = MappingProxyType(
    {
        By.GRID: lambda fact: fact.grids or ("",),
        By.COMMUNITY: lambda fact: (fact.community,),
        By.DEPARTMENT: lambda fact: dict.fromkeys(plain(one.department) for one in fact.summons),
        By.ITEM: lambda fact: dict.fromkeys(fact.items),
        By.PROPERTY: lambda _: (),
    }
)


class _Placed(Protocol):
    """What neighbours, leaders and meetings do belongs to a grid and a community only."""

    @property
    def grid(self) -> str | None: ...
    @property
    def community(self) -> str | None: ...


F = TypeVar("F", bound=_Placed)


def plain(department: str) -> str:
    """A department without the office inside it that stands in brackets."""
    return department.split("(")[0]


def renamed(facts: Facts, name_of: Callable[[str], str]) -> Facts:
    """The same with the departments under other names, so that one department is one group."""
    return replace(
        facts,
        cases=tuple(replace(one, department=name_of(one.department)) for one in facts.cases),
        dispatches=tuple(
            replace(one, department=name_of(one.department)) for one in facts.dispatches
        ),
        whistles=tuple(
            replace(
                one,
                summons=tuple(
                    replace(called, department=name_of(called.department)) for called in one.summons
                ),
            )
            for one in facts.whistles
        ),
    )


def _for(fact: WhistleFact, by: By, name: str) -> WhistleFact:
    """A whistle as one department is answerable for it: its own summons only."""
    if by is not By.DEPARTMENT:
        return fact
    own = tuple(one for one in fact.summons if plain(one.department) == name)
    return replace(fact, summons=own)


def grouped(facts: Facts, by: By) -> dict[str, Facts]:
    """The facts of every group there is, groups in the order of their names."""
    cases: dict[str, list[CaseFact]] = defaultdict(list)
    dispatches: dict[str, list[DispatchFact]] = defaultdict(list)
    whistles: dict[str, list[WhistleFact]] = defaultdict(list)
    for fact in facts.cases:
        for name in _OF_CASE[by](fact):
            cases[name].append(fact)
    for sent in facts.dispatches:
        for name in _of_dispatch(sent, by):
            dispatches[name].append(sent)
    for whistle in facts.whistles:
        for name in _OF_WHISTLE[by](whistle):
            whistles[name].append(_for(whistle, by, name))
    efforts = _efforts(facts, by)
    return {
        name: Facts(
            cases=tuple(cases.get(name, ())),
            dispatches=tuple(dispatches.get(name, ())),
            whistles=tuple(whistles.get(name, ())),
            **{kind: tuple(found.get(name, ())) for kind, found in efforts.items()},
        )
        for name in sorted(set().union(cases, dispatches, whistles, *efforts.values()))
    }


def _efforts(facts: Facts, by: By) -> dict[str, dict[str, list[Any]]]:
    """All that is no case, by the name under which `Facts` has it."""
    return {
        "services": _placed(facts.services, by),
        "calls": _placed(facts.calls, by),
        "resolutions": _placed(facts.resolutions, by),
        "hours": _placed(facts.hours, by),
        "givings": _placed(facts.givings, by),
        "deeds": _placed(facts.deeds, by),
        "care": _placed(facts.care, by),
    }


def _placed(facts: Iterable[F], by: By) -> dict[str, list[F]]:
    found: dict[str, list[F]] = defaultdict(list)
    if by in (By.GRID, By.COMMUNITY):
        for fact in facts:
            found[(fact.grid if by is By.GRID else fact.community) or ""].append(fact)
    return found
