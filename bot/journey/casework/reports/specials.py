"""The leader of a special grid hears of its cases when they are opened (domain rules §10).

Comes in: a case that was just opened. Goes out: one line to each such leader alone. Does not:
change who handles the case; what is restricted, or a complaint, is told to nobody else.
"""

from bot.domain.case import Case
from bot.domain.deadlines import SHANGHAI
from bot.domain.people import is_complaint
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.docket import Docket
from bot.journey.words.wording import case_words


async def tell_specials(docket: Docket, case: Case) -> None:
    """Once for each special grid over this place and item."""
    if case.is_restricted or is_complaint(case):
        return
    day = case.opened_at.astimezone(SHANGHAI).date()
    over = docket.office.maps.over(
        day, room=case.opened_in, building=case.place.building, item=case.item
    )
    for special in over:
        if special.leader is not None and special.leader != case.reporter:
            parameters = case_words(docket.office, case) | {"to": special.area.name}
            await docket.say(
                Say(
                    key=ReplyKey.SPECIAL_GRID,
                    person=special.leader,
                    case=case.key,
                    parameters=parameters,
                )
            )
