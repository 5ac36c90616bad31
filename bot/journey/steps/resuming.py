"""A pause is over: the case goes on by itself, and those who have it hear of it (domain rules
§5.3.4).

Comes in: a case that is set aside, when its day has come. Goes out: the case going on, words to one
person. Does not: close anything that could not be done; a person does.
"""

from bot.domain.case import Case, CaseStatus
from bot.domain.moves import CaseMove
from bot.domain.pauses import MATERIAL
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.timer import Timer
from bot.journey.docket import Docket
from bot.journey.steps.clocks import follow
from bot.journey.steps.leading import responsible
from bot.journey.words.wording import case_words

_ACTOR = "timer"


async def pause_over(docket: Docket, case: Case, timer: Timer) -> None:
    """Goes on with what was left of its time; firing twice, or after somebody else was quicker,
    changes nothing."""
    due = case.paused_until
    if case.status is not CaseStatus.SUSPENDED or due is None or docket.now < due:
        return
    since = case.paused_at.isoformat() if case.paused_at else None
    waited = case.paused_for
    changed = await docket.move(case, CaseMove.RESUME, _ACTOR, {"since": since})
    changed = await follow(docket, case, changed)
    overdue = waited == MATERIAL
    leading = [person.id for person in responsible(docket, changed)]
    people = leading if overdue else [changed.owner or "", *leading]
    key = ReplyKey.MATERIAL_OVERDUE if overdue else ReplyKey.PAUSE_OVER
    parameters = case_words(docket.office, changed)
    for person in dict.fromkeys(id_ for id_ in people if id_):
        await docket.say(Say(key=key, person=person, case=changed.key, parameters=parameters))
