"""What is written about the program is what the program is."""

import inspect
import re

from bot.domain import errors


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
