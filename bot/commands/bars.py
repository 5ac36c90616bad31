"""How far something is that takes minutes, on standard error.

Comes in: what is under way; stages and shares. Goes out: a bar on a terminal, elsewhere (a log, a
pipe) one line whenever a tenth is done or a stage begins. Does not: know what is being done.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from tqdm import tqdm

Progress = Callable[[str, float], None]


@contextmanager
def shown(what: str, stream: TextIO | None = None) -> Iterator[Progress]:
    """Somebody to be told stages and the share of the whole that is done."""
    out = stream or sys.stderr
    if not out.isatty():
        yield _lines(what, out)
        return
    with tqdm(total=100, desc=what, unit="%", file=out, bar_format=_FORM) as bar:

        def progress(stage: str, share: float) -> None:
            bar.set_postfix_str(stage, refresh=False)
            bar.update(max(round(share * 100) - int(bar.n), 0))
            bar.refresh()

        yield progress


_FORM = "{desc}: {percentage:3.0f}%|{bar}| {elapsed}, {postfix}"


def _lines(what: str, out: TextIO) -> Progress:
    said = ("", -1)

    def progress(stage: str, share: float) -> None:
        nonlocal said
        tenth = int(share * 10)
        if (stage, tenth) != said:
            said = (stage, tenth)
            print(f"{what}: {share:.0%}, {stage}", file=out, flush=True)

    return progress
