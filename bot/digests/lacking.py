"""Calls for volunteers that still lack people, as a digest tells them.

Comes in: the store, the grids that are told of. Goes out: calls, and one line of words. Does not:
name anybody who comes.
"""

from collections.abc import Sequence

from bot.domain.muster import Muster
from bot.domain.reply import ReplyKey
from bot.journey.office import Office
from bot.journey.words.rollcall import of_muster
from bot.ports import UnitOfWork


async def lacking_of(office: Office, unit: UnitOfWork, grids: Sequence[str]) -> list[Muster]:
    """Those of some grids and of the community as a whole that take people, the next one first."""
    now = office.clock.now()
    communities = {one.community for one in office.directory.grids if one.id in grids}
    found = [
        one
        for one in await unit.musters.open()
        if one.community in communities
        and (one.grid is None or one.grid in grids)
        and one.lacks
        and not one.closed
        and now < one.starts_at
    ]
    return sorted(found, key=lambda one: (one.starts_at, one.id))


def worded_lacks(office: Office, called: Sequence[Muster]) -> str:
    """All of them in one line."""
    comma = office.words.term("mark", "comma")
    each = [
        office.words.render(ReplyKey.DIGEST_LACK, of_muster(one) | {"count": str(one.lacks)})
        for one in called
    ]
    return office.words.render(ReplyKey.DIGEST_LACKING, {"choices": comma.join(each)})
