"""What is written about the program is what the program is."""

import inspect
import re
from collections.abc import Iterator
from typing import get_args, get_origin

import pytest
from pydantic import BaseModel

from bot.config.reading import Config, read_config
from bot.domain import errors
from tests.rules.tree import ROOT, source


def drawn(text: str) -> set[tuple[str, str]]:
    """The pairs (error, its parent) of a tree drawn with box characters, four columns a level."""
    pairs = set()
    ancestors: list[str] = []
    for line in text.splitlines():
        found = re.fullmatch(r"([ │├└─]*)([A-Z]\w*)", line.rstrip())
        if found:
            level = len(found[1]) // 4
            del ancestors[level:]
            if ancestors:
                pairs.add((found[2], ancestors[-1]))
            ancestors.append(found[2])
    return pairs


def test_the_error_tree_is_drawn_as_it_is():
    classes = [
        value
        for value in vars(errors).values()
        if inspect.isclass(value) and issubclass(value, Exception) and value is not errors.BotError
    ]
    assert drawn(errors.__doc__) == {(one.__name__, one.__base__.__name__) for one in classes}


def test_the_drawing_is_read():
    tree = "A\n├── B\n│   └── C\n└── D"
    assert drawn(tree) == {("B", "A"), ("C", "B"), ("D", "A")}


def part(annotation: object) -> tuple[type[BaseModel], str] | None:
    """The model inside an option's type, and the mark of a list around it."""
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        return annotation, ""
    for argument in get_args(annotation):
        found = part(argument)
        if found:
            return found[0], ("[]" if get_origin(annotation) is list else "") + found[1]
    return None


def options(model: type[BaseModel], above: str = "") -> Iterator[str]:
    """The options of a model as the documentation names them: `server.host`, `groups[].id`."""
    for name, field in model.model_fields.items():
        inner = part(field.annotation)
        if inner:
            yield from options(inner[0], f"{above}{name}{inner[1]}.")
        else:
            yield f"{above}{name}"


def first_cells(path: str) -> list[str]:
    """The first cells, set in backticks, of the tables of a page."""
    return re.findall(r"^\| `([^`]+)` \|", source(path), flags=re.MULTILINE)


def test_every_option_is_documented_once_and_no_other():
    documented = [name.partition(".<")[0] for name in first_cells("docs/config.md")]
    assert sorted(documented) == sorted(options(Config))


def test_the_shipped_configuration_is_right():
    assert read_config(ROOT / "config.yaml").server.port == 8311


@pytest.mark.parametrize(
    "term",
    ["message", "room", "sender", "thread", "turn", "case", "label", "reply", "delivery"],
)
def test_the_glossary_pairs_our_words_with_chinese(term):
    rows = re.findall(r"^\| `?([a-z ]+)`? \| ([^|]+) \|", source("docs/glossary.md"), re.MULTILINE)
    assert re.search(r"[\u4e00-\u9fff]", dict(rows)[term])
