"""What departments are called by the admission list, whatever people call them.

Comes in: the list. Goes out: names. Does not: know who speaks for one.
"""

from collections.abc import Callable, Mapping
from functools import cache

from bot.domain.groups import plain
from bot.domain.matters import Matter
from intents.departments import family


def listed_name(matters: Mapping[str, Matter]) -> Callable[[str], str]:
    """What the admission list calls a department that people call otherwise; leads come first."""
    lots = [m.departments for m in matters.values()]
    listed = dict.fromkeys(plain(name) for lot in lots for name in lot[:1])
    listed |= dict.fromkeys(plain(name) for lot in lots for name in lot)
    of_family: dict[str, str] = {}
    for name in listed:
        of_family.setdefault(family(name), name)

    @cache
    def name_of(department: str) -> str:
        name = plain(department)
        return name if name in listed else of_family.get(family(name), name)

    return name_of
