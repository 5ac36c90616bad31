"""What is installed for the program may be given on with it: every package of the locks that are
installed here says under which licence it stands, and that is one of a known few.
"""

import re
from importlib import metadata
from pathlib import Path

import pytest

REQUIREMENTS = Path(__file__).parents[2] / "requirements"
FREE = re.compile(
    r"\b(apache|mit|bsd|isc|psf|python software foundation|mpl|mozilla|unlicense|hpnd|zlib|0bsd"
    r"|cc0|public domain)\b|cmu license",
    re.IGNORECASE,
)
LESSER = {"psycopg", "psycopg-binary", "dingtalk-sdk"}
"""Under the LGPL: packages of their own, unchanged (decision 0030)."""
UNTOLD = {"skops": "MIT License"}
"""Their metadata does not say it; the file of the licence does."""
STRICT = re.compile(r"(?<!L)(?<!lesser )(?<!library or lesser )\b(a?gpl|general public)", re.I)


def locked(name: str) -> list[str]:
    text = (REQUIREMENTS / name).read_text(encoding="utf-8")
    return re.findall(r"(?m)^([\w.-]+)==", text)


def installed(names: list[str]) -> list[metadata.Distribution]:
    found = []
    for name in names:
        try:
            found.append(metadata.distribution(name))
        except metadata.PackageNotFoundError:  # of another machine or size
            continue
    return found


def licence(package: metadata.Distribution) -> str:
    told = package.metadata
    named = [told.get("License-Expression") or "", (told.get("License") or "")[:200]]
    named += [one for one in told.get_all("Classifier") or () if one.startswith("License")]
    return " ".join(named)


PACKAGES = {one.name: one for one in installed([*locked("run.lock"), *locked("big.lock")])}


def test_there_is_something_to_look_at():
    assert len(PACKAGES) > 40


@pytest.mark.parametrize("name", sorted(PACKAGES))
def test_it_may_be_given_on(name):
    told = licence(PACKAGES[name])
    if name.lower() in LESSER:
        assert "LGPL" in told or "Lesser" in told
    elif name.lower() in UNTOLD:
        files = [one for one in PACKAGES[name].files or () if one.name.startswith("LICENSE")]
        assert files[0].read_text().lstrip().startswith(UNTOLD[name.lower()])
    else:
        assert FREE.search(told), told
        assert not STRICT.search(told), told
