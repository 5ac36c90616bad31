"""No pattern of the program takes for ever, whatever somebody writes: they are found by walking
through everything that its modules hold, not by a list.
"""

import gc
import importlib
import pkgutil
import re
import types
from itertools import cycle, islice
from time import process_time

import pytest

import bot
import classifiers
import intents
from bot.wiring.journey import read_words

LENGTH = 2_000
"""Of longer texts the beginning is read (test_long_texts)."""
LONGEST_SECONDS = 2.0
"""What grows with the square of the length takes less; what doubles with a character, for ever."""
PACKAGES = (bot, intents, classifiers)
NOT_IMPORTED = ("__main__", "migrations", "wechat", "crew")
COMMON = ("啊", "1", "a", " ", "-", "[", "@1", "没有", "不是", "\n", "a.", "“", "3栋", "_")
LEAST = 100
RUNS = re.compile(r"[^\x00-\x7f]{1,6}|[a-z]{2,}|\d+")
"""Words that stand in a pattern itself: what is made of them comes furthest in it."""


def ours(name: str) -> bool:
    return name.partition(".")[0] in {package.__name__ for package in PACKAGES}


def import_all() -> list[types.ModuleType]:
    every = (
        one.name
        for package in PACKAGES
        for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    )
    return [
        importlib.import_module(name)
        for name in every
        if not set(NOT_IMPORTED) & set(name.split("."))
    ]


def patterns() -> set[re.Pattern[str]]:
    """Every compiled pattern that can be reached from a module of ours."""
    read_words()
    seen: dict[int, object] = {}
    waiting: list[object] = [vars(module) for module in import_all()]
    found = set()
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen[id(one)] = one
        if isinstance(one, re.Pattern):
            found.add(one)
        elif not is_foreign(one):
            waiting += gc.get_referents(one)
    return {one for one in found if isinstance(one.pattern, str)}


def is_foreign(one: object) -> bool:
    """What is not worth looking into: other people's modules, classes and functions."""
    if isinstance(one, types.ModuleType):
        return not ours(one.__name__)
    if isinstance(one, type | types.FunctionType):
        return not ours(one.__module__ or "")
    kind = type(one)
    return not (ours(kind.__module__) or kind.__module__ in ("builtins", "functools", "re")) or (
        isinstance(one, str | bytes | int | float | types.CodeType)
    )


def texts(pattern: str) -> list[str]:
    seeds = dict.fromkeys((*RUNS.findall(pattern)[:4], *COMMON[:6]))
    return ["".join(islice(cycle(seed), LENGTH)) for seed in seeds]


@pytest.fixture(scope="module")
def every():
    return sorted(patterns(), key=lambda one: one.pattern)


def test_enough_are_found(every):
    assert len(every) > LEAST


def test_no_text_keeps_a_pattern_busy(every):
    slow = []
    for one in every:
        for text in texts(one.pattern):
            for read in (one.search, one.fullmatch):
                begun = process_time()
                read(text)
                if (took := process_time() - begun) > LONGEST_SECONDS:
                    slow.append((one.pattern[:80], text[:8], round(took, 2)))
    assert not slow
