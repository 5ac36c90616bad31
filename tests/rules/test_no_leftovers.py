"""The repository stands on its own: no file names the machine it was written on or how."""

import re

import pytest

from tests.rules.tree import files, source

BINARY = (
    ".npy",
    ".onnx",
    ".png",
    ".ico",
    ".woff2",
    ".jpg",
    ".gif",
    ".xlsx",
    ".skops",
    ".sqlite3",
    ".gz",
)
OURSELVES = "tests/rules/test_no_leftovers.py"
LEFTOVERS = (
    re.compile(r"(?<![\w.])/(?:work|root|home|Users)/[\w.]"),
    re.compile(r"/tmp/(?:brief|bash_jobs)"),
    re.compile(
        r"(?<![\w/-])(?:\.\./)?shared/(?:eval|seeds|corpus-seed|hooks|items\.csv|[A-Z]+\.md)"
    ),
    re.compile(r"\b(?:HOUSE|STYLE|FORMATS|DOMAIN|CHANNELS|SEEDS|ANCHORS|COMMON|BRIEF)\.md\b"),
    re.compile(r"\b(?:claude|anthropic|copilot|chatgpt)\b", re.IGNORECASE),
    re.compile(r"\b(?:coding|AI|other|this|another) (?:agent|session)s?\b"),
    re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b(?!-)"),
)


def leftovers(text: str) -> list[str]:
    """What in this text speaks of something outside the repository."""
    return [found.group() for pattern in LEFTOVERS for found in pattern.finditer(text)]


@pytest.mark.parametrize(
    "path",
    [name for name in files() if not name.endswith(BINARY) and name != OURSELVES],
)
def test_no_leftovers(path):
    assert leftovers(source(path)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see /work/main/bot", True),
        ("python ../shared/eval/score.py", True),
        ("after STYLE.md section 4", True),
        ("# TODO later", True),
        ("the session webhook expires", False),
        ("item XXX-00 of XX-00", False),
        ("http://host/work", False),
        ("User-Agent: qunli", False),
    ],
)
def test_the_rule_sees_what_it_should(text, found):
    assert bool(leftovers(text)) is found
