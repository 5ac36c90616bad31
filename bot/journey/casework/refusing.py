"""What is not for the grid: people are told where to go; a department's own task goes back (domain
rules §8).

Comes in: a message sorted into an item that is not for the grid. Goes out: a hint, a word to the
grid leader, a count. Does not: reject a case by itself: a person does (domain rules §6.4).
"""

from typing import Final

from bot.domain.case import Case, EventKind
from bot.domain.reply import ReplyKey, Say
from bot.journey.casework.opening import open_case
from bot.journey.casework.reading import may_order
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.leading import tell_privately
from intents.decisions import Act
from intents.orders import PROMOTION, TASK, is_rescue, task_item

TASKS: Final = frozenset({TASK, PROMOTION})
REFUSED: Final = "admission_refused"
"""The counter of tasks given back, by department."""

_SURE: Final = 0.6
_MAY_BE_TASK: Final = frozenset({Act.REPORT, Act.NOTICE, Act.CHAT, Act.CONSULT, Act.NEED})


def is_task(heard: Heard) -> bool:
    """Whether a department drops its own work into the leaders' group."""
    return _orders(heard) and not is_rescue(heard.turn.text)


def is_call(heard: Heard) -> bool:
    """Whether it is an order in flood, fire, epidemic or rescue: that passes at once."""
    return _orders(heard) and is_rescue(heard.turn.text)


def _orders(heard: Heard) -> bool:
    decision = heard.decision
    return (
        may_order(heard.person, heard.room)
        and decision.case is None
        and decision.emergency is None
        and decision.act in _MAY_BE_TASK
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
        room = heard.room.id if heard.room else None
        await docket.say(
            Say(
                key=ReplyKey.NOT_FOR_GRID,
                room=room,
                person=None if room else heard.person.id,
                otherwise=heard.person.id if room else None,
                case=case.key,
                parameters={"number": str(case.number), "matter": matter.name, "hint": hint},
            )
        )
    await tell_privately(docket, case, ReplyKey.LEADER_NEGATIVE)


async def give_task_back(docket: Docket, heard: Heard) -> Case:
    """Kept, counted, and put before the grid leader with a draft of the answer; nothing is said in
    the group."""
    item = _task_of(heard) or TASK
    case = await open_case(docket, heard, item, heard.guess, heard.turn.text)
    department = heard.person.department or heard.person.id
    await docket.note(case, EventKind.ADMISSION_REFUSED, "bot", {"department": department})
    await docket.unit.counters.count(REFUSED, department)
    hint = docket.office.words.term("elsewhere", item)
    await tell_privately(docket, case, ReplyKey.TASK_REFUSED, to=heard.person.name, hint=hint)
    return case
