"""Spoken names of matters: what people of the grid call an item or a category.

Comes in: the name that somebody says. Goes out: codes, the likeliest first, those of longer
names before the others. Does not: know the admission list with its official names.
"""

from collections.abc import Mapping

from intents.words import data


def codes_named(said: str) -> tuple[str, ...]:
    """Items and categories that go by a name like this; none where it is not known."""
    names: Mapping[str, list[str]] = data("matters")
    known = sorted((name for name in names if name in said), key=len, reverse=True)
    return tuple(dict.fromkeys(code for name in known for code in names[name]))
