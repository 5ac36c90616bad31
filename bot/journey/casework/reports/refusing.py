"""What is not for the grid: people are told where to go; a department's own task goes back (domain
rules §8).

Comes in: a message sorted into an item that is not for the grid. Goes out: a hint, a word to the
grid leader and to whoever dropped it, a count. Does not: reject a case by itself: a person does
(domain rules §6.4).
"""

from typing import Final

from bot.domain.case import Case, EventKind
from bot.domain.matters import Standing
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.casework.hearing.reading import may_order
from bot.journey.casework.hearing.sight import Sight
from bot.journey.casework.reports.opening import open_case, register
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.leading import tell_privately
from bot.journey.steps.telling import back_to
from bot.journey.words.wording import case_words, short_name
from intents.decisions import Act, Move
from intents.orders import PROMOTION, TASK, is_rescue, task_item
from intents.text import bigrams, normalise

TASKS: Final = frozenset({TASK, PROMOTION})
REFUSED: Final = "admission_refused"
"""The counter of tasks given back, by department."""

_SURE: Final = 0.6
_MUCH: Final = 0.6
"""So much of the shorter of two texts is in the longer where they say the same."""

_MAY_BE_TASK: Final = frozenset({Act.REPORT, Act.NOTICE, Act.CHAT, Act.CONSULT, Act.NEED})
_MAY_REPEAT_IT: Final = _MAY_BE_TASK | {Act.DETAIL, Act.URGE}


def is_task(heard: Heard, sight: Sight) -> bool:
    """Whether a department drops its own work into the leaders' group."""
    return _orders(heard, sight) and not _passes(heard)


def is_call(heard: Heard, sight: Sight) -> bool:
    """Whether it is an order in flood, fire, epidemic or rescue: that passes at once."""
    return _orders(heard, sight) and _passes(heard)


def _passes(heard: Heard) -> bool:
    """Clicks and quizzes about floods rescue nobody."""
    return is_rescue(heard.turn.text) and task_item(heard.turn.text) != PROMOTION


def _orders(heard: Heard, sight: Sight) -> bool:
    """Whether it is no word about a case, unless about one that was such a task itself."""
    decision = heard.decision
    about = sight.cases.get(decision.case or "")
    return (
        may_order(heard.person, heard.room)
        and (about is None or about.item in TASKS)
        and decision.emergency is None
        and decision.act in (_MAY_BE_TASK if decision.case is None else _MAY_REPEAT_IT)
        and decision.move in (None, Move.PROGRESS)
        and _task_of(heard) is not None
    )


def _task_of(heard: Heard) -> str | None:
    """The item of a task, by its words, else as the text model has it."""
    guess = heard.guess
    if guess.item in TASKS and guess.request >= _SURE:
        return guess.item
    return task_item(heard.turn.text)


async def point_elsewhere(docket: Docket, heard: Heard, case: Case) -> None:
    """Say where to go, where that is sure or was asked; the grid leader judges."""
    hint = docket.office.words.term("elsewhere", case.item)
    sure = heard.guess.confidence >= _SURE or heard.message.addressed
    if sure and not case.is_restricted:
        matter = docket.office.matters[case.item]
        words = {"number": str(case.number), "matter": matter.name, "hint": hint}
        await docket.say(back_to(heard, ReplyKey.NOT_FOR_GRID, heard.room, words, case))
    await tell_privately(docket, case, ReplyKey.LEADER_NEGATIVE)


async def give_task_back(docket: Docket, heard: Heard, sight: Sight) -> tuple[Case, bool]:
    """Counted, and put before the grid leader with a draft of the answer; whoever dropped it hears
    the reason alone, once; nothing is said in the group. The same task again is only counted. What
    is admitted is a request for help that the grid leader takes on or not. The case, and whether it
    is new.
    """
    admitted = _admitted(docket, heard)
    if admitted is not None:
        case = await register(docket, heard, admitted, heard.guess, heard.turn.text)
        await tell_privately(docket, case, ReplyKey.TASK_ADMITTED, to=heard.person.name)
        return case, True
    item = _task_of(heard) or TASK
    known = _given_back_already(docket, heard, sight, item)
    case = known or await open_case(docket, heard, item, heard.guess, heard.turn.text)
    department = heard.person.department or heard.person.id
    await docket.note(case, EventKind.ADMISSION_REFUSED, "bot", {"department": department})
    await docket.unit.counters.count(REFUSED, department)
    if known is not None:
        await docket.keep_words(known, [heard.message], "detail")
        return known, False
    hint = docket.office.words.term("elsewhere", item)
    await tell_privately(docket, case, ReplyKey.TASK_REFUSED, to=heard.person.name, hint=hint)
    returned = Say(
        key=ReplyKey.TASK_RETURNED,
        person=heard.person.id,
        case=case.key,
        parameters=case_words(docket.office, case) | {"hint": hint},
    )
    await docket.say(returned)
    return case, True


def _admitted(docket: Docket, heard: Heard) -> str | None:
    """The item of the list under which a department may ask for help: one of its own that it names
    or that the text model finds in its words."""
    own = heard.person.department or ""
    for matter in docket.office.matters.values():
        if (
            short_name(own) not in map(short_name, matter.departments)
            or matter.is_negative
            or matter.standing is Standing.REFUSED
            or docket.office.matters.standing_in(matter.item) != matter.item
        ):
            continue
        if normalise(short_name(matter.name)) in normalise(heard.turn.text):
            return matter.item
    return None


def _given_back_already(docket: Docket, heard: Heard, sight: Sight, item: str) -> Case | None:
    grid = heard.grid.id if heard.grid else None
    people = docket.office.directory
    since = docket.now - docket.office.settings.incident_window
    return next(
        (
            case
            for case in sight.around(heard.community, grid)
            if case.item == item
            and case.opened_at >= since
            and people.person(case.reporter).department == heard.person.department
            and alike(case.words, heard.turn.text)
        ),
        None,
    )


def alike(one: str, other: str) -> bool:
    """Whether two texts say much the same."""
    first, second = bigrams(normalise(one)), bigrams(normalise(other))
    return len(first & second) >= _MUCH * max(min(len(first), len(second)), 1)
