"""Words to listen for, kept as YAML beside this module and compiled on first use.

Comes in: the name of a file here. Goes out: named compiled patterns. Does not: decide anything; load anything on import.

A file is a mapping `name -> list of fragments`. A fragment is a regular expression in which `{other}` stands for the
alternatives of the list `other` of the same file (lists that start with an underscore are only such parts).
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import yaml

_REFERENCE = re.compile(r"\{([a-z_]+)\}")


@cache
def data(name: str) -> Any:
    """The parsed content of `<name>.yaml`; callers must not change it."""
    text = resources.files("intents.lexicon").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader)


def alternatives(fragments: list[str], parts: Mapping[str, list[str]]) -> str:
    """One non-capturing group for a list of fragments, references filled in."""

    def fill(match: re.Match[str]) -> str:
        return alternatives(parts[match[1]], parts)

    return "(?:" + "|".join(_REFERENCE.sub(fill, str(fragment)) for fragment in fragments) + ")"


@cache
def patterns(name: str) -> Mapping[str, re.Pattern[str]]:
    """Every list of `<name>.yaml` as one compiled pattern."""
    lists: Mapping[str, list[str]] = data(name)
    return MappingProxyType(
        {key: re.compile(alternatives(fragments, lists)) for key, fragments in lists.items() if key[0] != "_"}
    )
