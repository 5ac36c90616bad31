"""`qunli audit verify|anchors`: whether histories are as they were written, and what seals them.

Comes in: a store, a file of anchors. Goes out: lines for people, whether all is well. Does not:
mend anything; words are in `audit.yaml`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from bot.domain.anchors import Anchor, Finding, Verified, compared
from bot.storage.anchorfile import read_anchors
from bot.wiring.store import opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What the store says of itself."""

    verified: Verified
    anchors: tuple[Anchor, ...]


async def look_at(url: str, number: int | None) -> Looked:
    """Check every history of a store, or those of one number."""
    async with opened(url) as store:
        return Looked(
            verified=await store.look(lambda unit: unit.audit.verify(number)),
            anchors=tuple(await store.look(lambda unit: unit.audit.anchors())),
        )


async def anchors_of(url: str) -> list[Anchor]:
    """The anchors of a store, oldest first."""
    async with opened(url) as store:
        return await store.look(lambda unit: unit.audit.anchors())


def told(looked: Looked, file: Path | None) -> tuple[list[str], bool]:
    """Lines for people, and whether all is well. `file` None: anchors are in the store only."""
    words = _words()
    found = looked.verified
    lines = list(_outside(looked, file, words)) if file is not None else []
    lines += [_line(finding, words) for finding in found.findings]
    count = len(lines)
    if found.forgotten:
        cases = (words["number"].format(case=case) for case in found.forgotten)
        lines.append(words["forgotten"].format(cases=words["separator"].join(cases)))
    if file is None:
        lines.append(words["unanchored"])
    summary = words["wrong" if count else "fine"]
    lines.append(
        summary.format(cases=found.cases, lines=found.lines, anchors=found.anchors, count=count)
    )
    return lines, not count


def _outside(looked: Looked, file: Path, words: Mapping[str, Any]) -> Iterator[str]:
    written = read_anchors(file)
    if written is None:
        if looked.anchors:
            yield words["no_file"].format(path=file)
        return
    for finding in compared(looked.anchors, written):
        yield _line(finding, words)


def _line(finding: Finding, words: Mapping[str, Any]) -> str:
    case = finding.case
    if case is not None and case.isdigit():
        case = words["number"].format(case=case)
    sentence: str = words["faults"][finding.fault.value]
    return sentence.format(
        case=case, line=finding.line, day=finding.day, moved_from=finding.moved_from
    )


def _words() -> dict[str, Any]:
    text = resources.files("bot.replies").joinpath("audit.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found
