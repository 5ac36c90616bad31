"""What import-linter cannot say: names that no module has, and what rules may take from Python."""

import ast
import sys
from pathlib import PurePosixPath

import pytest

from tests.rules.tree import PACKAGES, files, imported, python_files, syntax

BANNED_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "base",
    "manager",
    "managers",
    "misc",
}
OUTSIDE_WORLD = {
    "asyncio",
    "concurrent",
    "http",
    "io",
    "logging",
    "multiprocessing",
    "os",
    "pathlib",
    "random",
    "secrets",
    "shutil",
    "socket",
    "sqlite3",
    "subprocess",
    "tempfile",
    "threading",
    "time",
    "urllib",
}


@pytest.mark.parametrize("path", python_files(*PACKAGES, "tests"))
def test_no_module_is_a_drawer(path):
    assert not BANNED_NAMES & set(PurePosixPath(path).with_suffix("").parts)


@pytest.mark.parametrize("path", python_files("bot/domain"))
def test_domain_knows_nothing_but_python_and_itself(path):
    foreign = {
        name
        for name in imported(path)
        if not name.startswith("bot.domain") and name.split(".")[0] not in sys.stdlib_module_names
    }
    assert foreign == set()


@pytest.mark.parametrize("path", python_files("bot/domain", "intents"))
def test_rules_touch_no_outside_world(path):
    assert {name.split(".")[0] for name in imported(path)} & OUTSIDE_WORLD == set()


@pytest.mark.parametrize("path", python_files(*PACKAGES))
def test_nothing_starts_tasks_or_mocks_behind_a_name(path):
    hidden = {"asyncio.create_task", "asyncio.ensure_future", "unittest.mock", "pickle", "joblib"}
    assert imported(path) & hidden == set()


def test_every_folder_with_modules_is_a_package():
    every = set(files(*PACKAGES))
    folders = {path.rpartition("/")[0] for path in every if path.endswith(".py")}
    assert sorted(folder for folder in folders if f"{folder}/__init__.py" not in every) == []


@pytest.mark.parametrize(
    "path", [name for name in python_files(*PACKAGES) if name.endswith("__init__.py")]
)
def test_package_files_hold_no_logic(path):
    logic = (
        ast.FunctionDef,
        ast.AsyncFunctionDef,
        ast.ClassDef,
        ast.For,
        ast.While,
        ast.If,
        ast.With,
        ast.Try,
    )
    assert [type(node).__name__ for node in syntax(path).body if isinstance(node, logic)] == []
