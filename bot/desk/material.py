"""Everything the desk reads from its package: words, files for browsers, templates.

Comes in: the package's data files. Goes out: `Material`, kept in memory for as long as the desk
runs. Does not: touch the disk later. Reading blocks: load it before the event loop runs, or in a
thread.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import jinja2

from bot.desk.assets import Assets
from bot.desk.interface.problems import load_problems
from bot.desk.words import Words, load_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What pages are made of; `problems` are the words for programs that asked wrongly."""

    words: Words
    problems: Mapping[int, Mapping[str, str]]
    assets: Assets
    templates: Mapping[str, jinja2.Template]


def load_material() -> Material:
    """Read and compile all of it."""
    assets = Assets.load()
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("bot.desk"),
        autoescape=True,
        auto_reload=False,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["asset"] = assets.url
    environment.filters["short"] = short
    templates = {name: environment.get_template(name) for name in environment.list_templates()}
    return Material(
        words=load_words(), problems=load_problems(), assets=assets, templates=templates
    )


def short(at: str) -> str:
    """Month, day, hour and minute of a local instant."""
    return at[5:16].replace("T", " ")
