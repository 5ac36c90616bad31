"""Nothing happens on import: every module alone, warnings as errors, in an empty directory."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rules.tree import PACKAGES, ROOT, module_name, python_files

MODULES = [module_name(path) for path in python_files(*PACKAGES)]


@pytest.fixture(scope="module")
def problems(tmp_path_factory) -> dict[str, str | None]:
    empty: Path = tmp_path_factory.mktemp("empty")
    empty.chmod(0o555)
    script = ROOT / "tests" / "rules" / "import_alone.py"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-B", "-P", str(script)],
        cwd=empty,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(empty)},
        input="\n".join(MODULES),
        capture_output=True,
        text=True,
        check=True,
    )
    assert list(empty.iterdir()) == []
    rows = (json.loads(line) for line in done.stdout.splitlines())
    return {row["module"]: row["problem"] for row in rows}


@pytest.mark.parametrize("module", MODULES)
def test_import_is_quiet(problems, module):
    assert problems[module] is None
