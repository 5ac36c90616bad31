"""Nothing happens on import: every module alone, warnings as errors, in an empty directory."""

import compileall
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.rules.tree import PACKAGES, ROOT, module_name, python_files

pytestmark = pytest.mark.timeout(300)  # the first test waits for all modules

MODULES = [module_name(path) for path in python_files(*PACKAGES)]
TOGETHER = 2


def imported_alone(modules: list[str], empty: Path) -> str:
    """What a process of its own tells of these modules."""
    script = ROOT / "tests" / "rules" / "import_alone.py"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-B", "-P", str(script)],
        cwd=empty,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(empty)},
        input="\n".join(modules),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.fixture(scope="module")
def problems(tmp_path_factory) -> dict[str, str | None]:
    empty: Path = tmp_path_factory.mktemp("empty")
    empty.chmod(0o555)
    for package in PACKAGES:  # once, and not again for every module that imports it
        compileall.compile_dir(ROOT / package, quiet=2)
    parts = [MODULES[number::TOGETHER] for number in range(TOGETHER)]
    with ThreadPoolExecutor(TOGETHER) as executor:
        told = list(executor.map(lambda part: imported_alone(part, empty), parts))
    assert list(empty.iterdir()) == []
    rows = (json.loads(line) for part in told for line in part.splitlines())
    return {row["module"]: row["problem"] for row in rows}


@pytest.mark.parametrize("module", MODULES)
def test_import_is_quiet(problems, module):
    assert problems[module] is None
