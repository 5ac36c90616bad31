"""Days small enough for a test."""

from pathlib import Path

import pytest
import yaml

from tests.rules.tree import source


@pytest.fixture
def village(tmp_path) -> Path:
    """A size of three grids with six groups and three messages a second in the evening, in which
    one of four reports something.
    """
    day = yaml.safe_load(source("bot/data/day.yaml"))
    size = {"grids": 3, "groups": 6, "messages": 120_000, "offices": 1, "bursts": []}
    told = day | {"reports": 0.25, "sizes": {"village": size}}
    path = tmp_path / "village.yaml"
    path.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    return path
