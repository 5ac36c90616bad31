"""How the columns of another platform are called, as data.

Comes in: a mapping file (YAML), one that comes with the program or an office's own. Goes out: a
checked `Mapping`. Does not: read tickets.
"""

from collections.abc import Mapping as Table
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import yaml

from bot.domain.errors import ConfigError

SHIPPED: Final = ("yuepingan", "hotline12345")
TAKEN: Final = ("number", "ours", "words", "place", "grid", "at")
GIVEN: Final = (
    *("number", "theirs", "item", "item_name", "category_name", "words", "place", "grid"),
    *("department", "level", "status", "opened_at", "until", "done_at"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformMapping:
    """`taken`: which titles stand for what we read; `given`: titles in order with what we write;
    `statuses`: their words for ours; `block` is to be copied into their form."""

    platform: str
    name: str
    taken: Table[str, tuple[str, ...]]
    given: Table[str, str]
    statuses: Table[str, str]
    block: str


def read_mapping(name: str) -> PlatformMapping:
    """One that comes with the program by its name, or a file; ConfigError with every problem."""
    try:
        if name in SHIPPED:
            text = resources.files("bot.exchange").joinpath(f"{name}.yaml").read_text("utf-8")
        else:
            text = Path(name).read_text(encoding="utf-8")
        found = yaml.safe_load(text)
    except (OSError, ValueError, yaml.YAMLError) as err:
        raise ConfigError([f"exchange: cannot read the mapping {name}: {err}"]) from err
    problems = list(_problems(found))
    if problems:
        raise ConfigError([f"{name}: {problem}" for problem in problems])
    return PlatformMapping(
        platform=found["platform"],
        name=found["name"],
        taken={field: tuple(titles) for field, titles in found["import"].items()},
        given=found["export"],
        statuses=found["statuses"],
        block=found["block"],
    )


@cache
def shipped_mappings() -> tuple[PlatformMapping, ...]:
    """Those that come with the program. Blocks the first time."""
    return tuple(read_mapping(name) for name in SHIPPED)


def _problems(found: Any) -> list[str]:  # noqa: ANN401
    if not isinstance(found, dict):
        return ["not a mapping"]
    kinds = {"platform": str, "name": str, "import": dict, "export": dict, "statuses": dict}
    told = [
        f"{key}: must be there, a {kind.__name__}"
        for key, kind in (kinds | {"block": str}).items()
        if not isinstance(found.get(key), kind)
    ]
    if told:
        return told
    told += [f"import.{field}: not known" for field in found["import"] if field not in TAKEN]
    told += [
        f"import.{field}: must be a list of titles"
        for field, titles in found["import"].items()
        if not isinstance(titles, list) or not all(isinstance(title, str) for title in titles)
    ]
    if "number" not in found["import"]:
        told.append("import.number: must be there")
    told += [f"export.{t}: not known" for t, field in found["export"].items() if field not in GIVEN]
    try:
        found["block"].format(**dict.fromkeys(GIVEN, ""))
    except (KeyError, IndexError, ValueError) as err:
        told.append(f"block: {err}")
    return told
