"""What staff say in plain words moves cases: which handler does it (domain rules §6.2, §6.3).

Comes in: a decision with a move and a case. Goes out: the moved case, its clocks in step. Does not:
find out which case is meant (the reader does).
"""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Final

from bot.domain.case import Case
from bot.journey.casework.assigning import assign
from bot.journey.casework.checking import check_failed, check_passed, decline
from bot.journey.casework.clearing import all_clear, false_alarm, true_alarm
from bot.journey.casework.correcting import no_request, other_matter
from bot.journey.casework.handling import done, on_site, take
from bot.journey.casework.joining import touched
from bot.journey.casework.pausing import resume, suspend
from bot.journey.casework.raising import pass_up
from bot.journey.casework.returning import give_back
from bot.journey.clocks import follow
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from intents.decisions import Move

Handler = Callable[[Docket, Heard, Case], Awaitable[Case]]


async def make_move(docket: Docket, heard: Heard, case: Case, move: Move) -> Case:
    """Do what was said. RuleBroken where the person may not or the case does not allow it."""
    await docket.keep_words(case, [heard.message], "staff")
    handler = HANDLERS.get(move)
    changed = case if handler is None else await handler(docket, heard, case)
    changed = await follow(docket, case, changed)
    return await touched(docket, heard, changed)


HANDLERS: Final[Mapping[Move, Handler]] = MappingProxyType(
    {
        Move.TAKE: take,
        Move.ON_SITE: on_site,
        Move.DONE: done,
        Move.PASS_UP: pass_up,
        Move.GIVE_BACK: give_back,
        Move.ASSIGN: assign,
        Move.SUSPEND: suspend,
        Move.RESUME: resume,
        Move.CHECK_PASSED: check_passed,
        Move.CHECK_FAILED: check_failed,
        Move.DECLINE: decline,
        Move.FALSE_ALARM: false_alarm,
        Move.TRUE_ALARM: true_alarm,
        Move.ALL_CLEAR: all_clear,
        Move.OTHER_MATTER: other_matter,
        Move.NO_REQUEST: no_request,
    }
)
"""Moves that change a case; the others are kept as words only."""
