"""How often Python looks for cycles of objects that nobody needs any more.

Comes in: nothing; it is of the whole process. Goes out: nothing. Does not: collect.
"""

import gc
from typing import Final

_OBJECTS: Final = 20_000


def collect_seldom() -> None:
    """What is loaded stays: the collector of cycles need not look at it again. And what comes and
    goes with messages makes hardly any cycles: to look for them after every few hundred objects, as
    is usual, takes a fifteenth of the processor's time.
    """
    gc.freeze()
    gc.set_threshold(_OBJECTS, 10, 20)
