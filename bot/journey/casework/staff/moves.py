"""What staff say in plain words moves cases: which handler does it (domain rules §6.2, §6.3).

Comes in: a decision with a move and a case. Goes out: the moved case, its clocks in step. Does not:
find out which case is meant (the reader does).
"""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Final

from bot.domain.case import Case
from bot.journey.casework.calls.conferring import end, rate_departments, take_minutes
from bot.journey.casework.calls.drafts import leave, send
from bot.journey.casework.calls.raising import answer_call, heed, order_supervision, pass_up
from bot.journey.casework.calls.whistling import blow, come, is_objection, objects
from bot.journey.casework.danger.clearing import all_clear, false_alarm, true_alarm
from bot.journey.casework.reports.joining import touched
from bot.journey.casework.staff.checking import check_failed, check_passed, decline, talked, unmet
from bot.journey.casework.staff.closing import with_pictures
from bot.journey.casework.staff.correcting import no_request, other_matter
from bot.journey.casework.staff.deciding import grant, refuse
from bot.journey.casework.staff.entrusting import entrust
from bot.journey.casework.staff.extending import extend
from bot.journey.casework.staff.handing import hand_over, is_handover
from bot.journey.casework.staff.handling import agreed, done, evidence, not_agreed, on_site, take
from bot.journey.casework.staff.merging import merge, split
from bot.journey.casework.staff.pausing import resume, suspend, wait_for_material
from bot.journey.casework.staff.returning import give_back, send_on
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.clocks import follow
from intents.decisions import Move

Handler = Callable[[Docket, Heard, Case], Awaitable[Case]]


async def make_move(docket: Docket, heard: Heard, case: Case, move: Move) -> Case:
    """Do what was said. RuleBroken where the person may not or the case does not allow it."""
    await docket.keep_words(case, [heard.message], "staff")
    move = await _as_called(docket, heard, case, move)
    handler = hand_over if is_handover(heard, case, move) else HANDLERS.get(move)
    seen = await with_pictures(docket, heard, case)
    changed = seen if handler is None else await handler(docket, heard, seen)
    changed = await follow(docket, case, changed)
    await heed(docket, heard, changed, move)
    return await touched(docket, heard, changed)


async def _as_called(docket: Docket, heard: Heard, case: Case, move: Move) -> Move:
    """What a department that was whistled in says is first of all its answer to that."""
    if await is_objection(docket, heard, case, move):
        return Move.OBJECT
    return await come(docket, heard, case, move)


HANDLERS: Final[Mapping[Move, Handler]] = MappingProxyType(
    {
        Move.TAKE: take,
        Move.ON_SITE: on_site,
        Move.DONE: done,
        Move.PASS_UP: pass_up,
        Move.GIVE_BACK: give_back,
        Move.ASSIGN: send_on,
        Move.ENTRUST: entrust,
        Move.SUSPEND: suspend,
        Move.RESUME: resume,
        Move.EXTEND: extend,
        Move.MATERIAL: wait_for_material,
        Move.GRANT: grant,
        Move.REFUSE: refuse,
        Move.AGREED: agreed,
        Move.NOT_AGREED: not_agreed,
        Move.EVIDENCE: evidence,
        Move.UNMET: unmet,
        Move.TALKED: talked,
        Move.MERGE: merge,
        Move.SPLIT: split,
        Move.CHECK_PASSED: check_passed,
        Move.CHECK_FAILED: check_failed,
        Move.DECLINE: decline,
        Move.FALSE_ALARM: false_alarm,
        Move.TRUE_ALARM: true_alarm,
        Move.ALL_CLEAR: all_clear,
        Move.OTHER_MATTER: other_matter,
        Move.NO_REQUEST: no_request,
        Move.ANSWER_CALL: answer_call,
        Move.SUPERVISE: order_supervision,
        Move.WHISTLE: blow,
        Move.OBJECT: objects,
        Move.CONFER: take_minutes,
        Move.END_WHISTLE: end,
        Move.RATE_DEPARTMENT: rate_departments,
        Move.SEND_DRAFT: send,
        Move.LEAVE_DRAFT: leave,
    }
)
"""Moves that change a case; the others are kept as words only."""
