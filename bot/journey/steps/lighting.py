"""A lamp changes: it is written down, and who must know is reminded (domain rules §5.4).

Comes in: the timer of a stage's deadline. Goes out: lines of history, reminders, the list of
supervision. Does not: decide when reminders are decent.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from bot.domain.case import Case, EventKind
from bot.domain.lamps import Lamp, Stage, runs, span_of, stage_lamp
from bot.domain.nudge import Nudge
from bot.domain.people import Role, is_accused
from bot.domain.supervision import Ground
from bot.domain.timer import Timer
from bot.journey.docket import Docket
from bot.journey.steps.clocks import KINDS
from bot.journey.steps.reminding import remind
from bot.journey.steps.supervising import supervise

_TOLD: Final[Mapping[Lamp, tuple[tuple[Role, ...], ...]]] = MappingProxyType(
    {
        Lamp.YELLOW: ((Role.GRID_LEADER,),),
        Lamp.RED: ((Role.GRID_LEADER,), (Role.COMMUNITY_SECRETARY,)),
        Lamp.FLASHING: (
            (Role.GRID_LEADER,),
            (Role.COMMUNITY_SECRETARY,),
            (Role.STREET, Role.DUTY_OFFICER),
        ),
    }
)
"""Who hears of a lamp beside the one who has the case: one of each line."""

_COLOURS: Final = (
    frozenset({Lamp.YELLOW}),
    frozenset({Lamp.RED, Lamp.FLASHING}),
    frozenset({Lamp.FLASHING}),
)
"""Which colours the three timers of a stage may show; anything else is not true now."""

_STAGES: Final = {kind: stage for stage, kinds in KINDS.items() for kind in kinds}


async def light(docket: Docket, case: Case, timer: Timer) -> None:
    """Show the lamp of the stage whose timer fired, unless it is not so (any more)."""
    stage = _STAGES[timer.kind]
    yellow, due, late = KINDS[stage]
    span = span_of(case, stage)
    if span is None or not runs(case, stage):
        return
    rules, is_due = docket.office.lamps, timer.kind is due and docket.now >= span.until
    if is_due:
        case = await docket.change(case, lapses=case.lapses + 1)
    shown = stage_lamp(case, stage, docket.now, rules)
    if shown not in _COLOURS[(yellow, due, late).index(timer.kind)]:
        return
    facts = {"stage": stage.value, "color": shown.value}
    await docket.note(case, EventKind.LAMP, "timer", facts)
    if is_due:
        case = await supervise(docket, case, Ground.LATE, by="timer")
    if shown is Lamp.RED and (flashing := rules.flashing_at(span)) > span.until:
        await docket.wake(case, late, max(flashing, docket.now))
    for person, owns in _concerned(docket, case, stage, shown):
        nudge = Nudge(person=person, case=case.key, stage=stage, as_owner=owns, due_at=docket.now)
        await remind(docket, nudge, pressing=shown is Lamp.FLASHING)


def _concerned(docket: Docket, case: Case, stage: Stage, shown: Lamp) -> Iterator[tuple[str, bool]]:
    """Who is reminded, each once, and whether as the one who has it in hand."""
    directory = docket.office.directory
    told: set[str] = set()
    has = case.owner or case.assignee
    if has is not None and stage is not Stage.CHECK:
        told.add(has)
        yield has, True
    for roles in _TOLD[shown]:
        people = [p for role in roles for p in directory.of_grid(case.grid, role)]
        person = next((p.id for p in people if not is_accused(p, case)), None)
        if person is not None and person not in told:
            told.add(person)
            yield person, False
