"""Whom people mean by a name: "Old Li", "Wang the building leader".

Comes in: a speaker and a name as it is said. Goes out: the people of the directory who may be
meant. Does not: decide among several.
"""

from bot.domain.grid import Directory
from bot.domain.people import Person
from intents.points import fits


def called(directory: Directory, speaker: Person, name: str) -> list[Person]:
    """Those of the speaker's grids who may be called so: by the whole name, else by a part."""
    there = [one for one in directory.people if _is_near(speaker, one)]
    return [one for one in there if one.name == name] or [
        one for one in there if fits(name, one.name)
    ]


def _is_near(speaker: Person, one: Person) -> bool:
    return not speaker.grids or not one.grids or bool(set(speaker.grids) & set(one.grids))
