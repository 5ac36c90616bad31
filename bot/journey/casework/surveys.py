"""Surveys: a leader has something looked for in every building, the building leaders answer in
plain words.

Comes in: an order, an answer, the question how far it is. Goes out: one private line to each
building leader, a case where something was found, and how far it is for the one who asked, alone.
Does not: tell a group or anybody else who is behind; take orders of departments (a task from
outside passes the admission gate first).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.domain.case import Case
from bot.domain.deadlines import SHANGHAI
from bot.domain.errors import NotAllowed
from bot.domain.grid import Grid
from bot.domain.limits import may_open
from bot.domain.people import Role
from bot.domain.place import Place
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.survey import Survey, Target, remind_at, standing
from bot.journey.casework.reports.opening import open_case
from bot.journey.casework.staff.until import end_of_term
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.leading import tell_leaders
from bot.journey.words.standing import how_far, listed, of_survey
from intents.decisions import Command
from intents.surveys import SurveyAnswer, read_answer, read_order

SURVEYS: Final = frozenset({Command.SURVEY, Command.SURVEYED, Command.SURVEY_PROGRESS})
_MAY_ASK: Final = (Role.GRID_LEADER, Role.COMMUNITY_SECRETARY, Role.STREET)
_LIKELY: Final = 0.4
"""How sure it must be which item of the list is looked for."""


async def survey(docket: Docket, heard: Heard, command: Command) -> Case | None:
    """Do what is wanted; the case of what was found."""
    if command is Command.SURVEYED:
        return await _take_answer(docket, heard)
    if not set(_MAY_ASK).intersection(heard.person.roles):
        raise NotAllowed("only leaders have surveys made", [role.value for role in _MAY_ASK])
    if command is Command.SURVEY:
        await _begin(docket, heard)
    else:
        await _tell_progress(docket, heard)
    return None


async def _begin(docket: Docket, heard: Heard) -> None:
    office = docket.office
    order = read_order(heard.message.text, docket.now.astimezone(SHANGHAI).date())
    if order is None or order.term is None:
        await _answer(docket, heard, ReplyKey.SURVEY_UNTIL_WHEN, {})
        return
    until = end_of_term(order.term, docket.now, office.hours)
    new = Survey(
        id=office.ids.new("survey"),
        community=heard.community,
        asked_by=heard.person.id,
        matter=order.matter,
        item=_item(docket, heard),
        asked_at=docket.now,
        remind_at=remind_at(docket.now, until),
        until=until,
    )
    targets = [one for grid in _grids(docket, heard) for one in _targets(docket, new, grid)]
    asked = await _ask(docket, heard, new, targets)
    if not asked:
        await _answer(docket, heard, ReplyKey.SURVEY_NOBODY, {})
        return
    await docket.unit.surveys.add(new, targets)
    nobody = listed(standing(targets).nobody)
    docket.office.signals.notify("surveying")
    words = of_survey(new) | {"count": str(asked), "held": nobody}
    await _answer(docket, heard, ReplyKey.SURVEY_SENT, words)


def _item(docket: Docket, heard: Heard) -> str | None:
    """What a finding is reported under."""
    item = docket.office.matters.standing_in(heard.guess.item or "")
    if item is None or heard.guess.confidence < _LIKELY or not may_open(item, addressed=True):
        return None
    return None if docket.office.matters[item].is_negative else item


def _grids(docket: Docket, heard: Heard) -> list[Grid]:
    """The grids of whoever asks; of the community where he has none of his own."""
    own = heard.person.grids
    return [
        grid
        for grid in docket.office.directory.grids
        if grid.community == heard.community and (not own or grid.id in own)
    ]


def _targets(docket: Docket, new: Survey, grid: Grid) -> list[Target]:
    """Every building, with the one who leads it where he can be written to."""
    found = []
    for building in grid.buildings:
        place = Place(building=building.name)
        leader = docket.office.directory.building_leader(grid.id, place)
        who = leader.id if leader is not None and docket.can_reach(leader.id) else None
        found.append(Target(survey=new.id, grid=grid.id, building=building.name, leader=who))
    return found


async def _ask(docket: Docket, heard: Heard, new: Survey, targets: Sequence[Target]) -> int:
    """One line to each building leader; how many they are."""
    theirs: dict[str, list[str]] = {}
    for one in targets:
        if one.leader is not None:
            theirs.setdefault(one.leader, []).append(one.building)
    for leader, buildings in theirs.items():
        words = of_survey(new) | {"to": heard.person.name, "choices": listed(buildings)}
        words["place"] = buildings[0]
        await docket.say(Say(key=ReplyKey.SURVEY_ASKED, person=leader, parameters=words))
    return len(theirs)


async def _take_answer(docket: Docket, heard: Heard) -> Case | None:
    said = read_answer(heard.turn.text)
    asked = await docket.unit.surveys.asked([heard.person.id])
    if said is None or not asked:
        return None
    newest = asked[-1][0]
    open_ = [(s, t) for s, t in asked if t.found is None] or [
        (s, t) for s, t in asked if s.id == newest.id
    ]
    survey_, theirs = open_[0][0], [t for s, t in open_ if s.id == open_[0][0].id]
    meant = [one for one in theirs if _number(one.building) in said.buildings]
    if not said.buildings and (len(theirs) == 1 or not said.found):
        meant = theirs
    if not meant or (said.found and len(meant) > 1):
        words = of_survey(survey_) | {"choices": listed(one.building for one in theirs)}
        await _answer(docket, heard, ReplyKey.SURVEY_WHICH, words)
        return None
    return await _keep(docket, heard, survey_, meant, said)


async def _keep(
    docket: Docket, heard: Heard, survey_: Survey, meant: Sequence[Target], said: SurveyAnswer
) -> Case | None:
    """What was found is kept; where it is something, a case is opened for it."""
    for one in meant:
        answered = replace(one, found=said.found, answered_at=docket.now)
        await docket.unit.surveys.answer(answered)
    case = None
    if said.found and survey_.item is not None:
        there = replace(
            heard,
            place=Place(building=meant[0].building),
            grid=docket.office.directory.grid(meant[0].grid),
        )
        case = await open_case(docket, there, survey_.item, heard.guess, heard.turn.text)
        await tell_leaders(docket, case)
    words = of_survey(survey_) | {
        "place": listed(one.building for one in meant),
        "count": str(said.found) if said.found else "",
        "number": str(case.number) if case else "",
    }
    await _answer(docket, heard, ReplyKey.SURVEY_THANKS, words)
    await _tell_when_complete(docket, survey_)
    return case


async def _tell_when_complete(docket: Docket, survey_: Survey) -> None:
    targets = await docket.unit.surveys.targets(survey_.id)
    if not standing(targets).is_complete:
        return
    words = how_far(docket.office, survey_, targets)
    await docket.say(Say(key=ReplyKey.SURVEY_DONE, person=survey_.asked_by, parameters=words))
    await docket.unit.surveys.mark(survey_.id, reminded=True, over=True)


async def _tell_progress(docket: Docket, heard: Heard) -> None:
    """How far the newest one is."""
    own = await docket.unit.surveys.of(heard.person.id)
    if not own:
        await _answer(docket, heard, ReplyKey.SURVEY_NONE, {})
        return
    targets = await docket.unit.surveys.targets(own[0].id)
    words = how_far(docket.office, own[0], targets)
    await _answer(docket, heard, ReplyKey.SURVEY_PROGRESS, words)


def _number(building: str) -> int:
    """The number in a building's name, 0 where there is none."""
    digits = "".join(letter for letter in building if letter.isdecimal())
    return int(digits) if digits else 0


async def _answer(docket: Docket, heard: Heard, key: ReplyKey, words: dict[str, str]) -> None:
    """To whoever spoke, alone."""
    await docket.say(Say(key=key, person=heard.person.id, parameters=words))
