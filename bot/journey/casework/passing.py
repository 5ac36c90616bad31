"""A building passes from one leader to another: the next one and the grid leader agree.

Comes in: a command about it. Goes out: words to those concerned, each alone; at the end lines in
the history of people, cases, surveys and families that move on. Does not: give anybody a building
who has not said yes; tell a group.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from bot.domain.case import EventKind
from bot.domain.people import Person, Role
from bot.domain.records import edited, of_people
from bot.domain.register import Handover, HandoverState, may_lead, register
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.staffing import Led, as_detail
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.naming import called
from intents.decisions import Command
from intents.leaders import read_quit

_NOTE: Final = "leader_changed"


async def hand_over(docket: Docket, heard: Heard) -> None:
    """She stops: whoever she names is asked; where she names nobody, the grid leader looks."""
    said = read_quit(heard.message.text)
    held = _held(docket, heard.person)
    if said is None or not held:
        await _tell(docket, heard.person.id, ReplyKey.HANDOVER_NOTHING, {})
        return
    if said.taker is None:
        words = {"held": heard.person.name, "place": _names(held)}
        await _tell_leaders(docket, [grid for grid, _ in held], ReplyKey.HANDOVER_LOOK, words)
        await _tell(docket, heard.person.id, ReplyKey.HANDOVER_NOTED, {})
        return
    found = called(docket.office.directory, heard.person, said.taker)
    others = [one for one in found if one.id != heard.person.id and docket.can_reach(one.id)]
    able = [one for one in others if _may_lead_all(docket, one, held)]
    if len(able) != 1:
        words = {"to": said.taker, "count": str(len(able) or "")}
        await _tell(docket, heard.person.id, ReplyKey.HANDOVER_WHO, words)
        return
    await _ask(docket, heard.person, able[0], held)


def _held(docket: Docket, person: Person) -> list[tuple[str, str]]:
    """Grids and buildings that somebody leads."""
    posts = register(docket.office.directory)
    return [(post.grid, post.building) for post in posts if person.id in post.leaders]


def _names(held: Sequence[tuple[str, str]]) -> str:
    return " ".join(building for _, building in held)


def _may_lead_all(docket: Docket, one: Person, held: Sequence[tuple[str, str]]) -> bool:
    areas = docket.office.directory
    return all(may_lead(areas, one, grid, building) for grid, building in held)


async def _ask(
    docket: Docket, giver: Person, taker: Person, held: Sequence[tuple[str, str]]
) -> None:
    for one in await docket.unit.handovers.open():
        if one.giver == giver.id:
            await docket.unit.handovers.change(replace(one, state=HandoverState.REFUSED))
    for grid in dict.fromkeys(grid for grid, _ in held):
        await docket.unit.handovers.add(
            Handover(
                id=docket.office.ids.new("handover"),
                grid=grid,
                giver=giver.id,
                taker=taker.id,
                buildings=tuple(building for there, building in held if there == grid),
                asked_at=docket.now,
            )
        )
    words = {"held": giver.name, "to": taker.name, "place": _names(held)}
    await _tell(docket, taker.id, ReplyKey.HANDOVER_ASKED, words)
    await _tell(docket, giver.id, ReplyKey.HANDOVER_SENT, words)


async def agree(docket: Docket, heard: Heard) -> None:
    """Yes of the next one: the grid leader is asked; yes of the grid leader: it is done."""
    for one in await _waiting(docket, heard.person):
        if one.state is HandoverState.CONSENTED:
            await _pass(docket, heard.person, one)
            continue
        await docket.unit.handovers.change(replace(one, state=HandoverState.CONSENTED))
        words = _words(docket, one)
        await _tell_leaders(docket, [one.grid], ReplyKey.HANDOVER_TO_GRANT, words)
        await _tell(docket, one.taker, ReplyKey.HANDOVER_CONSENTED, words)


async def refuse(docket: Docket, heard: Heard) -> None:
    """No: everything stays as it is."""
    for one in await _waiting(docket, heard.person):
        await docket.unit.handovers.change(replace(one, state=HandoverState.REFUSED))
        words = _words(docket, one) | {"no": heard.person.name}
        for person in dict.fromkeys((one.giver, one.taker)):
            if person != heard.person.id:
                await _tell(docket, person, ReplyKey.HANDOVER_REFUSED, words)
        await _tell(docket, heard.person.id, ReplyKey.HANDOVER_STAYS, words)


async def _waiting(docket: Docket, person: Person) -> list[Handover]:
    """What waits for the word of this person."""
    return [one for one in await docket.unit.handovers.open() if _is_for(person, one)]


def _is_for(person: Person, one: Handover) -> bool:
    if one.state is HandoverState.ASKED:
        return person.id == one.taker
    return person.holds(Role.GRID_LEADER, one.grid)


async def _pass(docket: Docket, by: Person, one: Handover) -> None:
    """It is hers from today on, with everything that is open."""
    unit, today = docket.unit, docket.office.today
    led = [Led(person=one.taker, grid=one.grid, building=b, since=today) for b in one.buildings]
    lines = [edited(of_people(), docket.now, by.id, as_detail(each)) for each in led]
    await unit.cases.record(lines)
    await unit.handovers.change(replace(one, state=HandoverState.DONE))
    count = await _move_cases(docket, one, by)
    await unit.surveys.pass_on(one)
    for family in await unit.care.of_carers([one.giver]):
        if family.grid == one.grid and family.building in one.buildings:
            await unit.care.save(replace(family, carer=one.taker))
    docket.office.signals.notify("people")
    words = _words(docket, one) | {"count": str(count or "")}
    for person in dict.fromkeys((one.giver, one.taker, by.id)):
        await _tell(docket, person, ReplyKey.HANDOVER_DONE, words)


async def _move_cases(docket: Docket, one: Handover, by: Person) -> int:
    """Cases of her buildings that she has taken on are the next one's; how many."""
    found = [
        case
        for case in await docket.unit.digests.cases([one.grid], docket.now)
        if case.is_open and case.owner == one.giver and case.place.building in one.buildings
    ]
    for case in found:
        known = docket.touched.get(case.key, case)
        await docket.note(known, EventKind.ADDED, by.id, {"note": _NOTE, "to": one.taker})
        await docket.change(known, owner=one.taker)
    return len(found)


def _words(docket: Docket, one: Handover) -> dict[str, str]:
    directory = docket.office.directory
    return {
        "held": directory.person(one.giver).name,
        "to": directory.person(one.taker).name,
        "place": " ".join(one.buildings),
    }


async def _tell_leaders(
    docket: Docket, grids: Sequence[str], key: ReplyKey, words: Mapping[str, str]
) -> None:
    """The first of each grid's leaders who can be written to, else of the community's."""
    roles = (Role.GRID_LEADER, Role.COMMUNITY_SECRETARY)
    for grid in dict.fromkeys(grids):
        people = [p for role in roles for p in docket.office.directory.of_grid(grid, role)]
        first = next((p for p in people if docket.can_reach(p.id)), None)
        if first is not None:
            await _tell(docket, first.id, key, words)


async def _tell(docket: Docket, person: str, key: ReplyKey, words: Mapping[str, str]) -> None:
    await docket.say(Say(key=key, person=person, parameters=words))


PASSING: Final[Mapping[Command, Callable[[Docket, Heard], Awaitable[None]]]] = MappingProxyType(
    {
        Command.HAND_OVER: hand_over,
        Command.HANDOVER_YES: agree,
        Command.HANDOVER_NO: refuse,
    }
)
