"""Departments that help the one that leads hear of it when it is that one's turn (domain rules
§2.3).

Comes in: a case that its leading department has been told of. Goes out: one line to one person of
each helper who is here, once a case. Does not: tell of private matters or complaints; ask anybody
who is not here.
"""

from typing import Final

from bot.domain.case import Case, EventKind
from bot.domain.people import Person, is_complaint
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.docket import Docket
from bot.journey.recipients import of_department
from bot.journey.words.wording import case_words

HELPERS_TOLD: Final = "helpers_told"


async def tell_helpers(docket: Docket, case: Case) -> None:
    """One line to each, once; who has the case himself, or told of it, hears nothing."""
    if case.is_restricted or is_complaint(case) or case.emergency is not None:
        return
    found = _helpers(docket, case)
    if not found or await _were_told(docket, case):
        return
    parameters = case_words(docket.office, case)
    told = []
    for name, person in found.items():
        said = Say(key=ReplyKey.HELP_WANTED, person=person.id, case=case.key, parameters=parameters)
        if await docket.say(said):
            told.append(name)
    if told:
        facts = {"note": HELPERS_TOLD, "departments": told}
        await docket.note(case, EventKind.ADDED, "bot", facts)


def _helpers(docket: Docket, case: Case) -> dict[str, Person]:
    """One person of each department of the list that has a part in it beside the one that has it
    now."""
    found: dict[str, Person] = {}
    for name in docket.office.rules(case).departments:
        people = of_department(docket, case, name) if name != case.department else []
        if people and people[0].id not in (case.assignee, case.owner, case.reporter):
            found[name] = people[0]
    return found


async def _were_told(docket: Docket, case: Case) -> bool:
    history = await docket.history(case)
    return any(event.detail.get("note") == HELPERS_TOLD for event in history)
