"""How seldom the bot speaks in a group: acknowledgements of one minute become one line.

Comes in: when reports were acknowledged or held before, and now. Goes out: when the next line may
be said. Does not: know rooms or words.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta


def next_line(earlier: Iterable[datetime], now: datetime, window: timedelta) -> datetime | None:
    """None where a line may be said at once; else the instant when everything held is said as one.

    The first report is answered at once; those of the `window` after it wait for its end, where
    another window begins.
    """
    end: datetime | None = None
    held = False
    for at in (*sorted(earlier), now):
        while end is not None and end <= at:
            end = end + window if held else None
            held = False
        if end is None:
            end = at + window
        else:
            held = True
    return end if held else None
