"""What the office has changed at the desk about the goods that points buy. It stands on top of the
goods of the configuration.

Comes in: lines of the history of goods, in order; goods. Goes out: goods with all that; the lines
themselves; what of a good is not possible. Does not: read rows, or judge who may change what. None
is ever taken off the list: what is no longer to be had has a last day, since codes name it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from bot.domain.points import Good, PointRules

NAME_MOST: Final = 20
"""Characters of what a good is called."""
PARTNER_MOST: Final = 40
"""Characters of who gives it."""
MOST: Final = 1_000_000
"""Points that it may cost, and pieces of it."""


def as_detail(good: Good) -> dict[str, object]:
    """What the history holds: the whole good as it is from then on."""
    return {
        "good": good.id,
        "name": good.name,
        "partner": good.partner,
        "points": good.points,
        "stock": good.stock,
        "until": good.until.isoformat() if good.until else "",
        "people": list(good.people),
    }


def as_good(detail: Mapping[str, object]) -> Good:
    """The opposite."""
    people, until = detail["people"], str(detail["until"])
    return Good(
        id=str(detail["good"]),
        name=str(detail["name"]),
        partner=str(detail["partner"]),
        points=int(str(detail["points"])),
        stock=int(str(detail["stock"])),
        until=date.fromisoformat(until) if until else None,
        people=tuple(str(one) for one in people) if isinstance(people, list) else (),
    )


def stocked(rules: PointRules, changes: Iterable[Good]) -> PointRules:
    """The rules with what was changed, in the order of the list, what is new behind it."""
    found = {good.id: good for good in rules.goods}
    for good in changes:
        found[good.id] = good
    return replace(rules, goods=tuple(found.values()))


def faults(good: Good, others: Iterable[Good], people: Collection[str]) -> list[str]:
    """What of a good is not possible: `name`, `partner`, `points`, `stock`, `people`."""
    taken = {other.name for other in others if other.id != good.id}
    wrong = {
        "name": not 0 < len(good.name) <= NAME_MOST or good.name in taken,
        "partner": not 0 < len(good.partner) <= PARTNER_MOST,
        "points": not 0 < good.points <= MOST,
        "stock": not 0 <= good.stock <= MOST,
        "people": not set(good.people) <= set(people),
    }
    return [name for name, is_wrong in wrong.items() if is_wrong]
