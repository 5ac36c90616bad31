"""Names of codes that pages show.

Comes in: words.yaml of this package. Goes out: `Words`, which answers with the code itself where it
has no name. Does not: choose sentences; those are in the templates.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Tables of names by code."""

    tables: Mapping[str, Mapping[str, str]]

    def name(self, table: str, code: str) -> str:
        """The name of a code, or the code."""
        return self.tables[table].get(code, code)


def load_words() -> Words:
    """The words that come with the package."""
    text = files("bot.desk").joinpath("words.yaml").read_text(encoding="utf-8")
    return Words(tables=yaml.safe_load(text))
