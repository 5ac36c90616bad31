"""What the program reads is what gets installed with it."""

import re
import tomllib
from fnmatch import fnmatch
from pathlib import PurePosixPath

import pytest

from tests.rules.tree import PACKAGES, files, source

PROJECT = tomllib.loads(source("pyproject.toml"))
CARRIED = PROJECT["tool"]["setuptools"]["package-data"]["*"]


@pytest.mark.parametrize("path", [name for name in files(*PACKAGES) if not name.endswith(".py")])
def test_data_files_are_carried(path):
    assert any(fnmatch(PurePosixPath(path).name, pattern) for pattern in CARRIED)


@pytest.mark.parametrize("lock", ["build", "run", "dev", "wechat"])
def test_locks_carry_hashes_and_no_addresses(lock):
    text = source(f"requirements/{lock}.lock")
    pins = [line for line in text.splitlines() if "==" in line and not line.startswith(" ")]
    assert pins
    assert all(line.endswith("\\") for line in pins)
    assert "://" not in text
    assert "--index" not in text


REQUIRED = [("run", one) for one in PROJECT["project"]["dependencies"]]
REQUIRED += [("dev", one) for one in PROJECT["dependency-groups"]["dev"]]


@pytest.mark.parametrize(("lock", "requirement"), REQUIRED)
def test_the_lock_knows_every_dependency(lock, requirement):
    name = re.match(r"[\w.-]+", requirement)[0].lower()
    assert f"\n{name}==" in "\n" + source(f"requirements/{lock}.lock")
