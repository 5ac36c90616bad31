"""What somebody takes on of what a case lacks: first come, or as the grid's leader chooses.

Comes in: a docket, a need of a case, who takes on how much. Goes out: a service, lines in the
groups that heard what was lacking, words to people alone. Does not: read what was said, take on
more than is lacking, or name anybody in a group.
"""

from dataclasses import replace

from bot.domain.case import OVER_FOR_ALL, Case
from bot.domain.giving import Giving
from bot.domain.grid import Room
from bot.domain.people import Role
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.service import Part, Service, ServiceMove, ServiceState, Why
from bot.journey.docket import Docket
from bot.journey.steps.leading import leaders_room
from bot.journey.words.served import go_on, of_service, tell
from bot.journey.words.wording import case_words


async def claim(docket: Docket, need: Giving, giver: str, amount: int, words: str) -> Service:
    """Somebody wants to take on so much; nothing is his before `take`."""
    one = Service(
        id=docket.office.ids.new("service"),
        community=need.community,
        grid=need.grid,
        kind=need.kind,
        need=need.id,
        resource="",
        needer=need.person,
        giver=giver,
        wanted=need.matter,
        offered=words,
        heads=amount,
        reasons="",
        leader=_leader(docket, need),
        begin_at=docket.now,
        end_at=need.until,
        made_at=docket.now,
        since=docket.now,
        next_at=None,
    )
    await docket.unit.services.save(one)
    await docket.unit.services.note(
        ServiceMove(service=one.id, at=docket.now, state=one.state, actor=giver)
    )
    return one


async def take(docket: Docket, one: Service, by: str) -> int | None:
    """It is his as far as it is still lacking: how much is lacking then; None where nothing was.
    Both sides have said so: who asked, and who takes it on.
    """
    need = await docket.unit.givings.get(one.need)
    amount = min(one.heads, await lacking(docket, need)) if need else 0
    if need is None or amount <= 0 or not await docket.unit.givings.pledge(need.id, amount):
        return None
    one = await go_on(docket, replace(one, heads=amount), ServiceState.ACCEPTED, by)
    await go_on(docket, one, ServiceState.AGREED, one.giver)
    return await lacking(docket, need)


async def lacking(docket: Docket, need: Giving) -> int:
    """How much of a need nobody has taken on."""
    found = await docket.unit.services.with_givings([need.id])
    return need.wanted - sum(one.heads for one in found if one.need == need.id and one.takes_up)


async def choose(docket: Docket, one: Service, by: str) -> bool:
    """It is his by somebody's choice: the groups hear how much is lacking, he that it is his; whom
    nothing is left for hears that, too.
    """
    need = await docket.unit.givings.get(one.need)
    case = await docket.unit.cases.get(need.of_case or "") if need is not None else None
    if need is None or case is None or case.status in OVER_FOR_ALL:
        await turn_down(docket, one, by)
        return False
    left = await take(docket, one, by)
    if left is None:
        await turn_down(docket, one, by)
        return False
    await tell(docket, one, Part.GIVER, ReplyKey.APPEAL_CHOSEN, of_service(docket, one))
    key = ReplyKey.APPEAL_TAKEN if left else ReplyKey.APPEAL_MET
    words = about(docket, case, need, left)
    for room in rooms_of(docket, case):
        await docket.say(Say(key=key, room=room.id, case=case.key, parameters=words))
    if not left:
        for other in await docket.unit.services.with_givings([need.id]):
            if other.need == need.id and other.is_claim:
                await turn_down(docket, other, by)
    return True


async def turn_down(docket: Docket, one: Service, by: str) -> None:
    """Somebody else was chosen; he hears it alone."""
    await tell(docket, one, Part.GIVER, ReplyKey.APPEAL_OTHERS, of_service(docket, one))
    await go_on(docket, one, ServiceState.DECLINED, by, Why.NOT_WANTED)


def rooms_of(docket: Docket, case: Case, asked_in: Room | None = None) -> list[Room]:
    """The leaders' group; the owners' group that told of it, where the office wants that or it was
    asked for there. None where the case may not be spoken of.
    """
    found = [leaders_room(docket, case)]
    origin = docket.office.directory.room(case.opened_in) if case.opened_in else None
    there = asked_in is not None and origin is not None and asked_in.id == origin.id
    if origin is not None and (docket.office.givings.owners_too or there):
        found.append(origin if docket.may_stand(case, origin) else None)
    rooms = {room.id: room for room in found if room is not None}
    return list(rooms.values())


def about(docket: Docket, case: Case, need: Giving, left: int) -> dict[str, str]:
    """The case, what is asked for in its kind, how much is lacking; in the office's words."""
    unit = docket.office.words.term("giving_unit", need.kind)
    return case_words(docket.office, case) | {
        "category": docket.office.words.term("giving_kind", need.kind),
        "count": f"{left}{unit}" if left else "",
    }


def _leader(docket: Docket, need: Giving) -> str:
    leaders = docket.office.directory.of_grid(need.grid, Role.GRID_LEADER)
    return next((one.id for one in leaders if docket.can_reach(one.id)), need.person)
