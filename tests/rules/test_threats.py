"""Every threat has a test that exists under the name that docs/threats.md gives."""

import re

import pytest

from tests.rules.tree import ROOT

NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs/threats.md").read_text("utf-8"))


def test_there_are_threats():
    assert len(NAMED) > 20


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_it_is_there(path, name):
    assert re.search(rf"(?m)^\s*(async )?def {name}\(", (ROOT / path).read_text("utf-8"))
