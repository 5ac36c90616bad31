"""The repository as the rules see it: its modules, their syntax trees, its text files.

Comes in: nothing but the files beside this one.
Goes out: paths relative to the repository, parsed modules.
Does not: judge; each rule is a test module of its own.
"""

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("bot", "intents", "classifiers")
NOT_OURS = {
    ".git",
    ".venv",
    ".venv-lock",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".import_linter_cache",
    ".hypothesis",
    "__pycache__",
    "node_modules",
    "htmlcov",
    "build",
    "dist",
    "var",
}


def _walk(top: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(top):
        here = Path(folder)
        folders[:] = sorted(
            name
            for name in folders
            if name not in NOT_OURS
            and not name.endswith(".egg-info")
            and (here / name) != ROOT / "classifiers" / "model"
        )
        yield from (here / name for name in sorted(files) if not name.startswith(".coverage"))


def files(*tops: str) -> list[str]:
    """Every file of the project under these folders (all of it without any), relative."""
    starts = [ROOT / top for top in tops] or [ROOT]
    return [path.relative_to(ROOT).as_posix() for start in starts for path in _walk(start)]


def python_files(*tops: str) -> list[str]:
    """The Python files under these folders."""
    return [name for name in files(*tops) if name.endswith(".py")]


def module_name(path: str) -> str:
    """`bot/domain/__init__.py` is the module `bot.domain`."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@cache
def source(path: str) -> str:
    """The text of a file."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def syntax(path: str) -> ast.Module:
    """The parsed module."""
    return ast.parse(source(path), filename=path)


def imported(path: str) -> set[str]:
    """The full names of the modules that this one imports, wherever in it the import stands."""
    names: set[str] = set()
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names
