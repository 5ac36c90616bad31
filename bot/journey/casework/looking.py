"""Families that somebody looks after: a visit is told in a line, the list is asked for.

Comes in: plain words of the one in charge. Goes out: visits in rows, an answer to her alone, and a
line to the grid leader where not all was well. Does not: say anything in a group, keep how they
are, or show anybody a family that is not hers.
"""

from bot.domain.care import Visit, visited
from bot.domain.case import CaseEvent, EventKind
from bot.domain.people import Role
from bot.domain.records import of_care
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.words.families import of_family
from intents.contacts import mask
from intents.leaders import read_visit


async def visit(docket: Docket, heard: Heard) -> bool:
    """Keep that she was there; whether she was."""
    families = await docket.unit.care.of_carers([heard.person.id])
    said = read_visit(heard.message.text, [one.called for one in families])
    if said is None:
        return False
    family = next(one for one in families if one.called == said.called)
    seen = visited(family, docket.now)
    await docket.unit.care.save(seen)
    await docket.unit.care.visit(
        Visit(
            id=docket.office.ids.new("visit"),
            family=family.id,
            by=heard.person.id,
            at=docket.now,
            well=said.well,
        )
    )
    words = of_family(docket.office, seen)
    if not said.well:
        words |= {"told": await _tell_leader(docket, heard, words, family.grid)}
    await docket.say(Say(key=ReplyKey.CARE_NOTED, person=heard.person.id, parameters=words))
    return True


async def _tell_leader(docket: Docket, heard: Heard, words: dict[str, str], grid: str) -> str:
    """The grid leader hears of it as it was said; his name, nothing where there is nobody else."""
    leaders = docket.office.directory.of_grid(grid, Role.GRID_LEADER)
    for leader in leaders:
        if leader.id != heard.person.id:
            told = words | {"held": heard.person.name, "words": mask(heard.message.text)}
            if await docket.say(Say(key=ReplyKey.CARE_UNWELL, person=leader.id, parameters=told)):
                return leader.name
    return ""


async def list_families(docket: Docket, heard: Heard) -> None:
    """Whom she looks after, to her alone; each look leaves a trace."""
    families = await docket.unit.care.of_carers([heard.person.id])
    await docket.unit.cases.record(
        [
            CaseEvent(
                case=of_care(one.id),
                at=docket.now,
                kind=EventKind.SEEN,
                actor=heard.person.id,
                detail={},
            )
            for one in families
        ]
    )
    lines = [
        docket.office.words.render(ReplyKey.CARE_LINE, of_family(docket.office, one))
        for one in families
    ]
    words = {"count": str(len(families)), "choices": "".join(lines)}
    await docket.say(Say(key=ReplyKey.CARE_LISTED, person=heard.person.id, parameters=words))
