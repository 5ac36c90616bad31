"""`qunli corrections list|remove` and `qunli train --with-corrections`: learning from what staff
have put right.

Comes in: the store, or a file of corrections. Goes out: lines for people, a new version of the
model where it is no worse. Does not: correct cases (casework does); words are in `relearning.yaml`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from bot.commands.files import read_lines
from bot.commands.train import learn_with_bar
from bot.domain.correction import Correction
from bot.wiring.store import opened
from classifiers.data import CORRECTIONS
from classifiers.relearn import Corrected, Relearnt, relearn
from classifiers.store import default_directory
from classifiers.train import Learning

_MOST = 100_000


async def kept_corrections(url: str) -> list[Correction]:
    """What is kept in a store."""
    async with opened(url) as store:
        return await store.look(lambda unit: unit.corrections.all(_MOST))


async def remove_corrections(url: str, ids: Iterable[str], *, all_of_them: bool) -> int:
    """Delete some of them, or all; how many there were."""
    chosen = list(ids)
    async with opened(url) as store:
        if all_of_them:
            return await store.work(lambda unit: unit.corrections.clear())
        return await store.work(lambda unit: unit.corrections.remove(chosen))


def as_line(correction: Correction) -> str:
    """One JSON line, which `--corrections` reads again."""
    row = {
        "id": correction.id,
        "kind": correction.kind.value,
        "text": correction.text,
        "item": correction.item,
        "was": correction.was,
        "model": correction.model,
        "day": correction.day.isoformat(),
    }
    return json.dumps(row, ensure_ascii=False)


def read_corrected(lines: Iterable[str]) -> list[Corrected]:
    """JSON lines with `text` and `item` (null for talk); ConfigError with every bad one."""
    return read_lines(lines, _corrected, "corrections")


def _corrected(row: Mapping[str, Any], _number: int) -> Corrected:
    text, item = row["text"], row["item"]
    if not isinstance(text, str) or not text.strip() or not isinstance(item, str | None):
        raise TypeError("text must be words, item a code or null")
    return Corrected(text=text, item=item)


def relearn_with_bar(
    corrected: list[Corrected],
    *,
    corpus: Path | None,
    directory: Path | None,
    seed: int,
    encoder: str,
) -> Relearnt:
    """Train with the corrections, with a progress bar."""
    learning = Learning(place=directory or default_directory(), seed=seed, encoder=encoder)
    return learn_with_bar(partial(relearn, corrected, corpus=corpus), learning)


def told(result: Relearnt) -> Iterator[str]:
    """Old and new side by side, and what was decided, in Chinese."""
    words = yaml.safe_load(
        resources.files("bot.replies").joinpath("relearning.yaml").read_text(encoding="utf-8")
    )
    names = words["figures"]
    yield words["learnt"].format(count=result.corrections)
    yield words["head"].format(old=result.old, new=result.new)
    for name, (old, new) in result.figures.items():
        mark = words["worse_mark"] if name in result.worse else ""
        yield words["row"].format(name=names[name], old=old, new=new, change=new - old, mark=mark)
    old_right, new_right = result.right
    mark = words["worse_mark"] if CORRECTIONS in result.worse else ""
    yield words["corrections"].format(judged=result.judged, old=old_right, new=new_right, mark=mark)
    worse = words["and"].join(names[name] for name in result.worse)
    yield words["kept" if result.worse else "used"].format(
        old=result.old, new=result.new, worse=worse
    )
