"""A case comes onto the list of supervision, or leaves it (domain rules §5.4, §6.4).

Comes in: a case, a ground, who wants it. Goes out: the case with its overlay and a line of history.
Does not: tell anybody; change the status.
"""

from bot.domain.case import Case, EventKind
from bot.domain.supervision import Ground, released, watched
from bot.journey.docket import Docket


async def supervise(docket: Docket, case: Case, ground: Ground, *, by: str) -> Case:
    """Watch over a case for one ground more; doing it twice changes nothing."""
    changes = watched(case, ground, docket.now)
    if not changes:
        return case
    await docket.note(case, EventKind.SUPERVISED, by, {"ground": ground.value})
    return await docket.change(case, **changes)


async def release(docket: Docket, case: Case, *, by: str) -> Case:
    """Watch over it no more."""
    if case.supervised_at is None:
        return case
    await docket.note(case, EventKind.SUPERVISED, by, {"ground": None})
    return await docket.change(case, **released())
